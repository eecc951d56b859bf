"""What public lists of other houses taught: gauges beside lengths, units meant otherwise, packs, names by the street."""

from __future__ import annotations

import pytest

from rakiza.engine.attributes import Op
from rakiza.engine.reading import read


def stated(text: str) -> dict[str, object]:
    """Return the attributes of a text by name, with the unit where there is one."""
    return {
        each.name: each.value if each.unit is None else (each.value, each.unit)
        for each in read(text).attributes
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aiguille rachis G27 - 90mm", {"gauge": (27.0, "G"), "length": (90.0, "mm")}),
        (
            "Catheter arteriel radial 18*8cm",
            {"gauge": (18.0, "G"), "length": (8.0, "cm"), "access": "radial"},
        ),
        ("Sonde d'intubation CH 2.5", {"inner_diameter": (2.5, "mm")}),
        ("Sonde vesicale G12", {"french_size": (12.0, "Fr")}),
        ("Sonde urinairech16", {"french_size": (16.0, "Fr")}),
        ("Lame 23 mm", {"size": 23.0}),
        ("Gant sterile 8cm", {"size": 8.0, "sterile": True}),
        ("سرنجة 10 سم", {"volume": (10.0, "mL")}),
        ("Pipette 20µ", {"volume": (20.0, "µL")}),
        ("3M surgical paper tape 1-inch", {"width": (1.0, "in"), "material": "paper"}),
        ("Masque nebuliseur taille/12", {"size": 12.0}),
        ("قسطرة فولي 2 شعبة", {"lumens": 2.0}),
        ("Catheter central tripl lumier 7fr", {"lumens": 3.0, "french_size": (7.0, "Fr")}),
        ("Seringue luer-lok 10 ml", {"volume": (10.0, "mL"), "tip": "luer_lock"}),
        ("Transfuseur luer lock 150 cm", {"tip": "luer_lock", "length": (150.0, "cm")}),
        ("Transfuseur a/prise d'air u/u", {"single_use": True}),
        ("Seringue 60 ml embout en cône", {"volume": (60.0, "mL"), "tip": "catheter"}),
        ("Sonde caoutchouc ch 16", {"french_size": (16.0, "Fr"), "material": "rubber"}),
        ("غطاء راس حريمى", {"sex": "female"}),
        ("gants latex 20 cartons de 10", {"material": "latex"}),
    ],
)
def test_a_number_is_what_it_was_meant_for(text: str, expected: dict[str, object]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "low", "high"),
    [
        ("Bande jersey 5/7", "width", 5.0, 7.0),
        ("Sonde vesicale ch 16/18", "french_size", 16.0, 18.0),
        ("Sonde d'intubation (CH3-8)", "inner_diameter", 3.0, 8.0),
    ],
)
def test_two_near_numbers_are_a_range(text: str, name: str, low: float, high: float) -> None:
    found = [(each.op, each.value) for each in read(text).attributes if each.name == name]
    assert found == [(Op.GE, low), (Op.LE, high)]


@pytest.mark.parametrize("text", ["Bande 10/4", "Sonde ch 10/40", "Sparadrap 5 m x 18 cm"])
def test_numbers_far_apart_are_no_range(text: str) -> None:
    assert {each.op for each in read(text).attributes} <= {Op.EQ}


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("Foley catheter 16Fr 10pk", 10, "paquet"),
        ("gants latex 20 cartons de 10", 10, "carton"),
        ("Foley catheter 16Fr", None, None),
    ],
)
def test_packs_of_price_lists(text: str, size: int | None, unit: str | None) -> None:
    found = read(text).packaging
    assert (found.size, found.unit) == (size, unit)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("جوانتي لاتكس", "glove_examination"),
        ("جوانتي معقم مقاسات", "glove_surgical"),
        ("نيزل كانيولا كبار", "nasal_oxygen_cannula"),
        ("ماسك نيبولايزر أطفال", "nebuliser_mask_kit"),
        ("شكاكة سكر", "blood_lancet"),
        ("سالوسيت", "infusion_set_burette"),
        ("دايل فلو", "flow_regulator"),
        ("تي تيوب", "drain_kehr"),
        ("مثبت كانيولا", "catheter_securement"),
        ("كانيولا شريانية", "catheter_arterial"),
        ("جاون طبيب معقم", "gown_surgical"),
        ("Glucomètre on call plus", "glucometer"),
        ("Transfuseur à prise d'air", "transfusion_set"),
        ("Extracteur de mucus enfant", "mucus_extractor"),
        ("Masque neb adulte", "nebuliser_mask_kit"),
        ("Bracelet bébé bleu", "identification_bracelet"),
        ("Bistouri à lame", "scalpel_single_use"),
        ("Red rubber catheter", "catheter_nelaton"),
        ("Catheter spigot", "catheter_valve"),
        ("Adhesive remover spray 50ml", "adhesive_remover"),
        ("Corn removal plaster", "corn_plaster"),
        ("Vomit bag", "vomit_bag"),
        ("Potence avec perroquet", "bed_trapeze"),
        ("Head immobilizer", "patient_immobiliser"),
        ("Masque pour trachéotomie", "tracheostomy_oxygen_mask"),
        ("Poche colo 2p transparente", "ostomy_bag"),
    ],
)
def test_names_of_the_street_and_of_the_trade(text: str, family: str) -> None:
    assert read(text).family == family


