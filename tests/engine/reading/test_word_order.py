"""What stands beside the article, counts of needles, strands, inches amid a number, ends of lines."""

from __future__ import annotations

import pytest

from rakiza.engine.reading import Reader
from rakiza.reference.families import load


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("SERINGUE 20ML 3 PCES LUER LOCK S/AIG", "syringe_hypodermic"),
        ("Ser. 2cc + aig. 23G", "syringe_hypodermic"),
        ("AIGUILLE POUR SERINGUE 21G", "needle_hypodermic"),
        ("TENSIOMETRE MANUEL BRASSARD VELCRO", "sphygmomanometer_manual"),
        ("BRASSARD TENSIOMETRE ADULTE", "bp_cuff"),
        ("ECHOGRAPHE DOPPLER COULEUR 3 SONDES", "ultrasound_machine"),
        ("SONDE ECHOGRAPHE CONVEXE", "ultrasound_probe"),
    ],
)
def test_what_stands_beside_the_article_is_not_it(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("SOIE TRESSEE 0 SANS AIGUILLE 10X75CM", "length", 75.0),
        ("AIG 18GX1''1/2", "length", 1.5),
        ('AIGUILLE 21G 1"1/2', "length", 1.5),
        ("BAS DE CONTENTION CLASSE 2 TAILLE L", "size", "L"),
        ("CLIPS TITANE MEDIUM LARGE", "size", "medium_large"),
        ("LIGACLIP MEDIUM/LARGE VERT", "size", "medium_large"),
        ("ECARTEURS FARABEUF JEU DE 2 - 15CM", "length", 15.0),
        ("صنبور ثلاثي الاتجاه", "lumens", 3.0),
        ("قسطرة فولي ثنائية المجرى", "lumens", 2.0),
        ("EPONGE GELATINE HEMOSTATIQUE 8X5X1", "length", 8.0),
    ],
)
def test_numbers_find_their_attribute(reader: Reader, text: str, name: str, value: object) -> None:
    found = [each.value for each in reader.read(text).attributes if each.name == name]
    assert found == [value]


@pytest.mark.parametrize("text", ["VICRYL 2/0", "PDS II 4-0", "MONOCRYL 3/0", "PROLENE 5/0"])
def test_a_brand_states_no_material(reader: Reader, text: str) -> None:
    assert "material" not in reader.read(text).stated()


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("COTON CARDE 500 G ROULEAU", None, "rouleau"),
        ("GANTS LATEX T8 PAIRE", 1, "paire"),
        ("HEPARINE 25000UI/5ML FL", None, "flacon"),
        ("CRP LATEX 100T", 100, "test"),
        ("ALESE 60X90 PQ 25", 25, "paquet"),
        ("CHAUX SODEE BIDON 5KG", None, "bidon"),
    ],
)
def test_packs_at_the_end_of_a_line(reader: Reader, text: str, size: int | None, unit: str) -> None:
    packaging = reader.read(text).packaging
    assert (packaging.size, packaging.unit) == (size, unit)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("TULLEGRAS 10X10", "tulle_gras"),
        ("SONDEASPIRATION CH12", "suction_catheter"),
    ],
)
def test_two_words_written_as_one_are_cut(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family
