"""References, standards, quality levels and classes: their numbers are nobody's measure."""

from __future__ import annotations

import pytest

from rakiza.engine.attributes import AttributeScalar
from rakiza.engine.reading import PackReading, Reader, Reading
from rakiza.engine.reading.reasons import REFERENCE
from rakiza.reference.families import load


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


def _said(reading: Reading) -> dict[str, AttributeScalar]:
    return {value.name: value.value for value in reading.attributes}


def _standards(reading: Reading) -> list[AttributeScalar]:
    return [value.value for value in reading.attributes if value.name == "standard"]


REFERENCES = [
    ("SERINGUE 5 ML REF 909", {"volume": 5.0}, "ref 909"),
    ("CHAMP OPERATOIRE REF 909 75X90", {"width": 75.0, "length": 90.0}, "ref 909"),
    ("réf. A1234 sonde de Foley CH 16", {"french_size": 16.0}, "ref. a1234"),
    ("gant d'examen code article 12345 taille M", {"size": "M"}, "code article 12345"),
    ("LOT 3 SERINGUE 10 ML", {"volume": 10.0}, "lot 3"),
    ("LOT N°12 : Compresses 10x10", {"width": 10.0, "length": 10.0}, "lot n°12"),
    ("Cathéter veineux court 20G cat. no 4251", {"gauge": 20.0}, "cat. no 4251"),
    ("IV cannula 20G, Cat# 38-1234", {"gauge": 20.0}, "cat# 38-1234"),
    ("foley catheter 16 Fr item no. 77/2041", {"french_size": 16.0}, "item no. 77/2041"),
    ("قفازات فحص مرجع 4567", {}, "مرجع 4567"),
    ("قفازات فحص رقم الصنف 4567 مقاس M", {"size": "M"}, "رقم الصنف 4567"),
    ("محقنة ٥ مل رمز المنتج ١٢٠٣٣", {"volume": 5.0}, "رمز المنتج 12033"),
    ("ROBINET 3 VOIES N° D'ARTICLE 55012", {"lumens": 3.0}, "n° d'article 55012"),
    ("12) SONDE DE FOLEY CH 14", {"french_size": 14.0}, "12)"),
    ("1- COMPRESSE 10X10", {"width": 10.0, "length": 10.0}, "1-"),
    ("POCHE A URINE 2L conforme directive 93/42/CEE", {"volume": 2000.0}, "directive 93/42/cee"),
    ("قفازات فحص وفق اللائحة 2017/745 مقاس M", {"size": "M"}, "اللايحه 2017/745"),
    ("قفازات فحص مطابقة للائحة 2017/745 مقاس M", {"size": "M"}, "للايحه 2017/745"),
    ("محقنة ٥ مل حسب لائحة الأجهزة الطبية ٧٤٥", {"volume": 5.0}, "لايحه الاجهزه الطبيه 745"),
    ("محقنة 5 مل مطابقة للقانون 84-12", {"volume": 5.0}, "للقانون 84-12"),
    ("SONDE NASOGASTRIQUE CH 14 MARQUAGE CE 0459", {"french_size": 14.0}, "ce 0459"),
]


@pytest.mark.parametrize(("text", "said", "quoted"), REFERENCES)
def test_the_number_of_a_reference_measures_nothing(
    reader: Reader, text: str, said: dict[str, AttributeScalar], quoted: str
) -> None:
    reading = reader.read(text)
    assert _said(reading) == said
    words = [each.as_mapping()["word"] for each in reading.reasons if each.code == REFERENCE]
    assert words == [quoted]


def test_a_guide_wire_is_no_directive(reader: Reader) -> None:
    assert _said(reader.read("سلك التوجيه 0.035 طول 150 سم"))["length"] == 150.0


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        ("SERINGUE 5 ML REF B/100 BT 50", PackReading(50, "boite")),
        ("SERINGUE 5 ML BT 100 REF 30", PackReading(100, "boite")),
    ],
)
def test_a_reference_is_no_pack(reader: Reader, text: str, pack: PackReading) -> None:
    assert reader.read(text).packaging == pack


STANDARDS = [
    ("GANT CHIRURGICAL NF EN 455-1 T 7,5", ["NF EN 455-1"], {"size": 7.5}),
    ("Masque chirurgical EN 14683 type IIR", ["EN 14683"], {"type": "IIR"}),
    ("Masque chirurgical type IIR EN 14683:2019+AC:2019", ["EN 14683:2019+AC:2019"], {"type": "IIR"}),
    ("SERINGUE 10ML ISO 7886-1:2017", ["ISO 7886-1:2017"], {"volume": 10.0}),
    ("CASAQUE CHIRURGICALE selon norme EN 13795 taille L", ["EN 13795"], {"size": "L"}),
    ("Masque FFP2 EN149:2001+A1:2009", ["EN 149:2001+A1:2009"], {"protection_class": "FFP2"}),
    ("قفازات فحص وفق المعيار EN 455 مقاس M", ["EN 455"], {"size": "M"}),
    ("محقنة ١٠ مل إيزو 7886-1", ["ISO 7886-1"], {"volume": 10.0}),
    ("قناع جراحي مطابق للمواصفة القياسية EN 14683 نوع IIR", ["EN 14683"], {"type": "IIR"}),
    ("surgical gown complying with EN 13795-1:2019 size XL", ["EN 13795-1:2019"], {"size": "XL"}),
    ("ASTM D3577-19 surgical gloves 7.5", ["ASTM D3577-19"], {"size": 7.5}),
    ("GANTS D'EXAMEN EN 455-1/2/3 M", ["EN 455-1", "EN 455-2", "EN 455-3"], {"size": "M"}),
    ("GANTS D'EXAMEN EN 455 (1, 2 et 4) taille L", ["EN 455-1", "EN 455-2", "EN 455-4"], {"size": "L"}),
    ("compresse NM 03.2.123 10x10", ["NM 03.2.123"], {"width": 10.0, "length": 10.0}),
    ("champ EN ISO 11607-1 75x90", ["EN ISO 11607-1"], {"width": 75.0, "length": 90.0}),
]


