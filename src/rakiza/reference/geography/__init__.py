"""The country's regions (ISO 3166-2), their names in three languages, population of the 2024 census.

Source: ISO 3166-2:MA; RGPH 2024, Haut-Commissariat au Plan.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rakiza.engine.families import Labels


@dataclass(frozen=True, slots=True)
class Region:
    """One region; `cities` are its main towns, by which people often write it."""

    code: str
    labels: Labels
    population: int
    cities: tuple[str, ...]


REGIONS: tuple[Region, ...] = (
    Region("MA-01", Labels("Tanger-Tétouan-Al Hoceïma", "طنجة-تطوان-الحسيمة", "Tanger-Tetouan-Al Hoceima"), 4_030_222,
           ("Tanger", "Tétouan", "Al Hoceïma", "Larache", "Chefchaouen", "طنجة", "تطوان", "الحسيمة")),
    Region("MA-02", Labels("Oriental", "الشرق", "Oriental"), 2_294_665,
           ("L'Oriental", "Oujda", "Nador", "Berkane", "Taourirt", "الجهة الشرقية", "وجدة", "الناظور")),
    Region("MA-03", Labels("Fès-Meknès", "فاس-مكناس", "Fez-Meknes"), 4_467_911,
           ("Fès", "Fez", "Meknès", "Taza", "Ifrane", "Sefrou", "فاس", "مكناس")),
    Region("MA-04", Labels("Rabat-Salé-Kénitra", "الرباط-سلا-القنيطرة", "Rabat-Sale-Kenitra"), 5_132_639,
           ("Rabat", "Salé", "Kénitra", "Témara", "Skhirate", "الرباط", "سلا", "القنيطرة")),
    Region("MA-05", Labels("Béni Mellal-Khénifra", "بني ملال-خنيفرة", "Beni Mellal-Khenifra"), 2_525_801,
           ("Béni Mellal", "Khénifra", "Khouribga", "Azilal", "بني ملال", "خنيفرة", "خريبكة")),
    Region("MA-06", Labels("Casablanca-Settat", "الدار البيضاء-سطات", "Casablanca-Settat"), 7_688_967,
           ("Casablanca", "Casa", "Settat", "Mohammédia", "El Jadida", "Grand Casablanca", "الدار البيضاء", "سطات")),
    Region("MA-07", Labels("Marrakech-Safi", "مراكش-آسفي", "Marrakesh-Safi"), 4_892_393,
           ("Marrakech", "Marrakesh", "Safi", "Essaouira", "مراكش", "آسفي", "الصويرة")),
    Region("MA-08", Labels("Drâa-Tafilalet", "درعة-تافيلالت", "Draa-Tafilalet"), 1_655_623,
           ("Errachidia", "Ouarzazate", "Zagora", "Midelt", "الرشيدية", "ورزازات")),
    Region("MA-09", Labels("Souss-Massa", "سوس-ماسة", "Souss-Massa"), 3_020_431,
           ("Agadir", "Taroudant", "Tiznit", "Inezgane", "أكادير", "تارودانت")),
    Region("MA-10", Labels("Guelmim-Oued Noun", "كلميم-واد نون", "Guelmim-Oued Noun"), 448_685,
           ("Guelmim", "Tan-Tan", "Sidi Ifni", "كلميم")),
    Region("MA-11", Labels("Laâyoune-Sakia El Hamra", "العيون-الساقية الحمراء", "Laayoune-Sakia El Hamra"), 451_028,
           ("Laâyoune", "Boujdour", "Es-Semara", "العيون")),
    Region("MA-12", Labels("Dakhla-Oued Ed-Dahab", "الداخلة-وادي الذهب", "Dakhla-Oued Ed-Dahab"), 219_965,
           ("Dakhla", "الداخلة")),
)  # fmt: skip


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
    return written


def region(code: str) -> Region:
    """Return the region of an ISO code (`MA-06`); KeyError where there is none."""
    for candidate in REGIONS:
        if candidate.code == code:
            return candidate
    raise KeyError(code)


def find_region(text: str) -> Region | None:
    """Return the region that a text names, by code, name in any language, or main town."""
    folded = re.sub(r"^(region|jihat|جهه)( de| du| d)?( l)? ", "", fold_place(text))
    return _by_writing().get(folded)


def region_names(language: str) -> tuple[str, ...]:
    """Return the names of the regions in a language, in the order of their codes."""
    return tuple(candidate.labels.in_language(language) for candidate in REGIONS)
