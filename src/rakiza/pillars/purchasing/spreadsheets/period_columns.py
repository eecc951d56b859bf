"""The columns of a year's parts in a needs sheet: quarters and months, as three languages write them."""

from __future__ import annotations

from rakiza.engine.families import Labels
from rakiza.kernel.imports.columns import ColumnSpec, Value

_MONTHS = (
    ("janvier", "يناير", "January", ("janv", "jan")),
    ("février", "فبراير", "February", ("fév", "févr", "feb")),
    ("mars", "مارس", "March", ("mar",)),
    ("avril", "أبريل", "April", ("avr", "apr", "ابريل")),
    ("mai", "ماي", "May", ("مايو",)),
    ("juin", "يونيو", "June", ("jun",)),
    ("juillet", "يوليوز", "July", ("juil", "jul", "يوليو")),
    ("août", "غشت", "August", ("aug", "أغسطس")),
    ("septembre", "شتنبر", "September", ("sept", "sep", "سبتمبر")),
    ("octobre", "أكتوبر", "October", ("oct",)),
    ("novembre", "نونبر", "November", ("nov", "نوفمبر")),
    ("décembre", "دجنبر", "December", ("déc", "dec", "ديسمبر")),
)
_ORDINALS = ("premier", "deuxième", "troisième", "quatrième")
_ORDINALS_AR = ("الأول", "الثاني", "الثالث", "الرابع")


def quarter_column(number: int) -> ColumnSpec:
    """Return the column of the quantity of a quarter, 1 to 4; the template shows it."""
    arabic = _ORDINALS_AR[number - 1]
    names = (
        f"T{number}", f"Q{number}", f"trimestre {number}", f"trim {number}", f"{number}e trimestre",
        f"{number}ème trimestre", f"{number}er trimestre", f"{number}eme trim", f"{_ORDINALS[number - 1]} trimestre",
        f"quarter {number}", f"الربع {arabic}", f"الفصل {arabic}",
    )  # fmt: skip
    return ColumnSpec(
        key=f"q{number}",
        labels=Labels(f"Quantité T{number}", f"كمية الفصل {arabic}", f"Quantity Q{number}"),
        synonyms=(*names, *(f"quantité {name}" for name in names), *(f"qté {name}" for name in names)),
        value=Value.NUMBER,
        width=14,
        note=Labels(
            "Facultatif : la part de la quantité de l'année voulue ce trimestre.",
            "اختياري: حصة هذا الفصل من كمية السنة.",
            "Optional: the share of the year's quantity wanted in this quarter.",
        ),
    )


def month_column(number: int) -> ColumnSpec:
    """Return the column of the quantity of a month, 1 to 12; read where a list has it."""
    fr, ar, en, short = _MONTHS[number - 1]
    names = (fr, ar, en, *short, f"mois {number}", f"M{number}", f"month {number}", f"الشهر {number}")
    return ColumnSpec(
        key=f"m{number}",
        labels=Labels(f"Quantité {fr}", f"كمية {ar}", f"Quantity {en}"),
        synonyms=(*names, *(f"quantité {name}" for name in names), *(f"qté {name}" for name in names)),
        value=Value.NUMBER,
        in_template=False,
    )
