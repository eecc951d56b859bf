"""Section titles between the rows of a list of needs (`PANSEMENTS`, `Bloc opératoire :`).

A title carries a designation and nothing that counts: no quantity, unit, pack or price. So does an
article whose quantity was forgotten: a row is a title only where something else says so as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rakiza.engine.reading.values import Reading
from rakiza.kernel.imports.rows import RawRow, cell_text
from rakiza.kernel.imports.text import fold

Read = Callable[[str], Reading]
AMOUNTS = ("quantity", *(f"q{n}" for n in range(1, 5)), *(f"m{n}" for n in range(1, 13)))
_SAYS_AN_ARTICLE = frozenset(
    {*AMOUNTS, "unit", "pack", "price", "price_ttc", "price_ht", "vat", "code", "specification", "note"}
)
_MOST_WORDS, _LONGEST = 6, 60
_LEAST_STEM = 3
_FILLERS = frozenset(
    {"de", "des", "du", "d", "la", "le", "les", "l", "et", "en", "pour", "a", "au", "aux", "and", "of", "و"}
)
# What a section is a class of; an article is never called only that.
_CLASSES = frozenset(
    {
        "accessoires", "appareillage", "articles", "categorie", "chapitre", "consommables", "dispositifs", "equipements",
        "famille", "fournitures", "instrumentation", "materiel", "materiels", "medicaments", "produits", "reactifs",
        "rubrique", "section", "solutes", "consumables", "devices", "equipment", "medicines", "supplies", "ادوات",
        "ادويه", "اجهزه", "كواشف", "لوازم", "مستلزمات", "مستهلكات", "مواد",
    }
)  # fmt: skip
# Services and specialties that lists are divided by.
_DIVISIONS = frozenset(
    {
        "anesthesie", "bloc", "cardiologie", "chirurgie", "desinfection", "dialyse", "divers", "endoscopie",
        "gynecologie", "hemodialyse", "hygiene", "imagerie", "laboratoire", "maternite", "medical", "medicale",
        "medicaux", "neurochirurgie", "operatoire", "ophtalmologie", "orthopedie", "pediatrie", "pharmacie",
        "radiologie", "reanimation", "soins", "sterilisation", "traumatologie", "unique", "urgence", "urgences",
        "urologie", "usage", "theatre", "operating", "surgery", "جراحه", "طبيه", "مختبر", "تخدير", "انعاش", "اشعه",
    }
)  # fmt: skip


def section_titles(rows: Sequence[RawRow], read: Read | None = None) -> tuple[RawRow, ...]:
    """Return the rows that only head the rows under them, in order.

    `read` tells articles from other words; without it fewer rows are taken for titles.
    """
    shouted = _mostly_upper(rows)
    found: list[RawRow] = []
    under: RawRow | None = None
    heads = False
    for row in reversed(rows):
        if _counts(row):
            under, heads = row, True
        elif heads and under is not None and _is_title(row, under, read, shouted=shouted):
            found.append(row)
        else:
            heads = False
    return tuple(reversed(found))


def _text(row: RawRow) -> str:
    return cell_text(row.cells.get("designation"))


def _filled(row: RawRow, keys: frozenset[str] | tuple[str, ...]) -> bool:
    return any(row.cells.get(key) not in (None, "") for key in keys)


def _counts(row: RawRow) -> bool:
    return bool(_text(row)) and _filled(row, AMOUNTS)


def _mostly_upper(rows: Sequence[RawRow]) -> bool:
    """Tell whether the list's lines are written in capitals, which then set no title apart."""
    texts = [_text(row) for row in rows if _counts(row)]
    return 2 * sum(text.isupper() for text in texts) >= len(texts)


def _is_title(row: RawRow, under: RawRow, read: Read | None, *, shouted: bool) -> bool:
    text = _text(row)
    words = _words(text)
    if not words or len(words) > _MOST_WORDS or len(text) > _LONGEST or re.search(r"\d", text):
        return False
    if _filled(row, _SAYS_AN_ARTICLE):
        return False
    if text.rstrip().endswith(":") or words[0] in _CLASSES or set(words) <= _CLASSES | _DIVISIONS:
        return True
    if _repeated(words, _words(_text(under))):
        return True
    apart = (text.isupper() and not shouted) or all(word.endswith(("s", "x", "ات")) for word in words)
    return apart and read is not None and _names_nothing(read(text))


def _names_nothing(reading: Reading) -> bool:
    return reading.family is None and reading.confidence == 0


def _words(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", fold(text))
    return [word.removeprefix("ال") for word in words if word not in _FILLERS]


def _repeated(words: Sequence[str], under: Sequence[str]) -> bool:
    """Tell whether the line below says every word of the title again, and more (`FILS` over `FIL SOIE`)."""
    return len(under) > len(words) and all(any(_same(word, other) for other in under) for word in words)


def _same(word: str, other: str) -> bool:
    stem = word.rstrip("sx").removesuffix("ات")
    return len(stem) >= _LEAST_STEM and other.startswith(stem)
