"""Read the authored editions, and the name of a standard as people write it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

# "ISO 13485:2016", "NM EN ISO 13485 : 2016", "IEC 60601-1:2005+A2": the last year after a colon is the edition.
_NAME = re.compile(r"^(?P<standard>[^:]+?)\s*(?::\s*(?P<edition>\d{4})(?:\D.*)?)?$")
_PREFIXES = ("NM ", "EN ", "BS ", "DIN ", "NF ")


@dataclass(frozen=True, slots=True)
class AuthoredEdition:
    """One edition of one standard. `published` is a month, `2016-03`."""

    standard: str
    edition: str
    published: str
    title: str
    source: str
    replaces: str = ""
    transition_ends: date | None = None


@cache
def editions() -> tuple[AuthoredEdition, ...]:
    """Return the authored editions, in the order of their file."""
    text = files(__package__).joinpath("data", "editions.toml").read_text("utf-8")
    return tuple(AuthoredEdition(**table) for table in tomllib.loads(text)["edition"])


def edition_named(text: str) -> tuple[str, str]:
    """Return the standard and the edition that a text names; the edition is empty where it names none.

    National and European prefixes before an ISO or IEC number are left out: NM EN ISO 13485 is ISO 13485.
    """
    folded = " ".join(text.upper().split())
    while folded.startswith(_PREFIXES) and any(body in folded for body in ("ISO ", "IEC ")):
        folded = folded.partition(" ")[2]
    found = _NAME.match(folded)
    if found is None:
        return folded, ""
    return found["standard"], found["edition"] or ""
