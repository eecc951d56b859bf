"""What bodies and answers are made of. Bodies are strict: an unknown field is refused, text is sound."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Generic, TypeVar

from django.http import HttpRequest
from django.utils.translation import get_language
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.reference.families import load

Row = TypeVar("Row")
MOST_A_PAGE = 200


def _sound(text: str) -> str:
    """Refuse what a database or a page can't hold; halves of characters are refused by their type."""
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
        raise PydanticCustomError("forbidden_character", "The text holds a forbidden character.")
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise PydanticCustomError("forbidden_character", "The text holds a forbidden character.")
    return text


def _family(text: str) -> str:
    if text not in load().by_id():
        raise PydanticCustomError("unknown_family", "No such family.")
    return text


Family = Annotated[str, AfterValidator(_family)]
Sound = AfterValidator(_sound)
OneLine = AfterValidator(_one_line)
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), Sound, OneLine]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), Sound, OneLine]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=250), Sound, OneLine]
NameOrNone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=250), Sound, OneLine]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), Sound]
WordsOrNone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), Sound]
Report = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), Sound]
Sought = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100), Sound]
Number = Annotated[int, Field(description="Number of an object.")]
Ref = Annotated[int, Strict(), Field(ge=1, le=2**63 - 1, description="Number of an object.")]


def _iso(value: object) -> object:
    """Refuse what isn't a civil date written as such: neither an instant nor a count of seconds."""
    if isinstance(value, date) or (isinstance(value, str) and _ISO.fullmatch(value)):
        return value
    raise PydanticCustomError("date_form", "A date is written YYYY-MM-DD.")


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Beyond these no title, offer or audit of today is: a slip of the finger.
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31)), BeforeValidator(_iso)]
Families = Annotated[tuple[Family, ...], Field(max_length=500)]


class Taken(BaseModel):
    """A body: every field is known, and of its type without guessing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Taken):
    """The body of a transition that needs no words: `{}`, or none at all."""


class Shown(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class Asked(BaseModel):
    """What a list is asked for; a parameter that it doesn't know is refused rather than passed over."""

    after: Annotated[str, Field(max_length=1000, description="Where to go on, as `next` says it.")] = ""
    size: Annotated[int, Field(ge=1, le=MOST_A_PAGE, description="Rows a page.")] = 50

    @model_validator(mode="after")
    def _known(self, info: ValidationInfo) -> Asked:
        request = (info.context or {}).get("request")
        if isinstance(request, HttpRequest):
            for name in request.GET:
                if name not in type(self).model_fields:
                    raise PydanticCustomError(
                        "unknown_parameter", "Unknown parameter: {name}", {"name": name[:100]}
                    )
        return self


class PageOf(Shown, Generic[Row]):
    """One page of a list; `next` is the address of the following one, or null; only the first says the `total`."""

    items: list[Row]
    size: int
    total: int | None
    next: str | None


class Party(Shown):
    """An organisation, named."""

    id: int
    name: str

    @classmethod
    def of(cls, organisation: Organisation) -> Party:
        """Return the party, named in the language asked for."""
        return cls(id=organisation.pk, name=organisation.name_in(language()))


class Place(Shown):
    """A site, named."""

    id: int
    name: str
    city: str

    @classmethod
    def of(cls, site: Site) -> Place:
        """Return the site."""
        return cls(id=site.pk, name=site.name, city=site.city)


class Named(Shown):
    """Something with a number and a name: a person, a device."""

    id: int
    name: str


def language() -> str:
    """Return the language asked for: fr, ar or en."""
    return (get_language() or "fr")[:2]
