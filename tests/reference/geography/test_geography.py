"""Regions: by code, by name in any language, by main town."""

import pytest

from rakiza.reference.geography import REGIONS, find_region, region, region_names


def test_the_census_adds_up() -> None:
    assert sum(candidate.population for candidate in REGIONS) == 36_828_330


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MA-06", "MA-06"),
        ("6", "MA-06"),
        ("casablanca settat", "MA-06"),
        ("Région de Casablanca-Settat", "MA-06"),
        ("CASA", "MA-06"),
        ("الرباط-سلا-القنيطرة", "MA-04"),
        ("جهة الدار البيضاء-سطات", "MA-06"),
        ("l'Oriental", "MA-02"),
        ("Région de l'Oriental", "MA-02"),
        ("Atlantide", None),
        ("", None),
    ],
)
def test_writings(text: str, code: str | None) -> None:
    found = find_region(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_name_finds_its_region(language: str) -> None:
    for name, expected in zip(region_names(language), REGIONS, strict=True):
        assert find_region(name) is expected


def test_by_code() -> None:
    assert region("MA-12").labels.fr == "Dakhla-Oued Ed-Dahab"
    with pytest.raises(KeyError):
        region("MA-13")
