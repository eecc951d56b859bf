"""The words that bear on what a text names: all that is found is found of them alone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.reader import shared_reader

from rakiza.engine.reading.decide import Decider, is_dosed
from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.phrase_hits import Phrase
from rakiza.engine.reading.phrases import PhraseIndex
from rakiza.engine.reading.ranking import Ranker
from rakiza.engine.reading.tokens import tokenise
from rakiza.reference.families import load

KNOWLEDGE = load()
WRITER = Writer(KNOWLEDGE.lexicon.abbreviations)
INDEX = PhraseIndex(KNOWLEDGE, WRITER)
RANKER = Ranker(KNOWLEDGE, WRITER, INDEX)
DECIDER = Decider(KNOWLEDGE, WRITER, frozenset(INDEX.vocabulary))
AGAINST = {owner: sorted(stems) for owner, stems in DECIDER.against().items()}
WORDS = [*sorted(INDEX.vocabulary)[::5], "inconnu", "comprim", "zorglubicilline", "12", "mg", "ml"]


@given(
    st.sampled_from(INDEX.phrases),
    st.lists(st.sampled_from(WORDS), max_size=5),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_the_words_that_bear_on_the_name_decide_as_all_words_do(
    phrase: Phrase, extra: list[str], is_aside: bool, chance: Random
) -> None:
    stems = [*phrase.stems, *extra, *AGAINST.get(phrase.owner, [])[: chance.randrange(4)]]
    chance.shuffle(stems)
    words = [Lexeme(stem, place, 0, is_aside and place > 1) for place, stem in enumerate(stems)]
    tokens = tokenise(" ".join(stems))
    expected = DECIDER.rank(INDEX.hits(words), stems, dosed=is_dosed(tokens))
    assert RANKER.rank([(words, tokens)])[0].candidates == expected


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("SERINGUE 5 ML", "SERINGUE 10 CC"),
        ("CHAMP ADHESIF", "CHAMP"),
        ("GANT CHIRURGICAL", "GANT"),
        ("AMOXICILLINE 500 MG", "AMOXICILLINE"),
        ("SERINGUE AVEC AIGUILLE", "SERINGUE AIGUILLE"),
    ],
)
def test_what_was_ranked_before_changes_nothing(text: str, apart: str) -> None:
    reader = shared_reader()
    reader.forget()
    alone = reader.read(text)
    reader.forget()
    reader.read(apart)
    assert reader.read(text) == alone
