"""Units beside their count, in each language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rakiza.kernel.wording.units import counted_unit


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
        ("bac gris", 3, "fr", "bac gris"),
        ("piece", None, "fr", "pièces"),
    ],
)
def test_a_unit_follows_its_count(
    token: str, quantity: Decimal | int | None, language: str, said: str
) -> None:
    assert counted_unit(token, quantity, language) == said
