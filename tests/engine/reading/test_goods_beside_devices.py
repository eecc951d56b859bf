"""What lists of wards and depots hold beside devices, and goods of the laboratory and the surgery by their ward names."""

from __future__ import annotations

import pytest

from rakiza.engine.families import Kind
from rakiza.engine.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "AGOMELATINE 25 MG",
        "daonil 5",
        "Thymoglobuline 25mg",
        "kayexalate pdre 454 g",
        "SERUM ANTI SCORPIONIQUE",
        "aetoxisclerol 1%",
        "vaccin anti rotavirus rotarix",
        "manugel 500 ml",
    ],
)
def test_a_medicine_is_turned_away(text: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.family, reading.emdn) == (Kind.MEDICINE, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "viande hachée kg",
        "YAOURT NATURE",
        "haricots blancs secs",
        "couscous fin 5 KG",
        "débouchant canalisation",
        "cire sol parquet cire pour sol",
        "agrafes 24/6 bte 1000",
        "poignée de porte inox",
        "pinceau plat n°40",
        "sabots de bloc blancs P 39",
        "scanner à plat A4",
        "prise murale double",
        "linceul adulte",
        "Surlunettes",
        "NUTRISON 500 ml",
        "SAC DASRI 50 L",
        "tampons hygiéniques",
        "XYLENE 1 L",
        "alcool méthylique 2,5 L",
    ],
)
def test_what_is_no_device_is_turned_away(text: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.family, reading.emdn) == (Kind.OTHER, None, None)


@pytest.mark.parametrize(
    ("text", "family", "emdn"),
    [
        ("EXCAVATEUR DENTAIRE DOUBLE", "dental_excavator", "L159002"),
        ("spatule à ciment", "dental_spatula", "L159013"),
        ("fouloir à amalgame", "dental_filling_instrument", "L159006"),
        ("porte amalgame", "dental_filling_instrument", "L159006"),
        ("streptatest bt 20", "bacterial_rapid_test", "W01050901"),
        ("Antigène pneumocoque urinaire", "bacterial_rapid_test", "W01050901"),
        ("test rotavirus/adénovirus", "viral_rapid_test", "W01050990"),
        ("TEST MNI", "viral_rapid_test", "W01050990"),
        ("test leishmaniose rk39", "parasite_rapid_test", "W0105090499"),
        ("QUANTIFERON TB GOLD PLUS", "tb_igra_test", "W0105010704"),
        ("bilirubinomètre transcutané", "bilirubinometer", "Z12080410"),
        ("verre à trois miroirs", "ophthalmic_examination_lens", "Z1212"),
        ("drain trans-tympanique", "ventilation_tube", "Q030401"),
        ("liquide de Marcano 1 L", "haematology_reagent", "W0103010105"),
        ("fixateur cytologique spray", "formalin", "W01030705"),
        ("cath art fémoral", "catheter_arterial", "C010303"),
        ("boite safety 5 L", "sharps_container", "V0499"),
        ("évacuateur de fumées de bistouri", "smoke_evacuator", "Z12019004"),
        ("DERMATOSCOPE LED", "dermatoscope", "Z12040108"),
        ("vidéo-nystagmographe VNG", "nystagmograph", "Z12120124"),
        ("rhinomanomètre", "rhinomanometer", "Z12159010"),
        ("anneau tête gel adulte", "positioning_cushion", "V080302"),
        ("clou PFNA long", "intramedullary_nail", "P091202"),
        ("perclose proglide 6F", "vascular_closure_device", "C900103"),
        ("tige Corail taille 12", "hip_femoral_component", "P090804"),
        ("rehausse WC 11 cm", "toilet_raiser", "Y091215"),
        ("fauteuil de douche à roulettes", "commode_chair", "Y091203"),
        ("lames et lamelles", "microscope_slide", "W0503900201"),
        ("Désinfectants dispositifs médicaux", "disinfectant_instruments", "D0902"),
        ("SULFOLYSER", "haematology_reagent", "W0103010105"),
        ("ACID WASH CONC 1", "chemistry_solution", "W01019001"),
        ("kit de nettoyage journalier analyseur", "chemistry_solution", "W01019001"),
        ("ARCHITECT PRE TRIGGER", "immunoassay_solution", "W01029003"),
        ("Elecsys Procell 6x380 ml", "immunoassay_solution", "W01029003"),
        ("STA DESORB U", "haemostasis_solution", "W01030209"),
        ("OWREN KOLLER 24x15 ml", "haemostasis_solution", "W01030209"),
        ("Kit extraction ADN 50 tests", "nucleic_acid_reagent", "W01059001"),
        ("PRECINORM U", "control_chemistry", "W010105"),
        ("ALBUMINE + ETALON", "reagent_albumin", "W01010201"),
        ("PTH intacte", "reagent_endocrine_hormone", "W010206"),
        ("PTH cimentée", "hip_prosthesis", "P0908"),
        ("holter implantable", "implantable_loop_recorder", "J010201"),
        ("milieu de conservation de cornée", "corneal_storage_medium", "Q020204"),
        ("laser YAG ophtalmologie", "ophthalmic_laser", "Z12120202"),
        ("neurostimulateur pour ALR", "nerve_stimulator", "Z12030190"),
        ("neurostimulateur médullaire implantable", "neurostimulator", "J02"),
        ("aiguille de neurostimulation 50 mm", "needle_plexus_block", "A010302"),
        ("capteur de débit respirateur", "flow_sensor", "Z1203010585"),
        ("valve de PEP 10 cm H2O", "peep_valve", "R028001"),
        ("valve de dérivation ventriculo-péritonéale", "vp_shunt", "N010301"),
        ("valve à biopsie", "endoscope_valve", "G0380"),
        ("lame de dermatome", "dermatome_blade", "V0103"),
        ("BIODENTINE", "dental_root_filling", "Q010102"),
        ("substitut dural 5x5 cm", "dural_substitute", "P9003"),
        ("kit ECMO adulte", "ecmo_kit", "C03010301"),
        ("fibre laser holmium 365 µm", "lithotripsy_fibre", "Z12020385"),
        ("fibre laser ophtalmique 23G", "laser_eye_probe", "Q020403"),
        ("poche de drainage biliaire", "drainage_bag", "A060301"),
        ("poche à urine 2 L vidangeable", "urine_bag", "A06030301"),
        ("couverture Bair Hugger", "warming_blanket", "T030301"),
        ("bloqueur bronchique 9F", "endobronchial_tube", "R0104"),
        ("sonde XB 3.5 6F", "catheter_guiding", "C0104010202"),
        ("boîtier CRT-D", "icd", "J0105"),
        ("AFV 16G", "needle_fistula", "A010401"),
        ("verre de contact pansement", "contact_lens", "Q021004"),
        ("صوندة بولية", "catheter_urinary_unspecified", "U01"),
        ("كومبريس معقم", "gauze_compress", "M0201"),
    ],
)
def test_goods_by_their_ward_names(text: str, family: str, emdn: str) -> None:
    reading = read(text)
    assert (reading.family, reading.emdn) == (family, emdn)


@pytest.mark.parametrize("text", ["PAL", "RACCORD EN Y", "PTH"])
def test_what_means_two_things_is_left_to_a_person(text: str) -> None:
    assert read(text).confidence < 0.9
