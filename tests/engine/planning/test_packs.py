"""Base units, and exact shares."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.families import Criticality, Family, Kind, Labels, NumberHabits, Packaging
from rakiza.engine.planning.packs import canonical_pack_unit, pack_of
from rakiza.engine.planning.plan import Contribution
from rakiza.engine.planning.split import apportion, by_member, needed_by_member, whole_quarters
from rakiza.engine.planning.values import Need, SourceRef
from rakiza.engine.reading.values import PackReading

D = Decimal
WRITTEN = {"bte": "boite", "boite": "boite", "u": "unite", "pce": "piece", "paire": "paire", "ct": "carton"}
FAMILY = Family(
    id="glove",
    group="gloves",
    kind=Kind.DEVICE,
    labels=Labels("Gant", "قفاز", "Glove"),
    synonyms=(),
    excludes=(),
    emdn="T01",
    refinements=(),
    hs=(),
    risk_class="I",
    attributes=(),
    habits=NumberHabits(),
    packaging=Packaging("piece", ("boite",), (50, 100, 200)),
    standards=(),
    tests=(),
    processes=(),
    materials=(),
    criticality=Criticality.VITAL,
)
NEED = Need("n", "a", "gant", D(1), None, (D(1), D(0), D(0), D(0)), SourceRef("f", "s", 1))
BOX = PackReading(100, "boite")


@pytest.mark.parametrize(
    ("unit", "stated", "packaging", "size", "codes", "confirm"),
    [
        ("boite", 25, BOX, 25, [], False),
        ("Boîtes", None, BOX, 100, [], False),
        ("BTE", None, PackReading(), 100, ["need.typical_pack"], True),
        ("u", None, PackReading(), 1, [], False),
        ("pce.", None, BOX, 1, ["need.unit_over_pack"], True),
        (None, None, BOX, 100, ["need.pack_from_text"], False),
        (None, None, PackReading(), 1, [], False),
        ("  ", None, PackReading(), 1, [], False),
        ("paires", None, PackReading(), 2, [], False),
        ("carton", None, PackReading(100, "boite", ((20, "carton"),)), 2000, [], False),
        ("boite", None, PackReading(1, "boite"), 1, [], False),
        ("boite", None, PackReading(1, "unite"), 100, ["need.typical_pack"], True),
    ],
)
def test_base_units_of_one_ordered_unit(unit, stated, packaging, size, codes, confirm) -> None:
    pack = pack_of(replace(NEED, unit=unit, pack_size=stated), packaging, FAMILY, WRITTEN)
    assert (pack.size, [r.code for r in pack.assumptions], pack.to_confirm) == (size, codes, confirm)


def test_without_a_typical_pack_one_is_counted_and_flagged() -> None:
    bare = replace(FAMILY, packaging=Packaging())
    pack = pack_of(replace(NEED, unit="boite"), PackReading(), bare, WRITTEN)
    assert (pack.size, pack.assumptions[0].code, pack.to_confirm) == (1, "need.unknown_pack", True)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("Boîtes", "boite"), ("BTE.", "boite"), ("", None), (None, None), ("fûts", "fut"), ("u", "unite")],
)
def test_pack_units_are_folded(written: str | None, canonical: str | None) -> None:
    assert canonical_pack_unit(written, WRITTEN) == canonical


@given(st.integers(0, 500), st.lists(st.integers(0, 200), min_size=1, max_size=6))
def test_shares_sum_to_the_total_and_stay_under_their_weight(total: int, weights: list[int]) -> None:
    total = min(total, sum(weights))
    shares = apportion(D(total), [D(w) for w in weights], D(1))
    assert sum(shares, D(0)) == (total if sum(weights) else 0)
    assert all(share == int(share) and 0 <= share <= w for share, w in zip(shares, weights, strict=True))


@pytest.mark.parametrize(
    ("quarters", "whole"),
    [
        (("2.5", "2.5", "2.5", "2.5"), (3, 3, 2, 2)),
        (("1", "2", "3", "4"), (1, 2, 3, 4)),
        (("0.3333", "0.3333", "0.3334", "0"), ("1", "0", "0", "0")),
        (("0.5", "0", "0", "0"), ("0.5", "0", "0", "0")),
    ],
)
def test_quarters_are_made_whole_and_keep_their_sum(quarters, whole) -> None:
    first, second, third, fourth = (D(q) for q in quarters)
    found = whole_quarters((first, second, third, fourth))
    assert sum(found) == sum((first, second, third, fourth))
    assert sorted(found) == sorted(D(w) for w in whole)


def test_awards_are_split_by_what_each_member_still_needs() -> None:
    parts = tuple(
        Contribution(f"n{i}", member, (D(quantity), D(0), D(0), D(0)))
        for i, (member, quantity) in enumerate([("a", 3), ("b", 3), ("c", 1), ("a", 3)])
    )
    left = needed_by_member(parts)
    first = by_member((D(5), D(0), D(0), D(0)), parts, left)
    second = by_member((D(5), D(0), D(0), D(0)), parts, left)
    assert first == (("a", (D(3), 0, 0, 0)), ("b", (D(2), 0, 0, 0)))
    assert second == (("a", (D(3), 0, 0, 0)), ("b", (D(1), 0, 0, 0)), ("c", (D(1), 0, 0, 0)))
    assert all(not any(quarters) for quarters in left.values())
