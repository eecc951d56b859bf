"""What is made and asked for in the demonstration, read from the authored files of `data/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from rakiza.kernel.organisations.enums import OrganisationKind, Region

DATA = resources.files("rakiza.demonstration") / "data"
LABEL = "(démonstration)"
LABEL_AR = "(عرض توضيحي)"


@dataclass(frozen=True, slots=True)
class Line:
    """A production line and what it can make in a month, in base units."""

    name: str
    monthly_capacity: Decimal
    families: frozenset[str]  # empty: all that no other line of the maker takes


@dataclass(frozen=True, slots=True)
class DemoMaker:
    """A fictional maker; `key` is how the data files name it."""

    key: str
    number: int
    name: str
    name_ar: str
    kind: OrganisationKind
    region: Region
    ice: str
    lines: tuple[Line, ...]

    def line_for(self, family: str) -> Line:
        """Return the line that makes a family."""
        own = [line for line in self.lines if family in line.families]
        return (own or [line for line in self.lines if not line.families] or list(self.lines))[0]


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of a product and its price excluding tax of a base unit."""

    text: str
    price: Decimal
    made: bool


@dataclass(frozen=True, slots=True)
class Product:
    """One family as the demonstration makes and asks for it.

    `makers`: which variants each maker makes (positions). `yearly`: base units a year that a
    group of middling size uses of the first variant.
    """

    family: str
    name: str
    asked: tuple[str, ...]
    arabic: str
    pack: tuple[str, int] | None
    yearly: int
    vat: Decimal
    variants: tuple[Variant, ...]
    makers: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A line of a buyer's list that isn't a device: a medicine, a ream of paper."""

    text: str
    unit: str
    price: Decimal
    yearly: int


def toml(name: str) -> dict[str, Any]:
    """Return an authored file of the demonstration."""
    return tomllib.loads(DATA.joinpath(*name.split("/")).read_text("utf-8"))


def titled(name: str, *, arabic: bool = False) -> str:
    """Return an organisation's name with the word that says it is invented."""
    return f"{name} {LABEL_AR if arabic else LABEL}"


def ice_of(number: int) -> str:
    """Return a well-formed ICE of a company block that was never given out."""
    body = 9_990_000_00000 + number * 100_000 + 1
    return f"{body * 100 + (97 - (body * 100) % 97) % 97:015d}"


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What a party's papers bear: well-formed, and out of ranges that nobody was given."""

    ice: str
    trade_register: str
    tax_number: str
    social_security_number: str


# A public authority pays no tax here and keeps no shop; an association is in no register of commerce.
_NO_COMPANY = frozenset(
    {OrganisationKind.CLUSTER, OrganisationKind.ASSOCIATION, OrganisationKind.CERTIFICATION_BODY}
)


def identifiers(number: int, kind: OrganisationKind) -> Identifiers:
    """Return the identifiers of a party by its number; empty where its kind has none."""
    if kind == OrganisationKind.AUTHORITY_HEALTH:
        return Identifiers(ice_of(number), "", "", "")
    register = "" if kind in _NO_COMPANY else f"{990_000 + number}, tribunal fictif"
    return Identifiers(ice_of(number), register, f"{99_900_000 + number}", f"{9_990_000 + number}")


@cache
def makers() -> tuple[DemoMaker, ...]:
    """Return the makers in the order of their file."""
    return tuple(
        _maker(key, number, table) for number, (key, table) in enumerate(toml("makers.toml").items(), 1)
    )


def _maker(key: str, number: int, table: Mapping[str, Any]) -> DemoMaker:
    makes: Mapping[str, list[str]] = table.get("makes", {})
    return DemoMaker(
        key=key,
        number=number,
        name=titled(table["name"]),
        name_ar=titled(table["name_ar"], arabic=True),
        kind=OrganisationKind(table.get("kind", "maker")),
        region=Region(table["region"]),
        ice=ice_of(number),
        lines=tuple(
            Line(name, Decimal(capacity), frozenset(makes.get(name, ())))
            for name, capacity in table["lines"].items()
        ),
    )


@cache
def products() -> tuple[Product, ...]:
    """Return every product, those that someone makes first."""
    names = ("plastics", "textile", "care", "threads_tests", "durable", "imported")
    return tuple(
        _product(family, table) for name in names for family, table in toml(f"products/{name}.toml").items()
    )


def _product(family: str, table: Mapping[str, Any]) -> Product:
    made = [Variant(text, Decimal(str(price)), made=True) for text, price in table["variants"].items()]
    missing = [
        Variant(text, Decimal(str(price)), made=False) for text, price in table.get("missing", {}).items()
    ]
    pack = table.get("pack")
    return Product(
        family=family,
        name=table.get("name", ""),
        asked=tuple(table["asked"]),
        arabic=table.get("ar", ""),
        pack=(str(pack[0]), int(pack[1])) if pack else None,
        yearly=int(table["year"]),
        vat=Decimal(str(table.get("vat", "0.20"))),
        variants=(*made, *missing),
        makers=tuple((maker, _positions(span, len(made))) for maker, span in table.get("makers", {}).items()),
    )


def _positions(span: str, count: int) -> tuple[int, ...]:
    """Return the positions that `*`, `2` or `1-4` name."""
    if span == "*":
        return tuple(range(count))
    first, _, last = span.partition("-")
    return tuple(range(int(first) - 1, min(int(last or first), count)))


@cache
def asides(kind: str) -> tuple[Aside, ...]:
    """Return the medicines or the other goods that lists carry."""
    return tuple(
        Aside(text, str(unit), Decimal(str(price)), int(yearly))
        for text, (unit, price, yearly) in toml("aside.toml")[kind].items()
    )


@cache
def titles_table() -> Mapping[str, Any]:
    """Return the authored exceptions on official titles."""
    return toml("titles.toml")
