"""The colour of a hub means another gauge on a needle than on a catheter; readings keep it as stated."""

from __future__ import annotations

import pytest
from tests.factories.reader import shared_reader

from rakiza.engine import units

READER = shared_reader()


@pytest.mark.parametrize(
    ("colour", "needle", "catheter"),
    [
        ("green", 21, 18),
        ("blue", 23, 22),
        ("pink", 18, 20),
        ("yellow", 20, 24),
        ("orange", 25, 14),
        ("red", None, None),
    ],
)
def test_colours_mean_gauges(colour: str, needle: int | None, catheter: int | None) -> None:
    assert units.gauge_of_colour(colour, catheter=False) == needle
    assert units.gauge_of_colour(colour, catheter=True) == catheter


def test_a_colour_is_read_as_a_colour() -> None:
    assert READER.read("INTRANULE VERT").stated() == {"color": "green"}
