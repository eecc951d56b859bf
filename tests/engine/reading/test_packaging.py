"""Packaging in every habit, apart from the article's own measures."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.reading import PackReading, fold
from rakiza.engine.reading.pack_spans import PackSpan
from rakiza.engine.reading.packaging import PackReader
from rakiza.engine.reading.roles import STARTS, Roles
from rakiza.engine.reading.tokens import tokenise
from rakiza.reference.families import load

PACKS = PackReader(load().lexicon.pack_units)
ROLES = Roles(PACKS.words.ways)


@pytest.mark.parametrize(
    ("text", "size", "unit"),
    [
        ("GANT LATEX TAILLE S BT 200", 200, "boite"),
        ("BANDE VELPEAU B/12", 12, "boite"),
        ("CHANGE COMPLET P/14", 14, "paquet"),
        ("ABAISSE LANGUE EN BOIS BOITE DE 500", 500, "boite"),
        ("charlotte ronde (paquet de 250)", 250, "paquet"),
        ("Tampon alcool (200 pcs/boîte)", 200, "boite"),
        ("masque FFP2, 20/boîte", 20, "boite"),
        ("CALOTTE, carton de 1000", 1000, "carton"),
        ("EAU OXYGENEE FL/250ML", None, "flacon"),
        ("SAVON LIQUIDE BIDON 5 L", None, "bidon"),
        ("LANCETTE, unité", 1, "unite"),
        ("PAIRE DE CISEAUX DROITS", None, None),
        ("BANDELETTE GLYCEMIE 50 TESTS", 50, "test"),
        ("TDR SYPHILIS, 25 tests", 25, "test"),
        ("SEL POUR AUTOMATE 4*20ML", 4, None),
        ("syringe 5 ml box of 100", 100, "boite"),
        ("قفازات مقاس كبير علبة ١٠٠", 100, "boite"),
        ("SURCHAUSSURE PE LE 100", 100, None),
        ("GANT NITRILE COND. 200", 200, None),
        ("MASQUE NEBULISEUR UDV: 1", 1, None),
        ("BOUCHON STERILE BTE DE 10X10", 100, "boite"),
        ("ibuprofen blister 10x10", 100, "blister"),
        ("TDR DENGUE KIT 25", 25, "kit"),
        ("ANTI-CCP ELISA 96 PUITS", 96, "test"),
        ("VITAMINE B12 ECL 100T", 100, "test"),
        ("PAPIER ECHO ROUL", None, "rouleau"),
        ("CISPLATINE 50MG FL INJ", None, "flacon"),
        ("TUBE GEL LE 5 ML", None, None),
        ("COMPRESSE 30X30", None, None),
        ("COMPRESSE 30*30 CM 8 PLIS", None, None),
        ("AIGUILLE 21G 40MM", None, None),
        ("", None, None),
    ],
)
def test_packs_are_read_in_every_habit(text: str, size: int | None, unit: str | None) -> None:
    reading = PACKS.read(fold(text)).reading
    assert (reading.size, reading.unit) == (size, unit)


def test_packs_in_a_carton_are_a_level() -> None:
    expected = PackReading(50, "boite", ((12, "carton"),))
    assert PACKS.read(fold("GANT NITRILE CARTON DE 12 BOITES DE 50")).reading == expected
    assert PACKS.digits_decide("bouchon bte de 10x10")  # 10x12 isn't so many at a level


def test_an_outer_pack_is_a_level() -> None:
    assert PACKS.read(fold("GANT NITRILE CARTON 10 X 100")).reading == PackReading(
        100, "boite", ((10, "carton"),)
    )


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("BOITE DE 40", PackReading(40, "boite")),
        ("rouleau", PackReading(1, "rouleau")),
        ("12", PackReading(12, None)),
        ("n'importe quoi", PackReading(30, "boite")),
        ("", PackReading(30, "boite")),
    ],
)
def test_what_is_given_beside_the_text_wins(given_text: str, expected: PackReading) -> None:
    assert PACKS.read("masque bt 30", given_text).reading == expected


@given(st.text(), st.text() | st.none())
def test_any_text_has_a_packaging_reading(text: str, given_text: str | None) -> None:
    span = PACKS.read(fold(text), given_text)
    assert span.reading.size is None or span.reading.size > 0


with (Path(__file__).parent / "blind_lines.csv").open(encoding="utf-8", newline="") as file:
    _ROWS = [row["text"] for row in csv.DictReader(file)]
LINES = sorted({fold(text) for text in _ROWS if any(mark.isdigit() for mark in text)})


@given(st.sampled_from(LINES), st.randoms(use_true_random=False))
def test_texts_that_differ_in_their_digits_are_packed_alike(folded: str, chance: random.Random) -> None:
    """What reading keeps by the shape of a text rests on it; noughts alone stay noughts."""

    def another(digits: re.Match[str]) -> str:
        most = 10 ** len(digits[0])
        return f"{chance.randrange(1, most):0{len(digits[0])}}" if digits[0].strip("0") else digits[0]

    other = re.sub(r"\d+", another, folded)
    if PACKS.digits_decide(folded):
        return
    span = PACKS.read(folded)
    again = PACKS.read(other)
    assert (again.spans, again.quoted, again.counts) == (span.spans, span.quoted, span.counts)
    assert again.reading == span.reading_of(other)


def test_few_pieces_depend_on_their_number() -> None:
    assert PACKS.digits_decide("clamp 15 pcs")
    assert PACKS.read("clamp 15 pcs").reading == PackReading()
    assert PACKS.read("clamp 25 pcs").reading == PackReading(25, "piece")
    assert not PACKS.digits_decide("clamp 150 pcs")


def by_words(folded: str) -> PackSpan:
    """Return the pack as it is sought where the words of a text are known."""
    texts = tokenise(folded).texts
    roles = ROLES.of(texts)
    return PACKS.read(folded, None, roles, ROLES.having(STARTS, texts, roles))


FORMS = [*filter(None, load().lexicon.pack_units), "u", "f", "amp", "b", "p", "pcs", "tests", "rlx", "t"]
JOINTS = [
    "s",
    " ",
    "/",
    " de ",
    "de",
    "x",
    "*",
    "par",
    "en",
    "vitamine ",
    " vit ",
    " dans ",
    "ml",
    " cc",
    "kg",
    "udv ",
    " lot ",
    "le",
    " x ",
    "(",
    ")",
    ",",
    ".",
    ":",
    "-",
]


@given(
    st.lists(
        st.one_of(st.sampled_from(FORMS), st.integers(0, 300).map(str), st.sampled_from(JOINTS)), max_size=8
    )
)
def test_the_words_of_a_text_hide_no_pack(parts: list[str]) -> None:
    folded = fold("".join(parts))
    assert by_words(folded) == PACKS.read(folded)


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        ("film 10x12 in, 125 sheets/box", PackReading(125, "boite")),
        ("test strips, 100/bx", PackReading(100, "boite")),
        ("needle 17G bx 50", PackReading(50, "boite")),
        ("bloodline ctn of 24", PackReading(24, "carton")),
        ("LIGNE ADULTE CART/24", PackReading(24, "carton")),
        ("POMPE A SALIVE S/100", PackReading(100, "sachet")),
        ("GANT S/POUDRE TS", PackReading()),
        ("شرائط 25 اختبار", PackReading(25, "test")),
    ],
)
def test_packs_in_other_words(text: str, pack: PackReading) -> None:
    assert PackReader(load().lexicon.pack_units).read(fold(text)).reading == pack


@pytest.mark.parametrize(
    "text", ["شرائط 25 اختبار", "كاشف 100 تحليل", "film, 125 sheets/box", "POMPE A SALIVE S/100"]
)
def test_the_words_of_other_habits_hide_no_pack(text: str) -> None:
    folded = fold(text)
    assert PACKS.read(folded).reading.size is not None
    assert by_words(folded) == PACKS.read(folded)


def test_a_pack_is_read_of_the_end_of_a_text_wherever_that_starts() -> None:
    ends = ["bt 100", "vitamine b12", "boite de 20 x 50", "flacon 5 ml"]
    texts = [before + end for end in ends for before in ("", "gant ", "gant latex ", "vitamine ", "x")]
    assert [by_words(text) for text in texts * 2] == [PACKS.read(text) for text in texts] * 2
