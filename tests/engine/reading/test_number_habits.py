"""Noughts, lists, ranges that are threads, scanner's mistakes, counts in one word."""

from __future__ import annotations

import pytest
from tests.factories.reader import shared_reader

from rakiza.engine.attributes import AttributeScalar
from rakiza.engine.reading.fold import fold

READER = shared_reader()


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("SOIE 00 SERTIE", "suture_usp", ["2/0"]),
        ("PROLENE 5-0 75CM", "suture_usp", ["5/0"]),
        ("FIL PGA DEC 3,5", "suture_usp", ["0"]),
        ("CANULE DE GUEDEL 00", "size", ["00"]),
        ("BALLON DE DILATATION OESOPHAGIEN 8-9-10 MM", "diameter", [8.0, 9.0, 10.0]),
        ("CATHETER DIALYSE BILUMIERE 11,5F", "lumens", [2.0]),
        ("Colostomy bag 1-piece", "pieces", [1.0]),
        ("GANT CHIRURGICAL N°7/5", "size", [7.5]),
        ("SERINGUE 2OML LUER L0CK", "tip", ["luer_lock"]),
        ("CPSE GAZE 10X10 16PL", "plies", [16.0]),
        ("CIRCUIT PATIENT ANESTHESIE 1M50", "length", [1.5]),
        ("قفازات جراحية معقمة مقاس 7 ونصف", "size", [7.5]),
        ("KT VC 2L 7FR", "lumens", [2.0]),
        ("GUIDE HYDROPHILE 0.035 J 260 CM", "diameter", [0.035]),
        ("CASAQUE RENFORCEE TAILLE XL AVEC 2 ESSUIE-MAINS", "size", ["XL"]),
        ("ETUI PENIEN S/LATEX", "size", []),
        ("FIL PDO 5/0 2XAIG R13", "needle_count", [2.0]),
        ("POLYESTER 2/0 2 X 17 MM 75 CM", "needle_count", [2.0]),
        ("POLYESTER 2/0 2 X 17 MM 75 CM", "needle_length", [17.0]),
        ("SOIE 3/0 SANS AIGUILLE 10X75CM", "length", [75.0]),
        ("Crepe bandage 4 in x 5 yd", "length", [5.0]),
        ("gants d'examen tailleM boitede100", "size", ["M"]),
        ("Prolongateur 120 cm mâle/femelle", "sex", []),
        ("Transfuseur avec aiguille 18G", "gauge", [18.0]),
        ("Robinet 3 voies raccords luer lock", "tip", ["luer_lock"]),
        ("Tubulure pour pompe à perfusion sans PVC 220 cm", "material", []),
        ("Gaine à soufflet 250 mm x 65 mm x 100 m", "length", [100.0]),
        ("SERINGUE TUBERCULINE 1 CC AIG. 26G X 1/2''", "length", [0.5]),
        ("CASAQUE TAILLE L + 2 ESS. MAINS", "size", ["L"]),
        ("nitrile exam glove size S 200s", "size", ["S"]),
        ("SERINGUE 10 ML L.L. SANS AIGUILLE", "tip", ["luer_lock"]),
    ],
)
def test_values(text: str, name: str, values: list[AttributeScalar]) -> None:
    assert [each.value for each in READER.read(text).attributes if each.name == name] == values


def test_a_set_of_pieces_is_no_length() -> None:
    assert "length" not in READER.read("ECARTEUR DE FARABEUF JEU DE 2").stated()


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("L0CK", "lock"),
        ("l0 ml", "10 ml"),
        ("boite de 5O", "boite de 50"),
        ("10X20", "10x20"),
        ("CH08", "ch08"),
    ],
)
def test_what_a_scanner_mistook(scanned: str, meant: str) -> None:
    assert fold(scanned) == meant


def test_pieces_counted_at_the_end_are_a_pack() -> None:
    pack = READER.read("AIGUILLE 23G 100 PCS").packaging
    assert (pack.size, pack.unit) == (100, "piece")


def test_a_metre_beside_another_number_is_no_surface() -> None:
    found = {value.name: (value.value, value.unit) for value in READER.read("SPARADRAP 3M 2CM").attributes}
    assert found == {"length": (3.0, "m"), "width": (2.0, "cm")}


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("CLOU CENTROMEDULLAIRE D9 L320", "diameter", [9.0]),
        ("CLOU CENTROMEDULLAIRE D9 L320", "length", [320.0]),
        ("CATHETER HEMODIALYSE BILUM 12F", "lumens", [2.0]),
        ("قسطرة غسيل كلى مزدوجة التجويف", "lumens", [2.0]),
    ],
)
def test_labels_and_counts_joined_to_a_word(text: str, name: str, values: list[AttributeScalar]) -> None:
    assert [each.value for each in READER.read(text).attributes if each.name == name] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SONDE ASPIRATION 14*50", {"french_size": (14.0, "Fr"), "length": (50.0, "cm")}),
        ("sonde jj 6x26cm", {"french_size": (6.0, "Fr"), "length": (26.0, "cm")}),
        ("SONDE D'ASPIRATION 4 MM", {"outer_diameter": (4.0, "mm")}),
        (
            "SONDE NASOGASTRIQUE DIAMETRE 4MM 120 CM",
            {"outer_diameter": (4.0, "mm"), "length": (120.0, "cm")},
        ),
        ("SONDE URETERALE 5MMX70CM", {"outer_diameter": (5.0, "mm"), "length": (70.0, "cm")}),
    ],
)
def test_the_thin_side_of_a_tube_is_no_length(
    text: str, expected: dict[str, tuple[AttributeScalar, str]]
) -> None:
    assert {value.name: (value.value, value.unit) for value in READER.read(text).attributes} == expected


@pytest.mark.parametrize("text", ["foley catheter 18Fr latex free", "sonde foley sans latex ch 18"])
def test_latex_free_is_read_whatever_the_family(text: str) -> None:
    assert READER.read(text).stated() == {"french_size": 18.0, "latex_free": True}
