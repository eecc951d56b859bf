"""What is kept by the shape of a text changes no reading: texts, noughts, numbers that are words."""

from __future__ import annotations

import csv
import random
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rakiza.engine.reading import Reader, fold
from rakiza.engine.reading.cells import row
from rakiza.engine.reading.outlines import Shape
from rakiza.engine.reading.tokens import NUMBERS, Tokens
from rakiza.reference.families import load

HERE = Path(__file__).parent
with (HERE / "blind_lines.csv").open(encoding="utf-8", newline="") as file:
    LABELLED = [row["text"] for row in csv.DictReader(file)]
OWN = [line.rsplit("|", 1)[0].strip() for line in (HERE / "designations.txt").read_text("utf-8").splitlines()]
LINES = LABELLED + OWN
NUMBERED = [text for text in LINES if any(mark.isdigit() for mark in text)]
KNOWLEDGE = load()


@cache
def keeping() -> Reader:
    """Return the reader that meets every text of this module, so that shapes are kept."""
    return Reader(KNOWLEDGE)


@cache
def forgetful() -> Reader:
    return Reader(KNOWLEDGE)


def renumbered(text: str, chance: random.Random) -> str:
    """Return the text with other numbers, mostly as long: of the same shape."""

    def another(digits: re.Match[str]) -> str:
        length = len(digits[0]) + chance.choice((0, 0, 0, 0, 1))
        return chance.choice((str(chance.randrange(10 ** (length - 1), 10**length)), "0" * length, digits[0]))

    return re.sub(r"\d+", another, text)


def test_lines_read_alike_whatever_was_read_before() -> None:
    first = {text: keeping().read(text) for text in LINES}
    chance = random.Random(7)
    for text in chance.sample(NUMBERED, 200):
        keeping().read(renumbered(text, chance))
    for text in reversed(LINES):
        assert keeping().read(text) == first[text]


@pytest.mark.parametrize("written", ["TROPONINE {} T", "CRP {} determinations", "ABAQUE {} pcs"])
def test_each_count_of_a_shape_is_its_own(written: str) -> None:
    texts = [written.format(count) for count in ("406", "101", "480", "012", "101", "912")]
    forgetful().forget()
    together = forgetful().readings(texts)
    assert [one.packaging.size for one in together[:3]] == [406, 101, 480]
    for text, one in zip(texts, together, strict=True):
        forgetful().forget()
        assert forgetful().read(text) == one


@settings(max_examples=200)
@given(st.sampled_from(NUMBERED), st.randoms(use_true_random=False))
def test_other_numbers_in_a_known_shape_are_read_as_if_it_were_new(text: str, chance: random.Random) -> None:
    for _ in range(4):  # the first is read, the second kept, from the third on plans are made and used
        keeping().read(renumbered(text, chance))
    other = renumbered(text, chance)
    forgetful().forget()
    anew = forgetful().read(other)
    assert keeping().read(other) == anew
    assert keeping().row(other) == row(anew)


def test_a_number_that_a_name_has_twice_is_counted_whatever_was_read_before() -> None:
    """A size of cover slips is `22x22`: of 22 x 24 only half was said, and that was kept for both."""
    line = "LAMELLES COUVRE OBJET {}X{} CATHETER COURT 20G ROSE AVEC SITE"
    forgetful().forget()
    anew = forgetful().row(line.format(22, 22))
    for _ in range(3):
        forgetful().row(line.format(22, 24))

    assert forgetful().row(line.format(22, 22)) == anew


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_any_text_is_read_the_same_each_time(text: str) -> None:
    forgetful().forget()
    read, cells = forgetful().read(text), forgetful().row(text)
    for _ in range(3):
        assert forgetful().read(text) == read
    assert forgetful().row(text) == cells == row(read)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(NUMBERED), st.sampled_from(NUMBERED), st.randoms(use_true_random=False))
def test_lists_of_sizes_are_read_as_if_every_line_were_new(
    one: str, other: str, chance: random.Random
) -> None:
    for _ in range(10):
        text = renumbered(f"{one} {other}", chance)
        forgetful().forget()
        assert keeping().row(text) == forgetful().row(text)


