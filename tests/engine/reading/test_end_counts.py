"""A designation may end with how many come at once, and sides may be joined by more than a cross."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.reader import shared_reader

from rakiza.engine.reading import Reader, end_counts
from rakiza.engine.reading.end_counts import end_count


@pytest.fixture(scope="module")
def reader() -> Reader:
    return shared_reader()


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("COMPRESSES 10*10 X100", 100, None),
        ("COMPRESSES 10*10 /100", 100, None),
        ("VICRYL 2/0 x36", 36, None),
        ("TUBES SECS 5ML 50 PC", 50, "piece"),
        ("compresses 10x10 100 pièces", 100, "piece"),
        ("GANTS STERILES 7.5 50 PRS", 50, "paire"),
        ("VICRYL 2/0 36 SACHETS", 36, "sachet"),
        ("papier ecg 10 rouleaux", 10, "rouleau"),
        ("exam gloves 100's", 100, None),
        ("masque chirurgical à l'unité", 1, "unite"),
        ("exam gloves pair", 1, "paire"),
        ("VICRYL 2/0 BTE DE 3 DOUZAINES", 36, "boite"),
        ("glucose 4 flacons x 50 ml", 4, "flacon"),
        ("masque chirurgical cdt 50", 50, None),
        ("aiguille 19G b.100", 100, "boite"),
        ("قفازات فحص علبة من ١٠٠ قطعة", 100, "boite"),
        ("قفازات فحص 100 في العلبة", 100, "boite"),
        ("شاش عبوة 12", 12, "paquet"),
        ("SONDE D'INTUBATION 7,5 BALLONNET /10", 10, None),
        ("Couteau 15° coudé ophtalmique U.U x5", 5, None),
        ("PERFUSEUR STERILE U.U /25", 25, None),
        ("bande crêpe 4 m x 10 cm, la douzaine", 12, None),
        ("Crepe bandage 4 in x 5 yd, dozen", 12, None),
        ("gants d'examen tailleM boitede100", 100, "boite"),
        ("clips titane medium large, cartouche de 6", 6, "cartouche"),
        ("Tube EDTA K3 4 ml violet portoir 50", 50, None),
        # what is no pack
        ("CHAMP OPERATOIRE 75 x 90", None, None),
        ("TRANSFUSEUR AVEC FILTRE 200 µ", None, None),
        ("BOITE DE CESARIENNE 38 PIECES", None, None),
        ("SERINGUE INSULINE 100 UNITES", None, None),
        ("DRAIN DE REDON CH16 + FLACON 400ML", None, None),
        ("VIS CORTICALE 3.5 X 40", None, None),
    ],
)
def test_a_count_at_the_end_is_a_pack(reader: Reader, text: str, size: int | None, unit: str | None) -> None:
    packaging = reader.read(text).packaging
    assert (packaging.size, packaging.unit) == (size, unit)


def test_a_count_alone_is_none() -> None:
    assert end_count("x100") is None
    assert end_count("100 pieces") is None
    assert end_count("") is None


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("compresse 10 sur 10", {("width", 10.0), ("length", 10.0)}),
        ("compresse 10x10x12 plis", {("width", 10.0), ("length", 10.0), ("plies", 12.0)}),
        ("compresse non tissee 10x10 4P", {("width", 10.0), ("length", 10.0), ("plies", 4.0)}),
        ("champ 75/90 cm", {("width", 75.0), ("length", 90.0)}),
        ("champ 75x75 diam 10 cm", {("width", 75.0), ("length", 75.0), ("diameter", 10.0)}),
        ("bande crepe 4m/10cm", {("width", 10.0), ("length", 4.0)}),
        ("bande plâtrée 10/3", {("width", 10.0), ("length", 3.0)}),
        ("seringue ½ ml", {("volume", 0.5)}),
        ("prolongateur 1 m M/F", {("length", 1.0)}),
        ("kt central tri lumière 7fr", {("lumens", 3.0), ("french_size", 7.0)}),
        ("nylon 3/0 AT 24", {("suture_usp", "3/0"), ("needle_length", 24.0), ("needle_type", "cutting")}),
        ("vicryl 3/0 26 ronde", {("suture_usp", "3/0"), ("needle_length", 26.0), ("needle_type", "round")}),
    ],
)
def test_sides_and_needles_in_other_habits(
    reader: Reader, text: str, stated: set[tuple[str, float | str]]
) -> None:
    read = {(each.name, each.value) for each in reader.read(text).attributes}
    assert stated <= read
    sides = {name for name, _ in read} & {"width", "length", "diameter"}
    assert sides == {name for name, _ in stated} & {"width", "length", "diameter"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SIT n° 7", "R0103"),
        ("KTA radial", "C0103"),
        ("CPR STERILE 10x10", "M0201"),
        ("BAVU adulte", "R0302"),
        ("DASRI 5 litres", "V04"),
        ("Seringue pré-remplie NaCl 0.9% 10 ml", "A020107"),
        ("pince préhension coelioscopie", "L1204"),
        ("plaque de cranioplastie titane", "P0103"),
        ("endoprothèse aortique", "P070401"),
        ("planche de transfert", "V080504"),
        ("pince bipolaire uu", "K020101"),
        ("دارة تنفس", "R0201"),
        ("دعامة حالب", "U0203"),
        ("electrosurgical unit", "Z120109"),
    ],
)
def test_short_and_plain_names_have_their_code(reader: Reader, text: str, code: str) -> None:
    assert (reader.read(text).emdn or "").startswith(code)


def test_numbers_that_make_a_pack_or_not_are_read_apart(reader: Reader) -> None:
    """A list repeats one shape: what its outline is kept by must tell 100 from 103, and a dozen needs no number."""
    texts = ["compresses 10*10 x100", "compresses 10*10 x103", "vicryl 2/0 bte 3 dz", "vicryl 2/0 bte 5 dz"]
    readings = reader.read_many([*texts, *(text.upper() for text in texts), "DZ", "ÐZ"])
    assert [each.packaging.size for each in readings] == [100, None, 36, 60, 100, None, 36, 60, None, None]


_ENDS = st.sampled_from(
    ["x", " x ", "/", " c/", "50", "100", "s", "'s", ")", ".", " ", "pc", "sachets", "unite", "ml", "12 l"]
)


@given(st.lists(_ENDS, max_size=6))
def test_no_text_that_ends_in_a_count_is_passed_over(parts: list[str]) -> None:
    folded = "compresse " + "".join(parts)
    if end_counts._END.search(folded) is not None:
        assert end_counts._may_end(folded)
