"""The attributes that the designations of a family may state, and which of them a value may fill."""

from __future__ import annotations

from rakiza.engine import units
from rakiza.engine.attributes import AttributeSpec, AttributeType, Comparison
from rakiza.engine.families import Family, Kind, NumberHabits

# Said of any device, whether or not its family's schema names them.
UNIVERSAL = frozenset({"sterile", "single_use", "population", "sex", "reusable", "material", "latex_free"})
# A family made of one material is absorbable or not by its very name: its default was said.
_SAID_BY_FAMILY = frozenset({"suture_absorbable"})
# The surest first.
DIAMETERS = ("outer_diameter", "diameter", "inner_diameter")


def _number(
    name: str, unit: str | None, minimum: float | None = None, maximum: float | None = None
) -> AttributeSpec:
    return AttributeSpec(name, AttributeType.NUMBER, Comparison.EQUAL, unit, None, 0.0, minimum, maximum)


# What is read where no family says better.
GENERIC: tuple[AttributeSpec, ...] = (
    _number("volume", "mL"),
    _number("gauge", "G", 10, 34),
    _number("french_size", "Fr", 2, 60),
    _number("length", "mm"),
    _number("width", "mm"),
    _number("diameter", "mm"),
    _number("lumens", None, 1, 7),
    _number("plies", None, 1, 64),
    AttributeSpec("size", AttributeType.SIZE, Comparison.EQUAL),
)
# What a number in a unit states of any device that the schema has no attribute for; of equipment it may be a flow.
_PLAIN = {
    "mL": "volume",
    "L": "volume",
    "cL": "volume",
    "m": "length",
    "cm": "length",
    "kg": "weight",
    "g": "weight",
}
_PLAIN_COUNTS = frozenset({"lumens"})
_PLIES = frozenset({"plies"})  # of what is laid in sheets; the 3P of a syringe are pieces
_SHEETS = frozenset({"bandages", "drapes_gowns", "dressings", "hygiene_sterilisation"})
_EQUIPMENT = "Z"
# A tube sized in French may be told by its diameter instead: thinner than any is long.
BORE = _number("outer_diameter", "mm", 0.5, 16)
_GENERIC_HABITS = NumberHabits((), ("width", "length"), None)


def schema_names(family: Family | None) -> frozenset[str]:
    """Return the attributes that a family's designations may state, or those read without a family."""
    return frozenset(spec.name for spec in (family.attributes if family else GENERIC))


class Schema:
    """The attributes that a family's designations may state, by name; what is read without a family."""

    __slots__ = ("_candidates", "by_name", "counted", "habits", "is_device", "is_known", "plain", "said")

    def __init__(self, family: Family | None) -> None:
        self.by_name = {spec.name: spec for spec in (family.attributes if family else GENERIC)}
        if family and "french_size" in self.by_name and not self.by_name.keys() & set(DIAMETERS):
            self.by_name = {BORE.name: BORE, **self.by_name}
        self.habits = family.habits if family else _GENERIC_HABITS
        self.is_known = family is not None
        self.is_device = family is not None and family.kind is Kind.DEVICE
        self.said = tuple(
            spec
            for spec in self.by_name.values()
            if spec.name in _SAID_BY_FAMILY and spec.default is not None
        )
        self.plain: dict[str, str] = {}
        self.counted: frozenset[str] = frozenset()
        if family is not None and family.kind is Kind.IVD:
            self.plain = {
                unit: name for unit, name in _PLAIN.items() if name == "volume" and name not in self.by_name
            }
        if family is not None and self.is_device and not family.emdn.startswith(_EQUIPMENT):
            self.plain = {unit: name for unit, name in _PLAIN.items() if name not in self.by_name}
            self.counted = _PLAIN_COUNTS | _PLIES if family.group in _SHEETS else _PLAIN_COUNTS
        self._candidates: dict[tuple[str | None, str | None, str | None], tuple[AttributeSpec, ...]] = {}

    def candidates(
        self, label: str | None, written: str | None, unit: str | None
    ) -> tuple[AttributeSpec, ...]:
        """Return the attributes that a value in `unit` may fill: its label first, then the schema's order.

        `written` is the unit as it was written, which may stand for another one.
        """
        key = (label, written, unit)
        found = self._candidates.get(key)
        if found is None:
            ordered = [self.by_name[name] for name in self._order(label, written)]
            found = self._candidates[key] = tuple(
                spec for spec in ordered if self._may_fill(spec, label, unit)
            )
        return found

    def _may_fill(self, spec: AttributeSpec, label: str | None, unit: str | None) -> bool:
        if unit is None:
            return spec.name in self.habits.bare or label == spec.name
        return spec.unit is not None and units.same_dimension(unit, spec.unit)

    def _order(self, label: str | None, written: str | None) -> list[str]:
        preferred = [name for name in DIAMETERS if name in self.by_name] if label == "diameter" else []
        preferred += [name for name, spec in self.by_name.items() if written and spec.implied_unit == written]
        if label in self.by_name:
            preferred.insert(0, str(label))
        return preferred + [name for name in self.by_name if name not in preferred]
