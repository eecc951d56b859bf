"""Units against pint, and the size systems against their standards."""

from __future__ import annotations

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine import units

# Symbols whose meaning pint knows under another spelling.
_PINT = {
    "mL": "milliliter", "L": "liter", "cL": "centiliter", "dL": "deciliter", "µL": "microliter", "mm": "millimeter",
    "cm": "centimeter", "dm": "decimeter", "m": "meter", "in": "inch", "um": "micrometer", "nm": "nanometer",
    "g": "gram", "mg": "milligram", "ug": "microgram", "kg": "kilogram", "m2": "meter**2", "cm2": "centimeter**2",
    "kPa": "kilopascal", "Pa": "pascal", "bar": "bar", "mbar": "millibar", "atm": "atmosphere", "mmHg": "mmHg",
    "cmH2O": "cmH2O", "W": "watt", "kW": "kilowatt", "V": "volt", "kV": "kilovolt", "A": "ampere",
    "mA": "milliampere", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "min": "minute", "h": "hour",
    "s": "second", "L/min": "liter/minute", "mL/min": "milliliter/minute", "mL/h": "milliliter/hour",
    "g/m2": "gram/meter**2", "kN": "kilonewton", "N": "newton", "J": "joule",
}  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry:
    return pint.UnitRegistry()


@pytest.mark.parametrize("symbol", sorted(_PINT))
def test_canonical_values_agree_with_pint(registry: pint.UnitRegistry, symbol: str) -> None:
    value, unit = units.canonical(7.5, symbol)
    assert unit is not None
    expected = registry.Quantity(7.5, _PINT[symbol]).to(_PINT[unit]).magnitude
    assert value == pytest.approx(expected, rel=1e-4)


def test_every_canonical_unit_is_its_own_canonical_unit() -> None:
    assert {units.canonical_unit(unit.canonical) for unit in units.UNITS.values()} == {
        unit.canonical for unit in units.UNITS.values()
    }


@given(st.sampled_from(sorted(units.UNITS)), st.floats(0.001, 1e6))
def test_converting_there_and_back_gives_the_same_value(symbol: str, value: float) -> None:
    there = units.convert(value, symbol, units.canonical_unit(symbol))
    assert there is not None
    assert units.convert(there, units.canonical_unit(symbol), symbol) == pytest.approx(value)


def test_units_of_two_dimensions_dont_convert() -> None:
    assert units.convert(1.0, "mL", "mm") is None
    assert not units.same_dimension("G", "mm")


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(units.UnknownUnitError, match="furlong"):
        units.canonical(1.0, "furlong")
    assert units.known(None)
    assert not units.known("furlong")


@pytest.mark.parametrize(
    ("gauge", "millimetres"), [(18, 1.2), (21, 0.8), (23, 0.6), (25, 0.5), (27, 0.4), (30, 0.3), (32, 0.23)]
)
def test_gauges_are_those_of_iso_9626(gauge: int, millimetres: float) -> None:
    assert units.gauge_to_mm(gauge) == millimetres
    assert units.mm_to_gauge(millimetres) == gauge


def test_sizes_outside_the_tables_are_unknown() -> None:
    assert units.gauge_to_mm(9) is None
    assert units.gauge_to_mm(21.5) is None
    assert units.mm_to_gauge(5.0) is None
    assert units.usp_to_metric("99") is None
    assert units.metric_to_usp(99.0) is None


def test_a_french_is_a_third_of_a_millimetre() -> None:
    assert units.french_to_mm(12) == 4.0
    assert units.mm_to_french(4.0) == 12.0


@pytest.mark.parametrize(
    ("usp", "metric"), [("2/0", 3.0), ("0", 3.5), ("4/0", 1.5), ("1", 4.0), ("10/0", 0.2)]
)
def test_thread_sizes_convert_both_ways(usp: str, metric: float) -> None:
    assert units.usp_to_metric(usp) == metric
    assert units.metric_to_usp(metric) == usp
    assert units.usp_to_metric("1/0") == 3.5
