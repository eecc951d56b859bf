"""What is stated of any device though its family's schema has no attribute for it, and what isn't."""

from __future__ import annotations

import pytest
from tests.factories.reader import shared_reader

from rakiza.engine.reading import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return shared_reader()


def _said(reader: Reader, text: str) -> dict[str, tuple[object, str | None]]:
    return {each.name: (each.value, each.unit) for each in reader.read(text).attributes}


@pytest.mark.parametrize(
    ("text", "name", "value", "unit"),
    [
        ("KIT AEROSOL ENFANT + TUBULURE 2 M", "length", 2.0, "m"),
        ("GEL ECHOGRAPHIE BIDON 5KG", "weight", 5.0, "kg"),
        ("ATTELLE DE GENOU 50 CM", "length", 50.0, "cm"),
        ("RAMPE 3 ROBINETS 25CM", "length", 25.0, "cm"),
        ("PROLONGATEUR AVEC ROBINET 3 VOIES", "lumens", 3.0, None),
        ("CHAMP STERILE 2 PLIS", "plies", 2.0, None),
        ("SERINGUE 10 + AIG 21", "gauge", 21.0, "G"),
        ("SERINGUE 10 + AIG 21", "volume", 10.0, "mL"),
        ("COMPRESSE GAZE 40X40 P/5", "length", 40.0, "cm"),
        ("BOITE DE STERILISATION 30X15X6", "length", 30.0, "cm"),
        ("CONTENEUR DE STERILISATION 580X280X135", "length", 580.0, "mm"),
        ("مرشح غسيل الكلى 1.6 م2", "surface", 1.6, "m2"),
        ("GANTS NITRILE TL", "size", "L", None),
        ("GANTS NITRILE TXL", "size", "XL", None),
    ],
)
def test_a_plain_measure_is_stated(
    reader: Reader, text: str, name: str, value: object, unit: str | None
) -> None:
    assert _said(reader, text)[name] == (value, unit)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CONCENTRATEUR D'OXYGENE 5L", "volume"),  # a flow
        ("CEINTURE LOMBAIRE HAUTEUR 26 CM", "length"),
        ("FILTRE CIRCUIT RESPIRATOIRE 22M/15F", "length"),
        ("SERINGUE 10CC 3P", "plies"),  # pieces
        ("COMPRESSE GAZE 40X40 P/5", "plies"),
        ("مرشح غسيل الكلى 1.6 م2", "length"),
    ],
)
def test_what_is_no_measure_of_the_device(reader: Reader, text: str, name: str) -> None:
    assert name not in _said(reader, text)


def test_a_hole_is_no_side(reader: Reader) -> None:
    said = _said(reader, "CHAMP TROUE ADHESIF 75X90 TROU 10CM")
    assert (said["width"], said["length"]) == ((75.0, "cm"), (90.0, "cm"))


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("BOUCHON LUER LOCK C/200", 200, "carton"),
        ("SONDE ASPIRATION CH 10 CONT 100", 100, None),
        ("TUBE CITRATE 2.7 ML RACK/100", 100, None),
        ("GEL HYDROALCOOLIQUE 500 ML FLACON POMPE", None, "flacon"),
        ("FILM ECHO UPP 110S", None, None),
        ("AEROSOL NEB C/06", None, None),
        ("SERINGUE 10 ML C/AIG 21G", None, None),
        ("ANTI A ANTI B ANTI AB LOT 3X10 ML", 3, None),  # no reference
        ("كحول طبي 70% قارورة 1 لتر", None, "flacon"),
    ],
)
def test_packs_as_written(reader: Reader, text: str, size: int | None, unit: str | None) -> None:
    packaging = reader.read(text).packaging
    assert (packaging.size, packaging.unit) == (size, unit)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("صينية فولاذ مقاوم للصدأ", "material", "stainless_steel"),
        ("قناع تخدير سليكون", "material", "silicone"),
        ("قفازات فحص نيتريل", "material", "nitrile"),
        ("قفازات جراحية خالية من البودرة", "powder_free", True),
        ("قفازات فحص نتريل خالية من اللاتكس", "latex_free", True),
        ("SONDE FOLEY LATEX SILICONEE CH 18", "material", "silicone_coated"),
        ("SONDE NASOGASTRIQUE CHLORURE DE POLYVINYLE CH 14", "material", "pvc"),
    ],
)
def test_materials_and_qualities_in_other_words(reader: Reader, text: str, name: str, value: object) -> None:
    said = {each.name: each.value for each in reader.read(text).attributes}
    assert said[name] == value


def test_silicone_coated_latex_is_one_material(reader: Reader) -> None:
    reading = reader.read("SONDE FOLEY LATEX SILICONEE CH 18")
    assert [each.value for each in reading.attributes if each.name == "material"] == ["silicone_coated"]
