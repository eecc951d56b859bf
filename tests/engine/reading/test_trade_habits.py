"""Habits of the trade that no unit tells: formats, screws, bandages in two units, packs without a name."""

from __future__ import annotations

import pytest

from rakiza.engine.reading import Reader, Reading
from rakiza.reference.families import load


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


def _said(reading: Reading) -> dict[str, tuple[object, str | None]]:
    return {each.name: (each.value, each.unit) for each in reading.attributes}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("GANTS VINYLE EN 100", 100),
        ("GANT NITRILE T.M EN 200", 200),
        ("COMPRESSES STERILES lot de 50", 50),
        ("LAMES BISTOURI N°24 PAR 100", 100),
        ("MASQUE CHIRURGICAL X 50", 50),
        ("lot de 3 pinces kocher", 3),
    ],
)
def test_a_count_without_a_pack_is_one(reader: Reader, text: str, size: int) -> None:
    packaging = reader.read(text).packaging
    assert (packaging.size, packaging.unit) == (size, None)


@pytest.mark.parametrize(
    "text",
    [
        "GANT NITRILE EN 455",
        "GANT NITRILE EN 374",
        "GUIDE 0.035 EN J 150CM",
        "DRAIN THORACIQUE LOT N°3",
        "COMPRESSE 10 X 10",
        "ورق تخطيط القلب 80 مم × 20 م",
    ],
)
def test_a_standard_a_side_and_a_lot_number_are_no_pack(reader: Reader, text: str) -> None:
    assert reader.read(text).packaging.size is None


def test_a_number_before_in_a_box_is_no_count(reader: Reader) -> None:
    reading = reader.read("MASQUES FFP2 EN BOITE DE 20")
    assert (reading.packaging.size, reading.packaging.unit) == (20, "boite")
    assert _said(reading)["protection_class"] == ("FFP2", None)


@pytest.mark.parametrize(
    ("text", "width", "length", "unit"),
    [
        ("FILM DENTAIRE 31X41", 31, 41, "mm"),
        ("FILM RETRO ALVEOLAIRE 22X35", 22, 35, "mm"),
        ("FILM LASER 14×17", 14, 17, "in"),
        ("FILM 10/12", 10, 12, "in"),
        ("FILM 35X43", 35, 43, "cm"),
        ("FILM 24X30CM", 24, 30, "cm"),
    ],
)
def test_films_are_named_by_their_format(
    reader: Reader, text: str, width: int, length: int, unit: str
) -> None:
    said = _said(reader.read(text))
    assert (said["width"], said["length"]) == ((width, unit), (length, unit))


@pytest.mark.parametrize(
    ("text", "width", "length"),
    [
        ("BANDE 10 X 4", 10, 4),
        ("BANDE EXTENSIBLE 4X10", 10, 4),
        ("BANDE VELPEAU 20X4M", 20, 4),
        ("BANDE VELPEAU 10CM X 4", 10, 4),
        ("BANDE PLATREE 3M X 15", 15, 3),
        ("GAZE HYDROPHILE 90X100", 90, 100),
    ],
)
def test_bandages_are_centimetres_by_metres(reader: Reader, text: str, width: int, length: int) -> None:
    said = _said(reader.read(text))
    assert (said["width"], said["length"]) == ((width, "cm"), (length, "m"))


@pytest.mark.parametrize(
    ("text", "diameter", "length"),
    [
        ("VIS CORTICALE Ø3,5 L 30", 3.5, 30),
        ("VIS SPONGIEUSE 6.5 FILETAGE 16 LG 70", 6.5, 70),
        ("VIS PEDICULAIRE 6,5 45", 6.5, 45),
        ("CLOU TIBIAL 9 L 320", 9, 320),
        ("BROCHE DE KIRSCHNER Ø1.8 L 300", 1.8, 300),
    ],
)
def test_a_bare_diameter_stands_before_the_length(
    reader: Reader, text: str, diameter: float, length: float
) -> None:
    said = _said(reader.read(text))
    assert (said["diameter"], said["length"]) == ((diameter, "mm"), (length, "mm"))


