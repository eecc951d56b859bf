"""Units beside their count, in each language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rakiza.kernel.wording.units import counted_unit
from rakiza.kernel.wording.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("token", "quantity", "language", "said"),
    [
        ("piece", 1, "fr", "pièce"),
        ("piece", Decimal("1.5"), "fr", "pièce"),
        ("piece", 2, "fr", "pièces"),
        ("rouleau", 12, "fr", "rouleaux"),
        ("seau", 2, "fr", "seaux"),
        ("kg", 2, "fr", "kilogrammes"),
        ("piece", 1, "en", "piece"),
        ("piece", Decimal("1.5"), "en", "pieces"),
        ("boite", 3, "en", "boxes"),
        ("pochette", 3, "en", "pouches"),
        ("boite", 0, "fr", "boîte"),
        ("boite", 0, "en", "boxes"),
        ("boite", 12, "ar", "علبة"),
        ("piece", 1, "ar", "قطعة"),
        ("piece", 2, "ar", "قطعة"),
        ("piece", 3, "ar", "قطع"),
        ("piece", Decimal(10), "ar", "قطع"),
        ("piece", 106, "ar", "قطع"),
        ("sachet", 11, "ar", "كيسًا"),
        ("sachet", 250, "ar", "كيسًا"),
        ("sachet", 200, "ar", "كيس"),
        ("sachet", 1101, "ar", "كيس"),
        ("litre", Decimal("3.5"), "ar", "لتر"),
        ("litre", None, "ar", "لتر"),
        ("bac gris", 3, "ar", "bac gris"),
        ("bac gris", 3, "fr", "bac gris"),
        ("piece", None, "fr", "pièces"),
    ],
)
def test_a_unit_follows_its_count(
    token: str, quantity: Decimal | int | None, language: str, said: str
) -> None:
    assert counted_unit(token, quantity, language) == said


def test_every_unit_has_its_arabic_numbers() -> None:
    units = vocabulary().pack_units
    bare = [one for one in units if counted_unit(one, 3, "ar") == vocabulary().pack_unit(one, "ar")]
    assert bare == []
