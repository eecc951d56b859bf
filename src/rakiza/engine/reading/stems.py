"""The key under which two written forms of a word are the same word: plural, gender, doubled letters.

Rough on purpose: it is applied to synonyms and to texts alike, so that only collisions between
different words matter, and phrases decide those.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import eq

_DOUBLED = re.compile(r"([a-z])\1")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")

# Plurals that change the word, and spellings of the same word, without the final `ه` of the key.
_ARABIC_SAME = {
    "محاقن": "محقن", "قساطر": "قسطر", "قثاطر": "قسطر", "قثطر": "قسطر", "قثطار": "قسطر",
    "قسطار": "قسطر", "انابيب": "انبوب", "اكياس": "كيس", "خيوط": "خيط", "اقنع": "قناع", "اكسيجين": "اكسجين",
    "اوكسجين": "اكسجين", "اوكسيجين": "اكسجين", "ملاقط": "ملقط", "اسر": "سرير", "كراسي": "كرسي", "اجهز": "جهاز",
    "مشارط": "مشرط", "اغطي": "غطاء", "لفايف": "لفاف", "صمامات": "صمام", "اقطاب": "قطب",
    "كواشف": "كاشف", "شرايح": "شريح", "شرايط": "شريط", "اشرط": "شريط", "مصارف": "مصرف", "جباير": "جبير",
    "اربط": "رباط", "ضمايد": "ضماد", "مسابير": "مسبار", "براغي": "برغي", "صفايح": "صفيح",
    "اسلاك": "سلك", "مرشحات": "مرشح", "فلاتر": "فلتر", "عبوات": "عبو", "قوارير": "قارور", "دعامات": "دعام",
    "موازين": "ميزان", "مضخات": "مضخ", "مقصات": "مقص", "مناظير": "منظار", "اطقم": "طقم", "مازر": "ميزر",
}  # fmt: skip

# Words that carry no meaning of their own in a designation.
_STOPWORDS = """
de d du des la le les l un une a au aux et en of the an and s ce cette type pr qui que son sa ses
من في الي علي او
"""
STOPWORDS: frozenset[str] = frozenset(_STOPWORDS.split())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the key of one folded word."""
    if not word.isascii() and _ARABIC.search(word):
        return _arabic(word)
    if len(word) <= 3:
        return word
    key = word
    if key[-3:] == "aux" and len(key) > 4 and key[-4] not in "ey":  # chirurgicaux, but not ciseaux or tuyaux
        return stem(key[:-2] + "l")
    if key[-1] in "sx" and key[-2:] != "ss":
        key = key[:-1]
    if len(key) > 4 and key[-1] == "e":
        key = key[:-1]
    return _DOUBLED.sub(r"\1", key) if any(map(eq, key, key[1:])) else key


def _arabic(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            word = word[len(article) :]
            break
    if len(word) > 4 and word.endswith("ات"):
        word = word[:-2]
    if len(word) > 3 and word.endswith("ه"):
        word = word[:-1]
    return _ARABIC_SAME.get(word, word)
