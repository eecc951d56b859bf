"""The provinces: as many as there are, each in one region, found by code and by name in three languages."""

from __future__ import annotations

from collections import Counter

import pytest

from rakiza.reference.geography import REGIONS
from rakiza.reference.geography.provinces import PROVINCES, find_province, province, provinces_of


def test_there_are_75_of_which_13_prefectures() -> None:
    assert len({one.code for one in PROVINCES}) == len(PROVINCES) == 75
    assert sum(one.prefecture for one in PROVINCES) == 13
    assert {one.region for one in PROVINCES} == {region.code for region in REGIONS}
    assert Counter(one.region for one in PROVINCES)["MA-03"] == 9


@pytest.mark.parametrize("name", ["fr", "ar", "en"])
def test_no_two_bear_the_same_name_and_each_is_found_by_it(name: str) -> None:
    names = [one.labels.in_language(name) for one in PROVINCES]

    assert len(set(names)) == 75
    assert [find_province(text) for text in names] == list(PROVINCES)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Province de Settat", "MA-SET"),
        ("PREFECTURE DE MOHAMMEDIA", "MA-MOH"),
        ("préfecture d'Oujda-Angad", "MA-OUJ"),
        ("إقليم الحوز", "MA-HAO"),
        ("عمالة سلا", "MA-SAL"),
        ("ma-tng", "MA-TNG"),
    ],
)
def test_it_is_found_as_people_write_it(text: str, code: str) -> None:
    found = find_province(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "Paris", "Province", "Casa-Settat", "  "])
def test_what_names_none_finds_none(text: str) -> None:
    assert find_province(text) is None


def test_the_provinces_of_a_region() -> None:
    assert [one.code for one in provinces_of("MA-12")] == ["MA-AOU", "MA-OUD"]
    assert provinces_of("MA-99") == ()
    assert province("MA-06") is None
