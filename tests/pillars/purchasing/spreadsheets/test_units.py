"""Pack units and packagings as hospitals write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.pillars.purchasing.spreadsheets.units import (
    Pack,
    find_unit,
    parse_pack,
    unit_names,
    unit_proposals,
)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("boîte", "boite"),
        ("Boîtes", "boite"),
        ("BOITE(S)", "boite"),
        ("Bte", "boite"),
        ("U", "unite"),
        ("pcs", "piece"),
        ("rouleaux", "rouleau"),
        ("boxes", "boite"),
        ("علبة", "boite"),
        ("paires", "paire"),
        ("Blisters", "blister"),
        ("POCHETTES", "pochette"),
        ("coffret", "coffret"),
        ("ramettes", "ramette"),
        ("seaux", "seau"),
        ("touque", "fut"),
        ("Jerrican", "bidon"),
        ("bucket", "seau"),
        ("برميل", "fut"),
        ("bidule", None),
        ("", None),
    ],
)
def test_units(text: str, unit: str | None) -> None:
    assert find_unit(text) == unit


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_name_of_a_template_is_understood(language: str) -> None:
    assert all(find_unit(name) is not None for name in unit_names(language))


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        ("boîte de 100", Pack("boite", 100)),
        ("B/100", Pack("boite", 100)),
        ("Bte 50", Pack("boite", 50)),
        ("boite de 100 pièces", Pack("boite", 100)),
        ("100 pièces / boîte", Pack("boite", 100)),
        ("100", Pack(None, 100)),
        ("1 000", Pack(None, 1000)),
        ("unitaire", Pack(None, 1)),
        ("1 boîte", Pack("boite", None)),
        ("boîte", Pack("boite", None)),
        ("pièce", Pack("piece", None)),
        ("carton de 20 boîtes de 50", Pack("carton", 1000)),
        ("20 x 50", Pack(None, 1000)),
        ("flacon de 500 mL", Pack("flacon", None, measure=True)),
        ("علبة من 100", Pack("boite", 100)),
        ("box of 100", Pack("boite", 100)),
        ("boîte de 12 bandes", Pack("boite", 12)),
        ("12 bandes", None),
        ("100 boîtes", None),
        ("boîte de 0", None),
        ("selon marché", None),
        ("", None),
    ],
)
def test_packagings(text: str, pack: Pack | None) -> None:
    assert parse_pack(text) == pack


def test_proposals_for_an_unknown_unit() -> None:
    assert unit_proposals("boitte")[0] == "boîte"
    assert len(unit_proposals("zzz")) == 3


@given(st.text(max_size=30))
def test_any_text_gives_a_pack_or_nothing(text: str) -> None:
    pack = parse_pack(text)
    assert pack is None or pack.size is None or pack.size > 0
