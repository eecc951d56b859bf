"""The 75 provinces and prefectures of the twelve regions, by their ISO 3166-2 codes, in three languages.

Source: ISO 3166-2:MA for codes and names; decree 2-15-40 of 20 February 2015 for the region of each (ISO
still files Chtouka-Aït Baha and Nouaceur under their neighbours' region).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rakiza.engine.families import Labels
from rakiza.reference.geography import fold_place


@dataclass(frozen=True, slots=True)
class Province:
    """One province, or prefecture where it is a city's."""

    code: str
    region: str
    labels: Labels
    prefecture: bool


_PREFECTURES = frozenset(
    ["AGD", "CAS", "FES", "INE", "MAR", "MDF", "MEK", "MOH", "OUJ", "RAB", "SAL", "SKH", "TNG"]
)
# By region: code, name in French, in Arabic, and in English where it differs.
_BY_REGION: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "MA-01": (
        ("CHE", "Chefchaouen", "شفشاون"), ("FAH", "Fahs-Anjra", "الفحص-أنجرة"),
        ("HOC", "Al Hoceïma", "الحسيمة", "Al Hoceima"), ("LAR", "Larache", "العرائش"),
        ("MDF", "M'diq-Fnideq", "المضيق-الفنيدق"), ("OUZ", "Ouezzane", "وزان"),
        ("TET", "Tétouan", "تطوان", "Tetouan"), ("TNG", "Tanger-Assilah", "طنجة-أصيلة", "Tangier-Assilah"),
    ),
    "MA-02": (
        ("BER", "Berkane", "بركان"), ("DRI", "Driouch", "الدريوش"), ("FIG", "Figuig", "فجيج"),
        ("GUF", "Guercif", "جرسيف"), ("JRA", "Jerada", "جرادة"), ("NAD", "Nador", "الناظور"),
        ("OUJ", "Oujda-Angad", "وجدة-أنجاد"), ("TAI", "Taourirt", "تاوريرت"),
    ),
    "MA-03": (
        ("BOM", "Boulemane", "بولمان"), ("FES", "Fès", "فاس", "Fez"), ("HAJ", "El Hajeb", "الحاجب"),
        ("IFR", "Ifrane", "إفران"), ("MEK", "Meknès", "مكناس", "Meknes"),
        ("MOU", "Moulay Yacoub", "مولاي يعقوب"), ("SEF", "Sefrou", "صفرو"),
        ("TAO", "Taounate", "تاونات"), ("TAZ", "Taza", "تازة"),
    ),
    "MA-04": (
        ("KEN", "Kénitra", "القنيطرة", "Kenitra"), ("KHE", "Khémisset", "الخميسات", "Khemisset"),
        ("RAB", "Rabat", "الرباط"), ("SAL", "Salé", "سلا", "Sale"), ("SIK", "Sidi Kacem", "سيدي قاسم"),
        ("SIL", "Sidi Slimane", "سيدي سليمان"), ("SKH", "Skhirate-Témara", "الصخيرات-تمارة", "Skhirate-Temara"),
    ),
    "MA-05": (
        ("AZI", "Azilal", "أزيلال"), ("BEM", "Béni Mellal", "بني ملال", "Beni Mellal"),
        ("FQH", "Fquih Ben Salah", "الفقيه بن صالح"), ("KHN", "Khénifra", "خنيفرة", "Khenifra"),
        ("KHO", "Khouribga", "خريبكة"),
    ),
    "MA-06": (
        ("BES", "Benslimane", "بنسليمان"), ("BRR", "Berrechid", "برشيد"),
        ("CAS", "Casablanca", "الدار البيضاء"), ("JDI", "El Jadida", "الجديدة"),
        ("MED", "Médiouna", "مديونة", "Mediouna"), ("MOH", "Mohammédia", "المحمدية", "Mohammedia"),
        ("NOU", "Nouaceur", "النواصر"), ("SET", "Settat", "سطات"), ("SIB", "Sidi Bennour", "سيدي بنور"),
    ),
    "MA-07": (
        ("CHI", "Chichaoua", "شيشاوة"), ("ESI", "Essaouira", "الصويرة"), ("HAO", "Al Haouz", "الحوز"),
        ("KES", "El Kelâa des Sraghna", "قلعة السراغنة", "El Kelaa des Sraghna"),
        ("MAR", "Marrakech", "مراكش", "Marrakesh"), ("REH", "Rehamna", "الرحامنة"), ("SAF", "Safi", "آسفي"),
        ("YUS", "Youssoufia", "اليوسفية"),
    ),
    "MA-08": (
        ("ERR", "Errachidia", "الرشيدية"), ("MID", "Midelt", "ميدلت"), ("OUA", "Ouarzazate", "ورزازات"),
        ("TIN", "Tinghir", "تنغير"), ("ZAG", "Zagora", "زاكورة"),
    ),
    "MA-09": (
        ("AGD", "Agadir-Ida-Ou-Tanane", "أكادير-إداوتنان"),
        ("CHT", "Chtouka-Aït Baha", "اشتوكة-آيت باها", "Chtouka-Ait Baha"),
        ("INE", "Inezgane-Aït Melloul", "إنزكان-آيت ملول", "Inezgane-Ait Melloul"),
        ("TAR", "Taroudannt", "تارودانت"), ("TAT", "Tata", "طاطا"), ("TIZ", "Tiznit", "تيزنيت"),
    ),
    "MA-10": (
        ("ASZ", "Assa-Zag", "آسا-الزاك"), ("GUE", "Guelmim", "كلميم"), ("SIF", "Sidi Ifni", "سيدي إفني"),
        ("TNT", "Tan-Tan", "طانطان"),
    ),
    "MA-11": (
        ("BOD", "Boujdour", "بوجدور"), ("ESM", "Es-Semara", "السمارة"),
        ("LAA", "Laâyoune", "العيون", "Laayoune"), ("TAF", "Tarfaya", "طرفاية"),
    ),
    "MA-12": (
        ("AOU", "Aousserd", "أوسرد"), ("OUD", "Oued Ed-Dahab", "وادي الذهب"),
    ),
}  # fmt: skip

PROVINCES: tuple[Province, ...] = tuple(
    Province(f"MA-{code}", region, Labels(fr, ar, english[0] if english else fr), code in _PREFECTURES)
    for region, rows in _BY_REGION.items()
    for code, fr, ar, *english in rows
)


@lru_cache(maxsize=1)
def _by_code() -> Mapping[str, Province]:
    return {province.code: province for province in PROVINCES}


@lru_cache(maxsize=1)
def _by_writing() -> Mapping[str, Province]:
    written: dict[str, Province] = {}
    for province in PROVINCES:
        labels = province.labels
        for text in (province.code, labels.fr, labels.ar, labels.en):
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
    return tuple(one for one in PROVINCES if one.region == region)
