"""The attributes that the designations of a family may state, and which of them a value may fill."""

from __future__ import annotations

from rakiza.engine import units
from rakiza.engine.attributes import AttributeScalar, AttributeSpec, AttributeType, Comparison
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
_TUBES = frozenset(
    {"anaesthesia", "drains_probes", "infusion", "respiratory"}
)  # sized in French now and then
_PLAIN_COUNTS = frozenset({"lumens"})
_PLIES = frozenset({"plies"})  # of what is laid in sheets; the 3P of a syringe are pieces
_SHEETS = frozenset({"bandages", "drapes_gowns", "dressings", "hygiene_sterilisation"})
_EQUIPMENT = "Z"
_SYRINGE = "syringe_"
_TIPPED = frozenset({"infusion", "injection"})  # of these, a luer lock is said of any
# Sold by a number that now and then gets a unit: a family or a group of them, the unit, the lowest and the highest.
_NUMBERED = {
    "gloves": ("cm", 5.0, 10.0),
    "scalpel_blade": ("mm", 9.0, 40.0),
    "scalpel_single_use": ("mm", 9.0, 40.0),
    "speculum_vaginal": ("mm", 15.0, 40.0),
}
_LUER_LOCK = ("tip", "luer_lock")
# A tube sized in French may be told by its diameter instead: thinner than any is long.
BORE = _number("outer_diameter", "mm", 0.5, 16)
_GENERIC_HABITS = NumberHabits((), ("width", "length"), None)


def allows(spec: AttributeSpec, value: float, unit: str | None) -> bool:
    """Tell whether a value in `unit` lies within what an attribute may be."""
    if spec.minimum is None and spec.maximum is None:
        return True
    measured = value
    if unit is not None and spec.unit is not None and unit != spec.unit:
        converted = units.convert(value, unit, spec.unit) if units.same_dimension(unit, spec.unit) else None
        if converted is None:
            return False
        measured = converted
    low = spec.minimum is None or measured >= spec.minimum - 1e-9
    return low and (spec.maximum is None or measured <= spec.maximum + 1e-9)


def schema_names(family: Family | None) -> frozenset[str]:
    """Return the attributes that a family's designations may state, or those read without a family."""
    return frozenset(spec.name for spec in (family.attributes if family else GENERIC))


class Schema:
    """The attributes that a family's designations may state, by name; what is read without a family."""

    __slots__ = (
        "_candidates",
        "_is_tipped",
        "_numbered",
        "by_name",
        "counted",
        "doubtful",
        "habits",
        "is_device",
        "is_known",
        "is_needle",
        "is_numbered",
        "is_sized",
        "plain",
        "said",
    )

    def __init__(self, family: Family | None) -> None:
        self.by_name = {spec.name: spec for spec in (family.attributes if family else GENERIC)}
        if family and "french_size" in self.by_name and not self.by_name.keys() & set(DIAMETERS):
            self.by_name = {BORE.name: BORE, **self.by_name}
        self.habits = family.habits if family else _GENERIC_HABITS
        self.is_known = family is not None
        self.is_device = family is not None and family.kind is Kind.DEVICE
        # A diameter may be written in tenths of a millimetre: 40 x 8/10.
        self.is_needle = {"gauge", "outer_diameter"} <= self.by_name.keys()
        self._numbered = _NUMBERED.get(family.id, _NUMBERED.get(family.group)) if family is not None else None
        self.is_numbered = self._numbered is not None
        self.doubtful = self._doubtful(family)
        self._is_tipped = family is not None and family.group in _TIPPED
        self.is_sized = family is not None and self.is_device and not family.emdn.startswith(_EQUIPMENT)
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
        if family is not None and self.is_sized:
            self.plain = {unit: name for unit, name in _PLAIN.items() if name not in self.by_name}
            if family.group in _TUBES and "french_size" not in self.by_name:
                self.plain["Fr"] = "french_size"
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

    def _doubtful(self, family: Family | None) -> dict[str | None, str | None]:
        """Return the units that may be written for another one, and that one.

        A tube sized by its bore has no French size below its millimetres, a catheter sized in French no gauge, a
        syringe in `سم` holds cubic centimetres, and the µ of what holds so much are microlitres.
        """
        names = self.by_name
        found: dict[str | None, str | None] = {}
        if "inner_diameter" in self.habits.bare and "french_size" not in names:
            found["Fr"] = "mm"
        if "french_size" in names and "gauge" not in names:
            found["G"] = "Fr"
        if family is not None and family.id.startswith(_SYRINGE):
            found["cm"] = "mL"
        if "volume" in names and all(spec.unit != "um" for spec in names.values()):
            found["um"] = "µL"
        if self._numbered is not None:
            found[self._numbered[0]] = None
        return found

    def is_number(self, value: float) -> bool:
        """Tell whether a measure is the number that an article is sold by: LAME 23 MM, GANT 8 CM."""
        return self._numbered is not None and self._numbered[1] <= value <= self._numbered[2]

    def says(self, name: str, value: AttributeScalar) -> bool:
        """Tell whether a word states a value of any device, or of any of this one's kind."""
        return name in UNIVERSAL or (self._is_tipped and (name, value) == _LUER_LOCK)

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