@pytest.mark.parametrize(("text", "standards", "said"), STANDARDS)
def test_a_standard_is_read_with_its_edition(
    reader: Reader, text: str, standards: list[str], said: dict[str, AttributeScalar]
) -> None:
    reading = reader.read(text)
    assert _standards(reading) == standards
    assert {name: value for name, value in _said(reading).items() if name != "standard"} == said


@pytest.mark.parametrize(
    "text",
    [
        "COMPRESSE EN NON TISSE 10X10",
        "FLACON EN 1000 ML",
        "SERINGUE EN 100 ML",
        "LIME K ISO 25 25MM",
        "GANTS VINYLE BOITE EN 100",
        "TUBE EN 2 PIECES",
        "FILTRE 450 NM 47 MM",
        "SUTURE USP 2/0",
    ],
)
def test_what_only_looks_like_a_standard_is_none(reader: Reader, text: str) -> None:
    assert _standards(reader.read(text)) == []


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("gants d'examen nitrile niveau d'AQL 1,5 taille S", "aql", 1.5),
        ("gants d'examen NQA ≤ 1,0 taille M", "aql", 1.0),
        ("nitrile examination glove AQL 1.5 size M", "aql", 1.5),
        ("CASAQUE ANSI/AAMI PB70:2012 level 3 taille XL", "protection_class", "AAMI_3"),
        ("casaque chirurgicale AAMI niveau 4 taille L", "protection_class", "AAMI_4"),
        ("COMBINAISON DE PROTECTION TYPE 5B/6B EN 14126 taille XL", "protection_class", "type_5_6"),
        ("combinaison de protection type 3B, 4B taille L", "protection_class", "type_3_4_5_6"),
        ("Cathéter central DM classe III 3 lumières", "risk_class", "III"),
        ("pansement hydrocolloïde 10x10 classe IIb", "risk_class", "IIb"),
        ("catheter, foley, 16 Fr, medical device class IIa", "risk_class", "IIa"),
        ("قسطرة فولي 16 Fr فئة الخطورة IIa", "risk_class", "IIa"),
    ],
)
def test_classes_and_quality_levels_are_read(
    reader: Reader, text: str, name: str, value: AttributeScalar
) -> None:
    said = _said(reader.read(text))
    assert said[name] == value
    assert said.get("size") in {None, "S", "M", "L", "XL"}


def test_a_class_alone_is_no_risk_class(reader: Reader) -> None:
    assert "risk_class" not in _said(reader.read("bas de contention classe III"))


def test_texts_of_one_shape_keep_their_own_standards(reader: Reader) -> None:
    texts = [f"GANT CHIRURGICAL NF EN 455-{part} T 7,5" for part in (1, 2, 3, 1)]
    read = [_standards(reader.read(text)) for text in texts]
    assert read == [[f"NF EN 455-{part}"] for part in (1, 2, 3, 1)]
    assert [_standards(one) for one in reader.readings(texts)] == read


def test_texts_of_one_shape_keep_their_own_references(reader: Reader) -> None:
    texts = [f"SERINGUE {volume} ML REF {reference}" for volume, reference in ((5, 909), (3, 118), (2, 777))]
    read = [reader.read(text) for text in texts]
    assert [_said(one) for one in read] == [{"volume": 5.0}, {"volume": 3.0}, {"volume": 2.0}]
    words = [each.as_mapping()["word"] for one in read for each in one.reasons if each.code == REFERENCE]
    assert words == ["ref 909", "ref 118", "ref 777"]


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("masque EN 14683", "mask_surgical"),
        ("masque selon la norme EN 149:2001", "mask_ffp"),
        ("قناع وفق المعيار EN 14683", "mask_surgical"),
    ],
)
def test_a_standard_names_what_a_common_word_leaves_open(reader: Reader, text: str, family: str) -> None:
    reading = reader.read(text)
    assert reading.family == family
    assert reading.confidence < 0.8  # a person looks at it
    assert "medicine" not in " ".join(each.code for each in reading.reasons)


@pytest.mark.parametrize("text", ["masque ISO 10993-1", "masque", "EN 14683"])
def test_a_standard_alone_or_of_any_device_names_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text).family is None