def test_a_quad_lumen_catheter_has_more_than_two() -> None:
    assert read("Catheter veineux central quatre lumieres 8,5 Fr 20 cm").emdn == "C01020203"


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("Needles (G21, G23, G25)", "gauge", [21.0, 23.0, 25.0]),
        ("Crepe bandage (2'', 3'', 4'', 6'')", "width", [2.0, 3.0, 4.0, 6.0]),
        ("Surgical gloves (6.5, 7.0, 7.5, 8.0)", "size", [6.5, 7.0, 7.5, 8.0]),
        ("Sonde foley ch 16, 18 et 20", "french_size", [16.0, 18.0, 20.0]),
        ("Padding 6'' & 8''", "width", [6.0, 8.0]),
    ],
)
def test_enumerated_values_are_all_stated(text: str, name: str, values: list[float]) -> None:
    assert [each.value for each in read(text).attributes if each.name == name] == values


def test_what_is_of_two_kinds_is_not_enumerated() -> None:
    assert stated("Drain CH 12, 50 cm") == {"french_size": (12.0, "Fr"), "length": (50.0, "cm")}
    assert stated("Compresse 10 x 10 cm, 12 plis") == {
        "plies": 12.0,
        "width": (10.0, "cm"),
        "length": (10.0, "cm"),
    }


def test_units_of_insulin_are_no_millilitres() -> None:
    assert stated("Seringue insuline U-40") == {}


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("On call glucometer strips", "glucose_strip"),
        ("KLY jelly", "lubricant_gel"),
        ("Gel lubrifiant stérile", "lubricant_gel"),
        ("Gel échographique 5 L", "ultrasound_gel"),
        ("Bande à allongement court 8 cm", "bandage_elastic"),
        ("Pansement de cathéter central 8,5x11,5", "iv_fixation_dressing"),
        ("Kit sondage", "kit_dressing"),
        ("Plaster cutter", "plaster_saw"),
        ("Sharp boxes", "sharps_container"),
        ("VDRL shaker", "laboratory_shaker"),
        ("Haematology analyzer 3-part", "analyser_haematology"),
        ("Micropipette tips (blue)", "pipette_tip"),
    ],
)
def test_names_of_catalogues(text: str, family: str) -> None:
    assert read(text).family == family


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("Bande élastique, 8cmx4m, Unité, 12", 12, "unite"),
        ("Abaisse langue en bois, pièce, 100", 100, "piece"),
        ("Compresse de gaze, 10x10cm, 12 plis, non stérile, 100", 100, None),
        ("Compresse, 40cm x 40cm, Unité", 1, "unite"),
    ],
)
def test_count_behind_the_last_comma_is_a_pack(text: str, size: int, unit: str | None) -> None:
    found = read(text).packaging
    assert (found.size, found.unit) == (size, unit)


@pytest.mark.parametrize(
    "text",
    ["Sonde de Foley, silicone, stérile, 16", "Prolongateur, stérile, 100 cm", "Lame, acier, stérile, 24"],
)
def test_size_behind_the_last_comma_is_no_pack(text: str) -> None:
    assert read(text).packaging.size is None


def test_dash_parts_quantities_of_two_sorts() -> None:
    found = stated("Syringe 5ml-25G")
    assert (found["volume"], found["gauge"]) == ((5.0, "mL"), (25.0, "G"))


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("كرومك 4/0 قاطع", "suture_catgut"),
        ("نيلون 0 راوند", "suture_polyamide"),
        ("تيوب بكف مقاس 7.5", "endotracheal_tube"),
        ("ورق رسم قلب", "ecg_paper"),
        ("صوف بان 7.5", "cast_padding"),
        ("سيفتى بوكس", "sharps_container"),
        ("كابل دياثيرمى", "electrosurgical_cable"),
        ("Microcuvettes Hemocue", "haemoglobin_cuvette"),
        ("Broyeur de comprimés", "tablet_crusher"),
    ],
)
def test_names_by_the_street_of_theatres(text: str, family: str) -> None:
    assert read(text).family == family


@pytest.mark.parametrize("text", ["Lame bistouri n° 11", "Lame de bistouri 23", "lames de bistouri"])
def test_a_blade_is_not_asked_about_as_a_scalpel(text: str) -> None:
    """« Bistouri à lame » says the same words turned, and once had every list's blades asked about."""
    reading = read(text)

    assert reading.family == "scalpel_blade"
    assert not [each for each in reading.reasons if each.code == "reading.ambiguous"]
