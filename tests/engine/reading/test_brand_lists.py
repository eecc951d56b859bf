"""Lists that name brands and how many packs they ask for: food of diets, stomas, vials of doses, 10 boxes of 50."""

from __future__ import annotations

import pytest

from rakiza.engine.families import Kind
from rakiza.engine.reading import PackReading, Reader, Reading
from rakiza.reference.families import load


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


def _said(reading: Reading) -> set[tuple[str, str, object, str | None]]:
    return {(each.name, each.op.value, each.value, each.unit) for each in reading.attributes}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Clinutren dessert praline 125 g", Kind.OTHER),
        ("FORTIMEL EXTRA ABRICOT", Kind.OTHER),
        ("Eau gelifiee citron", Kind.OTHER),
        ("serum glucose mixte 500", Kind.MEDICINE),
        ("Pompe Nutricia Flocare", Kind.DEVICE),
    ],
)
def test_food_of_diets_is_no_device(reader: Reader, text: str, kind: Kind) -> None:
    assert reader.read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Ceinture pour poche de stomie", "ostomy_paste"),
        ("poudre Orahesive 25 g", "ostomy_paste"),
        ("PICO 10 x 40", "negative_pressure_dressing"),
        ("Avelle 21 x 21 cm", "negative_pressure_dressing"),
        ("Resposorb super 20x40", "absorbent_dressing"),
        ("bouchon pour robinet 3 voies", "iv_cap"),
        ("robinet 3 voies bleu", "stopcock"),
        ("tubulure Sapphire 3 m", "infusion_set_pump"),
        ("Sapphire NC 3.5x15", "ptca_balloon"),
        ("set de ponction pericardique", "needle_thoracentesis"),
        ("bandage elastique tubifast rouge", "stockinette"),
        ("tablier en tyvek blanc", "apron"),
        ("sacs autoclavables 30x60", "sterilisation_pouch"),
    ],
)
def test_what_houses_name_by_brand_or_by_use(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        ("gants nitrile L 20 boites de 50", PackReading(50, "boite")),
        ("gant chirurgical taille 7 boite de 50", PackReading(50, "boite")),
        ("Vaccin BCG fl/20 doses", PackReading(None, "flacon")),
        ("vaccin tetanos flacon de 20 doses", PackReading(None, "flacon")),
        ("fixateur bid. 10 L x2", PackReading(2, "bidon")),
        ("savon liquide bidon 5 litres x4", PackReading(4, "bidon")),
    ],
)
def test_how_many_are_asked_for_and_what_a_vial_holds(reader: Reader, text: str, pack: PackReading) -> None:
    assert reader.read(text).packaging == pack


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("gants nitrile L 20 boites de 50", "L"),
        ("masque facial gde taille", "L"),
        ("pince de Magill pte taille", "S"),
        ("pince pte aiguille gde taille", "L"),
        ("gants examen taille S 6 paquets de 100", "S"),
        ("gant chirurgical taille 7 boite de 50", 7.0),
    ],
)
def test_a_size_is_a_word_for_one_not_the_number_of_boxes(reader: Reader, text: str, size: object) -> None:
    assert [each.value for each in reader.read(text).attributes if each.name == "size"] == [size]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lame de delbet 30x30", {("width", "=", 30.0, "cm"), ("length", "=", 30.0, "cm")}),
        ("lame de delbet 20 mm", {("width", "=", 20.0, "mm")}),
        ("pansement hydrogel rond Ø 6 cm", {("diameter", "=", 6.0, "cm")}),
    ],
)
def test_sides_of_drains_and_the_width_across_round_things(
    reader: Reader, text: str, said: set[tuple[str, str, object, str | None]]
) -> None:
    sides = {each for each in _said(reader.read(text)) if each[0] in {"width", "length", "diameter"}}
    assert sides == said