def test_a_screw_has_a_length_or_a_diameter(reader: Reader) -> None:
    assert _said(reader.read("VIS CORTICALE 40"))["length"] == (40, "mm")
    assert _said(reader.read("VIS 4.5"))["diameter"] == (4.5, "mm")


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("POUSSE SERINGUE ELECTRIQUE", "syringe_pump_device"),
        ("Syringe pump", "syringe_pump_device"),
        ("SERINGUE POUR POUSSE SERINGUE 50ML", "syringe_pump"),
        ("seringue pousse seringue", "syringe_pump"),
        ("syringe pump syringe 50 ml", "syringe_pump"),
    ],
)
def test_a_word_said_twice_counts_twice(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("SPECULUM VAGINAL PLASTIQUE", "plastic"),
        ("SURCHAUSSURES PLASTIQUE", "plastic"),
        ("PANIER DORMIA NITINOL", "nitinol"),
        ("LAME BISTOURI CARBONE N°11", "carbon_steel"),
        ("ملعقة بلاستيكية للفحص", None),
        ("CRP LATEX 100 TESTS", None),
        ("FIXATEUR EXTERNE CARBONE", None),
        ("FIL RESORBABLE 2/0", None),
    ],
)
def test_a_material_is_stated_where_it_names_nothing_else(
    reader: Reader, text: str, material: str | None
) -> None:
    said = _said(reader.read(text))
    assert said.get("material", (None, None))[0] == material


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("CEFTRIAXONE 1 G VIAL", None, "flacon"),
        ("OUATE 250 G PAQUET", None, "paquet"),
        ("DRAP D'EXAMEN ROULEAU 60 CM", None, "rouleau"),
        ("ROULEAU SALIVAIRE N°2", None, None),
        ("POUDRE FLACON 250 G", None, "flacon"),
        ("كاشف الغلوكوز 2×100 مل", 2, None),
        ("شفرات مشرط قطعة 100", 100, "piece"),
    ],
)
def test_what_an_article_is_sold_in(reader: Reader, text: str, size: int | None, unit: str | None) -> None:
    packaging = reader.read(text).packaging
    assert (packaging.size, packaging.unit) == (size, unit)


def test_robinets_and_blades_are_counted_not_sizes(reader: Reader) -> None:
    assert "size" not in _said(reader.read("LARYNGOSCOPE COMPLET 3 LAMES ADULTE"))
    assert "lumens" not in _said(reader.read("RAMPE 3 ROBINETS HAUTE PRESSION"))


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("AGRAFEUSE CIRCULAIRE 29MM", "stapler_circular"),
        ("CANULE INTERNE TRACHEO N°8", "tracheostomy_inner_cannula"),
        ("BALLON DILATATION URETERALE 15F", "ureteral_balloon"),
        ("BISTOURI U.U N°11", "scalpel_single_use"),
        ("POIRE A LAVEMENT N°8", "rubber_bulb"),
        ("COTYLE SANS CIMENT T50", "hip_acetabular_cup"),
    ],
)
def test_what_other_hospitals_buy_has_its_family(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family


def test_a_circular_of_the_ministry_is_cited(reader: Reader) -> None:
    assert "diameter" not in _said(reader.read("AGRAFEUSE CIRCULAIRE SELON CIRCULAIRE N° 29"))


def test_a_wire_written_without_its_comma_is_in_thousandths_of_an_inch(reader: Reader) -> None:
    assert _said(reader.read("GUIDE TERUMO 035 150CM"))["diameter"] == (0.035, "in")


def test_oxygen_has_no_diameter_of_two(reader: Reader) -> None:
    assert reader.read("CELLULE O2").attributes == ()


def test_a_number_behind_its_noun_counts_it(reader: Reader) -> None:
    assert _said(reader.read("قسطرة بولية فولي مجرى مزدوج"))["lumens"] == (2.0, None)


@pytest.mark.parametrize("text", ["AIG VERTE 21G (40/8)", "AIGUILLE HYPODERMIQUE 21 G 40/8 BT 100"])
def test_a_needle_is_millimetres_by_tenths_of_one(reader: Reader, text: str) -> None:
    said = _said(reader.read(text))
    assert (said["length"], said["outer_diameter"]) == ((40, "mm"), (0.8, "mm"))


def test_a_wire_beside_its_length_is_in_inches(reader: Reader) -> None:
    said = _said(reader.read("GUIDE CORONAIRE 0.014 X 190 CM"))
    assert (said["diameter"], said["length"]) == ((0.014, "in"), (190, "cm"))
