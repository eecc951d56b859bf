"""Habits of wards' and depots' lists of other countries: grams as GM, inches, wires, names of the street."""

from __future__ import annotations

import pytest

from rakiza.engine.families import Kind
from rakiza.engine.reading import Reader, Reading
from rakiza.reference.families import load


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


def _said(reading: Reading) -> dict[str, tuple[object, str | None]]:
    return {each.name: (each.value, each.unit) for each in reading.attributes}


@pytest.mark.parametrize(
    "text", ["Cotton roll 500gm", "coton hydrophile 500 GM", "Absorbent cotton wool 500 gms"]
)
def test_gm_behind_a_weight_is_grams(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    said = _said(reading)
    assert said["weight"] == (500.0, "g")
    assert "size" not in said
    assert reading.packaging.size is None


@pytest.mark.parametrize("text", ["BANDE DE GAZE GM", "COMPRESSE 10X10 GM"])
def test_gm_elsewhere_is_the_large_model(reader: Reader, text: str) -> None:
    assert _said(reader.read(text))["size"] == ("L", None)


@pytest.mark.parametrize(
    ("text", "gauge", "inches"),
    [
        ("Disposable needle 26x1/2", 26.0, 0.5),
        ("Disposable needle 25 x 5/8", 25.0, 0.625),
        ("Disposable needle 23 x 1", 23.0, 1.0),
        ('Disposable needle 21 x 1 1/2"', 21.0, 1.5),
    ],
)
def test_a_needle_by_its_gauge_and_inches(reader: Reader, text: str, gauge: float, inches: float) -> None:
    said = _said(reader.read(text))
    assert (said["gauge"], said["length"]) == ((gauge, "G"), (inches, "in"))
    assert "outer_diameter" not in said


@pytest.mark.parametrize(
    ("text", "length", "bore"),
    [("AIGUILLE JETABLE 25 X 5/10", 25.0, 0.5), ("AIGUILLE JETABLE 40X8", 40.0, 0.8)],
)
def test_a_needle_in_tenths_of_a_millimetre_stays_one(
    reader: Reader, text: str, length: float, bore: float
) -> None:
    said = _said(reader.read(text))
    assert (said["length"], said["outer_diameter"]) == ((length, "mm"), (bore, "mm"))
    assert "gauge" not in said


def test_an_orthodontic_wire_is_in_thousandths_of_an_inch_and_comes_in_fives(reader: Reader) -> None:
    reading = reader.read("Fil orthodontique NITI 012 x5")
    assert _said(reading)["diameter"] == (0.012, "in")
    assert reading.packaging.size == 5


def test_the_limb_a_tubular_bandage_fits_is_its_diameter(reader: Reader) -> None:
    said = [(each.name, each.op.value, each.value) for each in reader.read("Tubifast Ø 35-64cm").attributes]
    assert said == [("diameter", ">=", 35.0), ("diameter", "<=", 64.0)]


@pytest.mark.parametrize(
    ("text", "width"), [("جبس 4", (4.0, "in")), ("جبس 10", (10.0, "cm")), ("جبس 15", (15.0, "cm"))]
)
def test_a_plaster_too_narrow_in_centimetres_is_in_inches(
    reader: Reader, text: str, width: tuple[float, str]
) -> None:
    assert _said(reader.read(text))["width"] == width


@pytest.mark.parametrize(
    ("text", "size"), [("Bande crepe 7,5cmx5m, 12", 12), ("Bande extensible 10cm x 4m, 20", 20)]
)
def test_a_count_behind_both_sides_is_a_pack(reader: Reader, text: str, size: int) -> None:
    assert reader.read(text).packaging.size == size


def test_a_size_behind_a_comma_is_no_pack(reader: Reader) -> None:
    assert reader.read("Sonde de Foley silicone, 12").packaging.size is None


def test_a_suction_drain_of_fourteen_is_french(reader: Reader) -> None:
    said = _said(reader.read("Romovac drain 14"))
    assert said["french_size"] == (14.0, "Fr")
    assert "volume" not in said


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Romo vac set 16", "redon_bottle"),
        ("PMO line 150 cm", "extension_line"),
        ("Mopping pad 25x25", "abdominal_swab"),
        ("ICD tube 28", "drain_thoracic"),
        ("Gynae gloves", "glove_gynaecological"),
        ("OT gown", "gown_surgical"),
        ("USG jelly", "ultrasound_gel"),
        ("Roller bandage 15cm", "bandage_gauze"),
        ("CVP line triple lumen 7Fr", "catheter_central_venous"),
        ("Field stain", "stain_romanowsky"),
        ("Mackintosh rubber sheet", "underpad"),
        ("Wooden wedge", "dental_matrix"),
        ("GP Points", "dental_root_filling"),
        ("وصلة سرنجة بامب", "extension_line"),
        ("وصلة 3 سكة", "stopcock"),
        ("ابرة بذل قطني", "needle_lumbar_puncture"),
        ("جون عزل", "gown_isolation"),
        ("بطانة جبس", "cast_padding"),
        ("انبوبة سيترات", "blood_collection_tube"),
        ("حمض مثبت", "xray_chemicals"),
        ("ماسك سره", "cord_clamp"),
        ("Tubulure haute pression", "extension_line"),
        ("Poche 1 pièce", "ostomy_bag"),
        ("Milieu Chapman", "culture_medium"),
        ("Exufiber 10x10cm BT10", "gelling_fibre_dressing"),
        ("Aquacel extra 10x10", "gelling_fibre_dressing"),
    ],
)
def test_names_of_the_street_have_their_family(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Tracheostomy tube cuffed size 8", "tracheostomy_tube"),
        ("Cathéter guide JL 4 6F 100 cm", "catheter_guiding"),
        ("أنابيب دم لغسيل الكلى للكبار", "dialysis_bloodline"),
        ("3 way foley catheter 18", "catheter_foley"),
    ],
)
def test_a_short_name_takes_no_line_of_a_longer_one(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Masques chirurgicaux", "mask_surgical"),
        ("MASQUES CHIRURGICAUX B/50", "mask_surgical"),
        ("Gants chirurgicaux", "glove_surgical"),
        ("Capteur Sat° Ped", "spo2_sensor"),
        ("ThermoScan", "thermometer_infrared"),
        ("Patch DSA", "defibrillator_pads"),
        ("Pot à diurèse", "urine_meter"),
    ],
)
def test_plurals_and_the_words_of_emergency_bags(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family


@pytest.mark.parametrize("text", ["Bactiseptic", "NITRIDERM", "tot'héma", "SGH 5%", "phosphalugel"])
def test_medicines_that_stand_alone_by_their_trade_name(reader: Reader, text: str) -> None:
    assert reader.read(text).kind is Kind.MEDICINE


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("AIGUILLE SPINALE UU", "needle_spinal"),
        ("aiguille spinale 25G à usage unique", "needle_spinal"),
        ("AIGUILLE A USAGE UNIQUE 21G", "needle_hypodermic"),
        ("port lame u.u", "scalpel_handle"),
        ("drap papier usage-unique", "examination_paper"),
        ("broche trocart U/U", "kirschner_wire"),
        ("lame laryngoscope macintosh uu", "laryngoscope_blade"),
    ],
)
def test_use_once_says_less_of_a_device_than_its_name(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family


def test_use_once_is_quoted_whole(reader: Reader) -> None:
    words = [
        dict(reason.params).get("word") for reason in reader.read("seringue à usage unique 10 ml").reasons
    ]
    assert words[0] == "seringue a usage unique"


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("pace-maker", "pacemaker"),
        ("pace_maker double chambre", "pacemaker"),
        ("SONDE-IT 7,5", "endotracheal_tube"),
        ("sondes IT n°7", "endotracheal_tube"),
        ("gels écho 5 L", "ultrasound_gel"),
        ("films radios 24x30", "xray_film"),
        ("tests hiv", "hiv_test"),
        ("spéculums anaux", "speculum_anal"),
    ],
)
def test_abbreviations_are_joined_by_dashes_and_have_plurals(reader: Reader, text: str, family: str) -> None:
    assert reader.read(text).family == family
