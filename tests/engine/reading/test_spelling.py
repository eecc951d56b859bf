"""Mistyped words: the letters that words are looked up by lose none that is near."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from rakiza.engine.reading.spelling import Correction, Speller

CHANCE = random.Random(11)
KNOWN = sorted(
    {"".join(CHANCE.choice("abcdeilnorst") for _ in range(CHANCE.randrange(5, 16))) for _ in range(400)}
)
SPELLER = Speller(KNOWN)


def mistyped(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    letter = chance.choice("abz")
    following = word[place + 1 : place + 2]
    return chance.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + following + word[place] + word[place + 2 :],
        )
    )


@given(st.sampled_from(KNOWN), st.integers(1, 2), st.randoms(use_true_random=False))
def test_the_nearest_word_is_found(word: str, slips: int, chance: random.Random) -> None:
    written = word
    for _ in range(slips):
        written = mistyped(written, chance)
    if written in SPELLER or len(written) < 5:
        return
    limit = 1 if len(written) < 10 else 2
    near = {}
    for known in KNOWN:
        distance = OSA.distance(written, known)
        other_start = known[0] != written[0]
        if distance <= limit and not (other_start and (distance > 1 or len(written) < 7)):
            near[known] = distance + 0.5 * other_start
    corrected = SPELLER.correct(written)
    if near:
        assert corrected is not None
        assert corrected.stems == (min(near, key=lambda known: (near[known], known)),)


def test_glued_words_are_parted() -> None:
    speller = Speller(["seringu", "steril", "gant"])
    assert speller.correct("gantsteril") is not None
    assert speller.correct("abc") is None
    assert speller.correct("x" * 500) is None


def test_answers_are_dropped_and_found_again() -> None:
    speller = Speller(["seringue"])
    first = speller.correct("seringeu")
    speller.forget()
    assert speller.correct("seringeu") == first


def test_a_word_cut_short_is_the_only_one_that_starts_so() -> None:
    speller = Speller(
        ["surchaussur", "polyglycoliqu", "circuit", "circulair", "chart", "charlott"], {"circuit": 1.0}
    )
    assert speller.correct("surchaus") == Correction(("surchaussur",), 1)
    assert speller.correct("polyglyc") == Correction(("polyglycoliqu",), 1)
    assert speller.correct("charl") == Correction(("charlott",), 1)  # not the nearer chart
    assert speller.correct("circ") is None  # two words start so
    assert speller.correct("surch-") is None
