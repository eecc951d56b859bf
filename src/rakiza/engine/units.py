"""The closed table of units that designations and device sheets use, and the size systems.

Symbols are what hospitals write once folded to one spelling (`mL`, `cm`, `Fr`, `G`). A value keeps
the unit it was written in; comparisons use the canonical unit of its dimension.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """One symbol: `factor` brings a value to `canonical`, the unit its dimension is compared in."""

    symbol: str
    canonical: str
    factor: float


def _units(canonical: str, **factors: float) -> dict[str, Unit]:
    return {symbol: Unit(symbol, canonical, factor) for symbol, factor in factors.items()}


UNITS: dict[str, Unit] = {
    **_units("mL", mL=1.0, L=1000.0, cL=10.0, dL=100.0),
    "µL": Unit("µL", "mL", 0.001),
    **_units("mm", mm=1.0, cm=10.0, dm=100.0, m=1000.0),
    "in": Unit("in", "mm", 25.4),
    "yd": Unit("yd", "mm", 914.4),
    **_units("um", um=1.0, nm=0.001),
    **_units("g", g=1.0, mg=0.001, ug=0.000001, kg=1000.0),
    "g/m2": Unit("g/m2", "g/m2", 1.0),
    **_units("m2", m2=1.0, cm2=0.0001),
    **_units(
        "kPa", kPa=1.0, Pa=0.001, bar=100.0, mbar=0.1, atm=101.325, mmHg=0.133322387415, cmH2O=0.0980665
    ),
    **_units("W", W=1.0, kW=1000.0),
    **_units("V", V=1.0, kV=1000.0),
    **_units("A", A=1.0, mA=0.001),
    **_units("Ah", Ah=1.0, mAh=0.001),
    **_units("Hz", Hz=1.0, kHz=1000.0, MHz=1_000_000.0),
    **_units("min", min=1.0, h=60.0, s=1.0 / 60.0),
    **_units("L/min", **{"L/min": 1.0, "mL/min": 0.001, "mL/h": 0.001 / 60.0}),
    **_units("%", **{"%": 1.0}),
    **_units("UI", UI=1.0),
    **_units("G", G=1.0),
    **_units("Fr", Fr=1.0),
    **_units("1/min", **{"1/min": 1.0}),
    "°C": Unit("°C", "°C", 1.0),
    "°": Unit("°", "°", 1.0),
    **_units("D", D=1.0),
    **_units("J", J=1.0),
    **_units("dB", dB=1.0),
    **_units("mL/kg", **{"mL/kg": 1.0}),
    **_units("kN", kN=1.0, N=0.001),
    **_units("mGy", mGy=1.0),
    **_units("lx", lx=1.0),
    **_units("pixel", pixel=1.0, megapixel=1_000_000.0),
    **_units("GB", GB=1.0, TB=1000.0),
    "mmPb": Unit("mmPb", "mmPb", 1.0),
}

# ISO 9626: designated metric size (mm, outer diameter) of each gauge of needle tubing.
GAUGE_MM: dict[int, float] = {
    10: 3.4, 11: 3.0, 12: 2.7, 13: 2.4, 14: 2.1, 15: 1.8, 16: 1.6, 17: 1.4, 18: 1.2, 19: 1.1,
    20: 0.9, 21: 0.8, 22: 0.7, 23: 0.6, 24: 0.55, 25: 0.5, 26: 0.45, 27: 0.4, 28: 0.36, 29: 0.33,
    30: 0.3, 31: 0.25, 32: 0.23, 33: 0.2, 34: 0.18,
}  # fmt: skip

# European Pharmacopoeia decimal size (tenths of a millimetre) of each USP size, synthetic threads.
USP_METRIC: dict[str, float] = {
    "11/0": 0.1, "10/0": 0.2, "9/0": 0.3, "8/0": 0.4, "7/0": 0.5, "6/0": 0.7, "5/0": 1.0,
    "4/0": 1.5, "3/0": 2.0, "2/0": 3.0, "0": 3.5, "1": 4.0, "2": 5.0, "3": 6.0, "4": 6.0,
    "5": 7.0, "6": 8.0, "7": 9.0,
}  # fmt: skip


class UnknownUnitError(ValueError):
    """The symbol isn't in the closed table."""

    def __init__(self, symbol: str) -> None:
        super().__init__(f"unknown unit {symbol!r}; known: {', '.join(sorted(UNITS))}")
        self.symbol = symbol


