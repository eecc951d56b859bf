"""Habits of depots and public tenders: numbers torn apart, tenths, sides over others, packs and short words."""

from __future__ import annotations

import pytest

from rakiza.engine.families import Kind
from rakiza.engine.reading import Reader, Reading, fold
from rakiza.reference.families import load


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


def _said(reading: Reading) -> set[tuple[str, str, object, str | None]]:
    return {(each.name, each.op.value, each.value, each.unit) for each in reading.attributes}


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("gaze 12 . 5 x 3", "gaze 12.5 x 3"),
        ("drap 50 cmx 75", "drap 50 cm x 75"),
        ("filet 3 mx 12 cm", "filet 3 m x 12 cm"),
        ("lot 3 . fin", "lot 3 . fin"),
        ("250 . 400", "250 . 400"),
    ],
)
def test_what_is_torn_apart_is_joined_again(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "gauge", "length", "diameter"),
    [
        ("aiguille hypodermique 30 x 7/10 22G", 22, 30, 0.7),
        ("aiguille ponction lombaire 75 X 12 / 10 G 18", 18, 75, 1.2),
        ("aiguille intramusculaire 50x8/10 (21G)", 21, 50, 0.8),
    ],
)
def test_a_needle_is_as_thick_as_its_tenths_say(
    reader: Reader, text: str, gauge: float, length: float, diameter: float
) -> None:
    said = _said(reader.read(text))
    assert ("gauge", "=", gauge, "G") in said
    assert ("length", "=", length, "mm") in said
    assert ("outer_diameter", "=", diameter, "mm") in said


def test_tenths_alone_are_a_diameter(reader: Reader) -> None:
    assert ("outer_diameter", "=", 0.9, "mm") in _said(reader.read("aiguille im 20G 9/10"))


def test_a_side_over_another_is_a_range_and_over_two_a_list(reader: Reader) -> None:
    assert {
        ("length", "=", 4.0, "m"),
        ("width", ">=", 8.0, "cm"),
        ("width", "<=", 12.0, "cm"),
    } <= _said(reader.read("jersey tubulaire 4 m x 8/12 cm"))
    listed = {
        value
        for name, _, value, _ in _said(reader.read("jersey tubulaire 6 m x 15/20/25 cm"))
        if name == "width"
    }
    assert listed == {15.0, 20.0, 25.0}


def test_plies_behind_a_stroke_are_no_side(reader: Reader) -> None:
    said = _said(reader.read("compresse de gaze 5x5/8 plis"))
    assert {("width", "=", 5.0, "cm"), ("length", "=", 5.0, "cm"), ("plies", "=", 8.0, None)} <= said


def test_metres_below_one_are_the_width_of_a_bandage(reader: Reader) -> None:
    said = _said(reader.read("bande de crepe 5 x 0.15 m"))
    assert {("length", "=", 5.0, "m"), ("width", "=", 0.15, "m")} <= said
    said = _said(reader.read("bande de crepe 5 m x 15"))
    assert {("length", "=", 5.0, "m"), ("width", "=", 15.0, "cm")} <= said


@pytest.mark.parametrize(
    ("text", "french", "length"),
    [
        ("sonde JJ CH8 L/24 cm", 8, 24),
        ("extracteur de calculs CH 3 L / 115 cm", 3, 115),
        ("drain thoracique CH 24 L/45 cm", 24, 45),
    ],
)
def test_a_stroke_may_stand_between_a_label_and_its_number(
    reader: Reader, text: str, french: float, length: float
) -> None:
    said = _said(reader.read(text))
    assert {("french_size", "=", french, "Fr"), ("length", "=", length, "cm")} <= said


def test_one_size_or_another_is_a_range(reader: Reader) -> None:
    said = _said(reader.read("sonde d'aspiration CH 6 ou 8"))
    assert {("french_size", ">=", 6.0, "Fr"), ("french_size", "<=", 8.0, "Fr")} <= said
    assert not [each for each in reader.read("robinet de 2 ou 3 voies").attributes if each.name == "length"]


def test_a_tube_may_be_sized_in_french_beside_its_usual_size(reader: Reader) -> None:
    assert ("french_size", "=", 24.0, "Fr") in _said(reader.read("canule de tracheotomie CH 24"))


def test_holes_along_a_drain_are_not_its_size(reader: Reader) -> None:
    assert ("french_size", "=", 14, "Fr") in _said(reader.read("drain de redon perfore sur 12 CH 14"))


def test_two_volumes_are_a_range_and_sixteenths_of_an_inch_a_length(reader: Reader) -> None:
    assert {("volume", ">=", 10.0, "mL"), ("volume", "<=", 12.0, "mL")} <= _said(
        reader.read("seringue 10ml/12ml usage unique")
    )
    assert ("needle_length", "=", 0.3125, "in") in _said(reader.read("seringue insuline 1 ml 31Gx5/16"))


