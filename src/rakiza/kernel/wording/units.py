"""A base or pack unit beside its count: `1 pièce`, `12 rouleaux`, `3 boxes`."""

from __future__ import annotations

from decimal import Decimal

from rakiza.kernel.wording.language import base_language
from rakiza.kernel.wording.vocabulary import vocabulary

_SYMBOL = 2  # the longest name that is a symbol (`kg`), and takes no plural


# Arabic: the plural that follows three to ten, the singular that follows eleven to ninety-nine. Any other
# number is followed by the name itself.
_FEW_AND_MANY = {
    "ampoule": ("أمبولات", "أمبولة"),
    "bidon": ("جالونات", "جالونًا"),
    "blister": ("أغلفة فقاعية", "غلافًا فقاعيًا"),
    "boite": ("علب", "علبة"),
    "cartouche": ("خراطيش", "خرطوشة"),
    "carton": ("كراتين", "كرتونًا"),
    "coffret": ("صناديق", "صندوقًا"),
    "flacon": ("قوارير", "قارورة"),
    "fut": ("براميل", "برميلًا"),
    "kg": ("كيلوغرامات", "كيلوغرامًا"),
    "kit": ("أطقم", "طقمًا"),
    "litre": ("لترات", "لترًا"),
    "metre": ("أمتار", "مترًا"),
    "paire": ("أزواج", "زوجًا"),
    "palette": ("منصات", "منصة"),
    "paquet": ("رزم", "رزمة"),
    "piece": ("قطع", "قطعة"),
    "pochette": ("أكياس صغيرة", "كيسًا صغيرًا"),
    "ramette": ("رزم ورق", "رزمة ورق"),
    "rouleau": ("لفات", "لفة"),
    "sachet": ("أكياس", "كيسًا"),
    "seau": ("دلاء", "دلوًا"),
    "set": ("مجموعات", "مجموعة"),
    "test": ("اختبارات", "اختبارًا"),
    "tube": ("أنابيب", "أنبوبًا"),
    "unite": ("وحدات", "وحدة"),
}


def counted_unit(token: str, quantity: Decimal | float | None, language: str | None = None) -> str:
    """Name a unit as its count wants it."""
    base = base_language(language)
    if base == "ar" and token in _FEW_AND_MANY:
        return _counted_in_arabic(token, quantity)
    head, *tail = vocabulary().pack_unit(token, base).split(" ")
    own = token not in vocabulary().pack_units  # somebody's own word stays as they wrote it
    if own or base == "ar" or _is_single(quantity, base) or len(head) <= _SYMBOL:
        return " ".join((head, *tail))
    return " ".join((_plural_in_french(head) if base == "fr" else _plural_in_english(head), *tail))


def _counted_in_arabic(token: str, quantity: Decimal | float | None) -> str:
    few, many = _FEW_AND_MANY[token]
    rest = 0 if quantity is None or Decimal(quantity) % 1 else abs(int(quantity)) % 100
    if 3 <= rest <= 10:
        return few
    return many if rest > 10 else vocabulary().pack_unit(token, "ar")


def _is_single(quantity: Decimal | float | None, language: str) -> bool:
    if quantity is None:
        return False
    return abs(Decimal(quantity)) < 2 if language == "fr" else quantity == 1


def _plural_in_french(noun: str) -> str:
    if noun.endswith(("s", "x", "z")):
        return noun
    return f"{noun}x" if noun.endswith(("au", "eu")) else f"{noun}s"


def _plural_in_english(noun: str) -> str:
    return f"{noun}es" if noun.endswith(("s", "x", "z", "ch", "sh")) else f"{noun}s"