@given(st.text(alphabet="0123456789xX*/,.-() bBtTmMlLcCgG½°", max_size=30))
def test_numbers_and_units_alone_are_read_as_if_they_were_new(text: str) -> None:
    written = f"SERINGUE {text}"
    forgetful().forget()
    anew = forgetful().read(written)
    assert [keeping().read(written) for _ in range(3)] == [anew] * 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MASQUE FFP 2 BT 20", "MASQUE FFP 3 BT 20"),
        ("FILM RADIO 14/17", "FILM RADIO 24/30"),
        ("SOIE 2/0 AIG 22", "SOIE 1/2 AIG 22"),
        ("FIL SOIE 0 BT 12", "FIL SOIE 3 BT 12"),
        ("COMPRESSE BT 00", "COMPRESSE BT 50"),
        ("CLAMP 12 PCS", "CLAMP 25 PCS"),
        ("AIGUILLE 25G X 3 1/2", "AIGUILLE 25G X 3 1/9"),
        ("SONDE 8-9", "SONDE 9-8"),
        ("SONDE 8-9-7 MM", "SONDE 7-8-9 MM"),
        ("SACHET 90X230", "SACHET 10X230"),
        ("RACCORD DROIT 22/15", "RACCORD DROIT 15/22"),
        ("RACCORD DROIT 22/15", "RACCORD DROIT 67/15"),
        ("SUPPORT 27 PIECES 2 MM", "SUPPORT 2 PIECES 27 MM"),
        ("LINGE 3 M2", "LINGE 3 M3"),
        ("FIL 6.0", "FIL 6.5"),
        ("FIL N° 3/0 2", "FIL N° 1/2 3"),
        ("COMPRESSE 10/10", "COMPRESSE 14/17"),
        ("SONDE O2 BT 3", "SONDE O3 BT 2"),
        ("CLAMP 12 PCS", "CLAMP 05 PCS"),
    ],
)
def test_numbers_that_change_more_than_themselves(one: str, other: str) -> None:
    forgetful().forget()
    first = forgetful().read(one)
    forgetful().forget()
    second = forgetful().read(other)
    for _ in range(3):
        assert forgetful().read(one) == first
        assert forgetful().read(other) == second


def test_the_digits_of_reasons_are_those_of_the_text() -> None:
    keeping().read("SERINGUE 10 ML BT/100")
    quoted = {dict(reason.params).get("word") for reason in keeping().read("SERINGUE 20 ML BT/250").reasons}
    assert {"20 ml", "bt/250"} <= quoted


@given(st.sampled_from(LINES), st.sampled_from(["", " ", "  ", "\t"]))
def test_spaces_around_and_case_change_nothing(text: str, space: str) -> None:
    read = keeping().read(text)
    for written in (f"{space}{text}{space}", text.upper(), text.lower()):
        again = keeping().read(written)
        assert (again.kind, again.emdn, again.attributes, again.packaging, again.confidence, again.reasons) == (
            read.kind, read.emdn, read.attributes, read.packaging, read.confidence, read.reasons,
        )  # fmt: skip


@given(st.text(alphabet="ab 0123456789,./x-", max_size=40), st.randoms(use_true_random=False))
def test_tokens_of_the_same_shape(text: str, chance: random.Random) -> None:
    folded = fold(text)
    other = re.sub(r"\d", lambda _: str(chance.randrange(10)), folded)
    alike, anew = Tokens(folded).alike(other), Tokens(other)
    assert (alike.texts, alike.numbers) == (anew.texts, anew.numbers)
    assert [alike.start(place) for place in range(len(anew))] == [
        anew.start(place) for place in range(len(anew))
    ]
    assert "".join(anew.texts) == other.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "bare"),
    [("fil 0", True), ("2/0", False), ("0,9x40", False), ("b/00", True), ("10 x 20", False), ("00", True)],
)
def test_noughts_that_stand_alone(text: str, bare: bool) -> None:
    tokens = Tokens(text)
    shape = Shape(tokens, frozenset(), frozenset(), counts_few=False)
    written = shape.written(text)
    assert shape.has_bare_nought(written, [NUMBERS[number] for number in written]) is bare