def test_the_2_of_oxygen_and_the_3_of_an_edta_are_no_measures(reader: Reader) -> None:
    assert not [each for each in reader.read("tuyau O2").attributes if each.name == "length"]
    assert not [each for each in reader.read("tube EDTA K3 violet").attributes if each.name == "volume"]
    assert ("length", "=", 2.0, "m") in _said(reader.read("tuyau oxygene 2 m"))


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("sonde vesicale P / F CH 12", "sex", "female"),
        ("sonde de foley silicone P/H CH 20", "sex", "male"),
        ("masque a oxygene nourrisson", "population", "pediatric"),
        ("canule de guedel bebe", "population", "pediatric"),
        ("robinet 3 voies lu lock", "tip", "luer_lock"),
        ("poche a urine 2 l non ste", "sterile", False),
        ("champ de soin ste 50x50", "sterile", True),
        ("ethilon 4/0 triangle", "needle_type", "cutting"),
        ("soie 2/0 taper 26 mm", "needle_type", "round"),
        ("fil res. syn. tres. 2/0", "suture_structure", "braided"),
        ("plaque hernie polypropylene grand modele", "size", "L"),
        ("gaze hemostatique modele : petit", "size", "S"),
        ("tulle gras PM", "size", "S"),
        ("blouse chirurgicale extra large", "size", "XL"),
        ("gants nitrile extra-large", "size", "XL"),
    ],
)
def test_short_words_say_what_they_mean(reader: Reader, text: str, name: str, value: object) -> None:
    assert (name, "=", value, None) in _said(reader.read(text))


def test_a_resorbable_thread_is_made_of_its_polymer(reader: Reader) -> None:
    said = [
        each.value
        for each in reader.read("monofil resorbable polydioxanone 3/0").attributes
        if each.name == "material"
    ]
    assert said == ["pdo"]


def test_a_thread_not_mounted_is_not_one_that_stays(reader: Reader) -> None:
    reading = reader.read("fil resorbable 1 non serti bobine")
    assert reading.family == "suture_absorbable"


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("poche urine vidangeable SCH/20", 20, "sachet"),
        ("test hepatite B KIT/40", 40, "kit"),
        ("electrodes ecg kit de 4", 4, "kit"),
        ("surgical cap non woven (200 pcs)", 200, "piece"),
        ("sonde nelaton CH12 x100", 100, None),
        ("reactif cd4 25 TESTS KIT", 25, "test"),
        ("soie 3/0 CT 19 - 20 mm", None, None),
    ],
)
def test_packs_of_depots(reader: Reader, text: str, size: int | None, unit: str | None) -> None:
    packaging = reader.read(text).packaging
    assert (packaging.size, packaging.unit) == (size, unit)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("reactif creatinine 4 x 60", 4),
        ("glucose 2x250", 2),
        ("cholesterol 2 x 30 + 1 x 10", None),
        ("bandelettes urinaires 10 x 100", None),
    ],
)
def test_a_reagent_comes_in_bottles_without_a_unit(reader: Reader, text: str, size: int | None) -> None:
    assert reader.read(text).packaging.size == size


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("fixateur automatique bidon 10 l", "xray_chemicals"),
        ("fixateur externe de jambe", "external_fixator"),
        ("compresse imbibee de paraffine", "tulle_gras"),
        ("bande de synthese 7,5 cm fibre de verre", "synthetic_cast"),
        ("bande adhesive microperforee 10 cm", "adhesive_tape"),
        ("poche urine adulte valve anti retour 2 l", "urine_bag"),
        ("valve anti retour pour perfusion", "iv_connector"),
        ("disque gentamicine 10 ug", "antibiogram_disc"),
        ("mi-bas taille 3", "compression_stockings"),
        ("sonde dintubation n 7", "endotracheal_tube"),
        ("cupule pour automate", "cuvette_analyser"),
        ("ballon rea enfant", "manual_resuscitator"),
    ],
)
def test_names_of_depots(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("lavette bleue 38x40", Kind.OTHER),
        ("pates alimentaires hypoprotidiques", Kind.OTHER),
        ("lab coat size L", Kind.OTHER),
        ("culot globulaire O+", Kind.MEDICINE),
        ("tampons alcoolises", Kind.MEDICINE),
        ("مغذي سكري 500 مل", Kind.MEDICINE),
    ],
)
def test_what_is_turned_away(reader: Reader, text: str, kind: Kind) -> None:
    reading = reader.read(text)
    assert (reading.kind, reading.emdn) == (kind, None)
