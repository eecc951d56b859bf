"""What a number without a unit counts: the noun after it, singular and plural, in French and English.

Arabic has no entry, save where the noun doesn't bend with the number: there the attribute's name
("عدد الطبقات: 3") says it. Attributes that aren't listed are said with their name in every language.
"""

from __future__ import annotations

from collections.abc import Mapping

Nouns = Mapping[str, tuple[str, str]]


def _nouns(fr: tuple[str, str], en: tuple[str, str]) -> Nouns:
    return {"fr": fr, "en": en}


COUNTED: Mapping[str, Nouns] = {
    "bags": _nouns(("poche", "poches"), ("bag", "bags")),
    "bands": _nouns(("ligature", "ligatures"), ("band", "bands")),
    "chambers": _nouns(("chambre", "chambres"), ("chamber", "chambers")),
    "channels": _nouns(("piste", "pistes"), ("channel", "channels")),
    "domes": _nouns(("coupole", "coupoles"), ("light head", "light heads")),
    "drawers": _nouns(("tiroir", "tiroirs"), ("drawer", "drawers")),
    "drops_per_ml": {
        "fr": ("goutte/mL", "gouttes/mL"),
        "en": ("drop/mL", "drops/mL"),
        "ar": ("قطرة/مل", "قطرة/مل"),
    },
    "elements": _nouns(("élément", "éléments"), ("element", "elements")),
    "hooks": _nouns(("crochet", "crochets"), ("hook", "hooks")),
    "lumens": _nouns(("voie", "voies"), ("lumen", "lumens")),
    "magnifications": _nouns(("grossissement", "grossissements"), ("magnification", "magnifications")),
    "motors": _nouns(("moteur", "moteurs"), ("motor", "motors")),
    "needle_count": _nouns(("aiguille", "aiguilles"), ("needle", "needles")),
    "pages": _nouns(("page", "pages"), ("page", "pages")),
    "panels": _nouns(("plage", "plages"), ("panel", "panels")),
    "parameters": _nouns(("paramètre", "paramètres"), ("parameter", "parameters")),
    "pieces": _nouns(("pièce", "pièces"), ("piece", "pieces")),
    "plies": _nouns(("pli", "plis"), ("ply", "plies")),
    "power_dioptre": _nouns(("dioptrie", "dioptries"), ("dioptre", "dioptres")),
    "probes": _nouns(("sonde", "sondes"), ("probe", "probes")),
    "sections": _nouns(("section", "sections"), ("section", "sections")),
    "shelves": _nouns(("étage", "étages"), ("shelf", "shelves")),
    "slices": _nouns(("barrette", "barrettes"), ("slice", "slices")),
    "tests": _nouns(("test", "tests"), ("test", "tests")),
    "threads": _nouns(("fil", "fils"), ("thread", "threads")),
    "tubes": _nouns(("tube", "tubes"), ("tube", "tubes")),
    "vaporisers": _nouns(("évaporateur", "évaporateurs"), ("vaporiser", "vaporisers")),
    "viscosity_cst": _nouns(("cSt", "cSt"), ("cSt", "cSt")),
    "wires": _nouns(("brin", "brins"), ("wire", "wires")),
}
