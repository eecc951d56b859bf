"""Whole readings: attributes, codes, packs and reasons, and the promises that hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.reader import shared_reader

from rakiza.engine.attributes import AttributeScalar, Op
from rakiza.engine.families import Kind
from rakiza.engine.reading import read, reasons
from rakiza.reference.families import load

READER = shared_reader()
Stated = dict[str, AttributeScalar]


def stated(text: str) -> Stated:
    """Give attributes as written: a number with a unit is kept as text."""
    found: Stated = {}
    for value in READER.read(text).attributes:
        name = value.name if value.op is Op.EQ else f"{value.name}{value.op.value}"
        written = (
            f"{value.value:g} {value.unit}" if value.unit and isinstance(value.value, float) else value.value
        )
        found[name] = written
    return found


@pytest.mark.parametrize(
    ("text", "family", "attributes"),
    [
        ("COMPRESSE STERILE 5*5", "gauze_compress", {"width": "5 cm", "length": "5 cm", "sterile": True}),
        ("Compresse 40 x 30 cm non stérile", "gauze_compress", {"width": "30 cm", "length": "40 cm", "sterile": False}),
        ("BANDE DE CREPE 4M X 7,5CM", "bandage_crepe", {"length": "4 m", "width": "7.5 cm"}),
        ("AIGUILLE 23G 0,6X30", "needle_hypodermic", {"gauge": "23 G", "outer_diameter": "0.6 mm", "length": "30 mm"}),
        ("AIGUILLE (0,9 x 40 mm) 20 G", "needle_hypodermic",
         {"gauge": "20 G", "outer_diameter": "0.9 mm", "length": "40 mm"}),
        ("spinal needle 22G x 3 1/2", "needle_spinal", {"gauge": "22 G", "length": "3.5 in"}),
        ("SONDE DE FOLEY 3 VOIES CH20", "catheter_foley", {"lumens": 3.0, "french_size": "20 Fr"}),
        ("SONDE DE FOLEY TROIS VOIES CH20", "catheter_foley", {"lumens": 3.0, "french_size": "20 Fr"}),
        ("SONDE DE FOLEY 18", "catheter_foley", {"french_size": "18 Fr"}),
        ("POCHE A URINE 2 L", "urine_bag", {"volume": "2000 mL"}),
        ("GANT CHIRURGICAL STERILE N°7/5", "glove_surgical", {"size": 7.5, "sterile": True}),
        ("GANT CHIRURGICAL 7 ½", "glove_surgical", {"size": 7.5}),
        ("GANT D'EXAMEN GM", "glove_examination", {"size": "L"}),
        ("GANT D'EXAMEN P M", "glove_examination", {"size": "S"}),
        ("SOIE 3/0 AIG 22MM 3/8 TRIANGULAIRE", "suture_silk",
         {"suture_usp": "3/0", "needle_length": "22 mm", "needle_curve": "3/8", "needle_type": "cutting",
          "material": "silk", "suture_absorbable": False}),
        ("VICRYL 1/0 75CM", "suture_polyglactin",
         {"suture_usp": "0", "length": "75 cm", "suture_absorbable": True}),
        ("DIALYSEUR 1,4 M2", "dialyser", {"surface": "1.4 m2"}),
        ("GUIDE HYDROPHILE 0,038", "guidewire_diagnostic", {"diameter": "0.038 in", "coating": "hydrophilic"}),
        ("MASQUE CHIRURGICAL 3 PLIS USAGE UNIQUE", "mask_surgical", {"plies": 3.0, "single_use": True}),
        ("قسطرة فولي 14", "catheter_foley", {"french_size": "14 Fr"}),
        ("disposable syringe luer lock 10mI", "syringe_hypodermic",
         {"volume": "10 mL", "tip": "luer_lock", "single_use": True}),
    ],
)  # fmt: skip
def test_attributes_are_read(text: str, family: str, attributes: Stated) -> None:
    assert READER.read(text).family == family
    assert stated(text) == attributes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SERINGUE", "A0201"),
        ("SERINGUE 5 ML", "A020102"),
        ("SERINGUE 50 ML LUER LOCK", "A02010202"),
    ],
)
def test_the_code_goes_as_deep_as_the_text_justifies(text: str, code: str) -> None:
    assert READER.read(text).emdn == code


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("IBUPROFENE 400 MG COMPRIME BT 20", Kind.MEDICINE, reasons.MEDICINE_WORD),
        ("CLASSEUR A LEVIER", Kind.OTHER, reasons.OTHER_WORD),
        ("BANDELETTES URINAIRES", Kind.IVD, reasons.FAMILY_PHRASE),
        ("ZZQX BRRT", Kind.DEVICE, reasons.FAMILY_MISSING),
    ],
)
def test_kinds_come_with_their_reason(text: str, kind: Kind, code: str) -> None:
    reading = READER.read(text)
    assert reading.kind is kind
    assert code in {reason.code for reason in reading.reasons}
    assert (reading.emdn is not None) == (kind is Kind.IVD)


def test_reasons_quote_the_words() -> None:
    quoted = {
        (reason.code, reason.as_mapping().get("word"))
        for reason in READER.read("SERINGUE JETABLE 20 ML BT 50").reasons
    }
    assert {
        (reasons.FAMILY_PHRASE, "seringue jetable"),
        (reasons.ATTRIBUTE, "20 ml"),
        (reasons.PACKAGING, "bt 50"),
    } <= quoted


def test_a_typing_error_is_told_and_costs_confidence() -> None:
    right, wrong = READER.read("stethoscope"), READER.read("stehtoscope")
    assert wrong.family == right.family == "stethoscope"
    assert wrong.confidence <= right.confidence
    assert reasons.FAMILY_TYPO in {reason.code for reason in wrong.reasons}


def test_a_close_runner_up_is_told() -> None:
    reading = READER.read("SONDE URINAIRE HOMME CH18 2 VOIES SILICONEE")
    ambiguous = [reason.as_mapping() for reason in reading.reasons if reason.code == reasons.AMBIGUOUS]
    assert ambiguous == [{"family": reading.family, "other": reading.alternatives[0].family}]
    assert reading.confidence < READER.read("SONDE DE FOLEY CH18 2 VOIES").confidence


def test_glued_words_are_taken_apart() -> None:
    assert READER.read("SERINGUEJETABLE 5CC").family == "syringe_hypodermic"


@pytest.mark.parametrize("text", ["", "   ", "12345", "***", "💉💉", "\u202e\u200f"])
def test_a_text_without_words_is_read_as_nothing(text: str) -> None:
    reading = READER.read(text)
    assert (reading.family, reading.emdn, reading.confidence) == (None, None, 0.0)
    assert [reason.code for reason in reading.reasons if reason.code != reasons.PACKAGING] == [reasons.EMPTY]


def test_equal_texts_are_read_once() -> None:
    first, second, third = READER.read_many(["seringue 5 ml", "gant", "seringue 5 ml"])
    assert first is third
    assert second.family != first.family


def test_the_function_reads_as_the_reader_does() -> None:
    assert read("SERINGUE 5 ML", load()) == READER.read("SERINGUE 5 ML")


_WORDS = "seringue gant sonde BT B/ 100 10*10 2/0 ½ G21 CH16 ml cm x / ( ) , - قفاز ٢٠ stérile =cmd 0,9X40 n° 3 plis"
WORDS = st.sampled_from(_WORDS.split())


@settings(max_examples=300)
@given(st.text() | st.lists(WORDS).map(" ".join))
def test_any_text_is_read_and_read_the_same_way(text: str) -> None:
    reading = READER.read(text)
    assert reading.text == text
    assert 0.0 <= reading.confidence <= 1.0
    assert reading == READER.read(text)
    assert reading.kind in {Kind.DEVICE, Kind.IVD} or (reading.family is None and reading.emdn is None)
    assert sum(alternative.probability for alternative in reading.alternatives) <= 1.0
    assert {reason.code for reason in reading.reasons} <= set(reasons.ALL)


@given(st.lists(WORDS).map(" ".join), st.sampled_from([" ", "\t", "\n  "]))
def test_spaces_around_and_case_dont_matter(text: str, space: str) -> None:
    plain = READER.read(text)
    for other in (READER.read(f"{space}{text}{space}"), READER.read(text.upper()), READER.read(text.lower())):
        assert (other.family, other.emdn, other.attributes) == (plain.family, plain.emdn, plain.attributes)
        assert (other.packaging, other.confidence, other.kind) == (
            plain.packaging,
            plain.confidence,
            plain.kind,
        )


def test_a_very_long_text_is_read_quickly_enough_to_finish() -> None:
    assert READER.read("SERINGUE 5 ML " * 1000).family == "syringe_hypodermic"
