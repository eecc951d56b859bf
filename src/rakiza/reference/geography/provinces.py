"""The 75 provinces and prefectures of the twelve regions, by their ISO 3166-2 codes, in three languages.

Source of names in French and Arabic, of regions and figures: the census of 2024 (`census`); of codes: ISO
3166-2:MA. ISO still files Chtouka-Aït Baha and Nouaceur under their neighbours' region; the census, as decree
2-15-40 of 20 February 2015, does not. What is stored is the ISO code, which other systems know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rakiza.engine.families import Labels
from rakiza.reference.geography import fold_place
from rakiza.reference.geography.census import province_rows


@dataclass(frozen=True, slots=True)
class Province:
    """One province, or prefecture where it is a city's; `census` is its code there, `population` that of 2024."""

    code: str
    region: str
    labels: Labels
    prefecture: bool
    census: str
    population: int


# The code of ISO 3166-2 of each unit of the census.
_ISO: Mapping[str, str] = {
    "01.051": "HOC", "01.151": "CHE", "01.227": "FAH", "01.331": "LAR", "01.405": "OUZ", "01.511": "TNG",
    "01.571": "TET", "01.573": "MDF",
    "02.113": "BER", "02.167": "DRI", "02.251": "FIG", "02.265": "GUF", "02.275": "JRA", "02.381": "NAD",
    "02.411": "OUJ", "02.533": "TAI",
    "03.061": "MEK", "03.131": "BOM", "03.171": "HAJ", "03.231": "FES", "03.271": "IFR", "03.451": "SEF",
    "03.531": "TAO", "03.561": "TAZ", "03.591": "MOU",
    "04.281": "KEN", "04.291": "KHE", "04.421": "RAB", "04.441": "SAL", "04.481": "SIK", "04.491": "SIL",
    "04.501": "SKH",
    "05.081": "AZI", "05.091": "BEM", "05.255": "FQH", "05.301": "KHN", "05.311": "KHO",
    "06.111": "BES", "06.117": "BRR", "06.141": "CAS", "06.181": "JDI", "06.355": "MED", "06.371": "MOH",
    "06.385": "NOU", "06.461": "SET", "06.467": "SIB",
    "07.041": "HAO", "07.161": "CHI", "07.191": "KES", "07.211": "ESI", "07.351": "MAR", "07.427": "REH",
    "07.431": "SAF", "07.585": "YUS",
    "08.201": "ERR", "08.363": "MID", "08.401": "OUA", "08.577": "TIN", "08.587": "ZAG",
    "09.001": "AGD", "09.163": "CHT", "09.273": "INE", "09.541": "TAR", "09.551": "TAT", "09.581": "TIZ",
    "10.071": "ASZ", "10.261": "GUE", "10.473": "SIF", "10.521": "TNT",
    "11.121": "BOD", "11.221": "ESM", "11.321": "LAA", "11.537": "TAF",
    "12.066": "AOU", "12.391": "OUD",
}  # fmt: skip
# Names in English where they differ from the French.
_ENGLISH: Mapping[str, str] = {
    "TNG": "Tangier-Assilah", "TET": "Tetouan", "MEK": "Meknes", "FES": "Fez", "KEN": "Kenitra",
    "KHE": "Khemisset", "SAL": "Sale", "SKH": "Skhirate-Temara", "BEM": "Beni Mellal", "KHN": "Khenifra",
    "MED": "Mediouna", "MOH": "Mohammedia", "KES": "El Kelaa des Sraghna", "MAR": "Marrakesh",
    "CHT": "Chtouka-Ait Baha", "INE": "Inezgane-Ait Melloul", "LAA": "Laayoune",
}  # fmt: skip
# Other writings of the census's names that people, and ISO, use.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "HOC": ("Al Hoceïma",), "NAD": ("الناظور",), "MOH": ("Mohammédia",), "KES": ("El Kelâa des Sraghna",),
    "AGD": ("أكادير-إداوتنان",),
}  # fmt: skip

PROVINCES: tuple[Province, ...] = tuple(
    Province(
        f"MA-{_ISO[row.code]}",
        f"MA-{row.region}",
        Labels(row.name_fr, row.name_ar, _ENGLISH.get(_ISO[row.code], row.name_fr)),
        row.prefecture,
        row.code,
        row.population,
    )
    for row in province_rows()
)


@lru_cache(maxsize=1)
def _by_code() -> Mapping[str, Province]:
    return {province.code: province for province in PROVINCES}


@lru_cache(maxsize=1)
def _by_writing() -> Mapping[str, Province]:
    written: dict[str, Province] = {}
    for province in PROVINCES:
        labels = province.labels
        for text in (province.code, labels.fr, labels.ar, labels.en, *_ALSO.get(province.code[3:], ())):
            written[fold_place(text)] = province
    return written


def province(code: str) -> Province | None:
    """Return the province of a code (`MA-CAS`); None where there is none."""
    return _by_code().get(code)


def find_province(text: str) -> Province | None:
    """Return the province that a text names, by code or name in any language; None where it isn't sure."""
    folded = fold_place(text)
    for prefix in ("province", "prefecture", "اقليم", "عماله"):
        folded = folded.removeprefix(prefix).strip()
    for article in ("de ", "d ", "du "):
        bare = folded.removeprefix(article)
        if bare in _by_writing():
            return _by_writing()[bare]
    return _by_writing().get(folded)


def provinces_of(region: str) -> tuple[Province, ...]:
    """Return the provinces of a region, by their names in French."""
    found = (one for one in PROVINCES if one.region == region)
    return tuple(sorted(found, key=lambda one: fold_place(one.labels.fr)))