def known(symbol: str | None) -> bool:
    """Tell whether `symbol` is in the table; no unit at all is always known."""
    return symbol is None or symbol in UNITS


def canonical_unit(symbol: str) -> str:
    """Return the unit that values in `symbol` are compared in; UnknownUnitError where unknown."""
    unit = UNITS.get(symbol)
    if unit is None:
        raise UnknownUnitError(symbol)
    return unit.canonical


def canonical(value: float, unit: str | None) -> tuple[float, str | None]:
    """Return the value in the canonical unit of its dimension (`2 L` → `2000 mL`)."""
    if unit is None:
        return value, None
    found = UNITS.get(unit)
    if found is None:
        raise UnknownUnitError(unit)
    return value * found.factor, found.canonical


def convert(value: float, unit: str, wanted: str) -> float | None:
    """Return `value` in `wanted`, or None where the two don't measure the same thing."""
    source, target = UNITS.get(unit), UNITS.get(wanted)
    if source is None or target is None:
        raise UnknownUnitError(unit if source is None else wanted)
    if source.canonical != target.canonical:
        return None
    return value if unit == wanted else value * source.factor / target.factor


def same_dimension(unit: str, other: str) -> bool:
    """Tell whether two symbols measure the same thing; unknown symbols never do."""
    first, second = UNITS.get(unit), UNITS.get(other)
    return first is not None and second is not None and first.canonical == second.canonical


def gauge_to_mm(gauge: float) -> float | None:
    """Return the outer diameter in mm of a needle gauge (ISO 9626), None outside 10–34."""
    return GAUGE_MM.get(int(gauge)) if gauge == int(gauge) else None


def mm_to_gauge(millimetres: float) -> int | None:
    """Return the gauge whose designated size is `millimetres` (ISO 9626), None where there is none."""
    return next((gauge for gauge, size in GAUGE_MM.items() if abs(size - millimetres) < 0.005), None)


def french_to_mm(french: float) -> float:
    """Return the outer diameter in mm of a French (Charrière) size: a third of it."""
    return french / 3.0


def mm_to_french(millimetres: float) -> float:
    """Return the French (Charrière) size of an outer diameter in mm."""
    return millimetres * 3.0


def usp_to_metric(usp: str) -> float | None:
    """Return the decimal (metric) size of a USP thread size; `1/0` is `0`."""
    return USP_METRIC.get("0" if usp == "1/0" else usp)


def metric_to_usp(metric: float) -> str | None:
    """Return the USP size of a decimal size; the finest where two sizes share it (6 → `3`)."""
    return next((usp for usp, size in USP_METRIC.items() if size == metric), None)


# Hub colours: needles by ISO 6009, peripheral venous catheters by ISO 10555-5. Shades that the
# shared vocabulary doesn't tell apart (pale and deep green) stand for the size in common use.
NEEDLE_COLOURS: dict[str, int] = {
    "yellow": 20, "grey": 27, "brown": 26, "orange": 25, "violet": 24, "blue": 23, "black": 22, "green": 21,
    "pink": 18, "white": 16,
}  # fmt: skip
CATHETER_COLOURS: dict[str, int] = {
    "violet": 26, "yellow": 24, "blue": 22, "pink": 20, "green": 18, "white": 17, "grey": 16, "orange": 14,
}  # fmt: skip


def gauge_of_colour(colour: str, *, catheter: bool) -> int | None:
    """Return the gauge that a hub's colour means on a needle or on a peripheral catheter.

    Readings keep the colour as stated and add no gauge: whoever matches may use what it implies.
    """
    return (CATHETER_COLOURS if catheter else NEEDLE_COLOURS).get(colour)
