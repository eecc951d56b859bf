"""The index of phrases: what is found, in part too, and without which words nothing is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.phrase_hits import Pair, Phrase, hit_of, pair_hit, said_of
from rakiza.engine.reading.phrases import PhraseIndex
from rakiza.reference.families import load

KNOWLEDGE = load()
INDEX = PhraseIndex(KNOWLEDGE, Writer(KNOWLEDGE.lexicon.abbreviations))
WORDS = [*sorted(INDEX.vocabulary)[::7], "inconnu", "autrement"]
Found = list[tuple[str, tuple[str, ...], float, float, tuple[int, ...]]]


def found(stems: list[str]) -> Found:
    hits = INDEX.hits([Lexeme(stem, place) for place, stem in enumerate(stems)])
    return [(hit.phrase.owner, hit.phrase.stems, hit.score, hit.coverage, hit.lexemes) for hit in hits]


def searched(stems: list[str]) -> set[tuple[str, tuple[str, ...]]]:
    """Find the phrases by looking at every one of them: at least 60 % of what it says, and enough of it."""
    places = {stem: place for place, stem in reversed(list(enumerate(stems)))}
    kept = set()
    for phrase in INDEX.phrases:
        if len(phrase.stems) > 2 and any(
            stems.count(part) < 2 for part in phrase.stems if phrase.stems.count(part) > 1
        ):
            continue  # it says a word twice, the text but once
        gain = sum(INDEX.information[part] for part in phrase.stems if part in places)
        if gain >= 0.6 * phrase.information - 1e-12 and INDEX._enough(phrase, gain, places):
            kept.add((phrase.owner, phrase.stems))
    return kept


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_index_finds_what_a_search_of_every_phrase_finds(extra: list[str], chance: object) -> None:
    phrase = INDEX.phrases[chance.randrange(len(INDEX.phrases))]  # type: ignore[attr-defined]
    stems = [*phrase.stems[chance.randrange(2) :], *extra]  # type: ignore[attr-defined]
    assert {(owner, parts) for owner, parts, *_ in found(stems)} == searched(stems)


@given(st.lists(st.sampled_from(WORDS), max_size=4), st.randoms(use_true_random=False))
def test_nothing_speaks_for_an_owner_without_one_of_the_words_it_needs(
    extra: list[str], chance: object
) -> None:
    phrase = INDEX.phrases[chance.randrange(len(INDEX.phrases))]  # type: ignore[attr-defined]
    needed = INDEX.needed(phrase.owner)
    left = [stem for stem in (*extra, *phrase.stems) if stem not in needed]
    assert not needed or phrase.owner not in {owner for owner, *_ in found(left)}


def test_hits_come_best_first() -> None:
    scores = [score for _, _, score, *_ in found(["seringu", "insulin", "steril"])]
    assert scores == sorted(scores, reverse=True)
    assert scores


@pytest.mark.parametrize("stems", [[], [""], ["inconnu"], ["inconnu", "", "17"]])
def test_unknown_words_name_nothing(stems: list[str]) -> None:
    assert found(stems) == []


@given(
    st.sampled_from([phrase for phrase in INDEX.phrases if len(set(phrase.stems)) == len(phrase.stems) == 2]),
    st.permutations(range(9)),
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=9, max_size=9),
)
def test_two_words_count_as_any_phrase_does(
    phrase: Phrase, at: list[int], standing: list[tuple[int, bool]]
) -> None:
    words = [Lexeme("", place, distance, aside) for place, (distance, aside) in enumerate(standing)]
    places = dict(zip(phrase.stems, at, strict=False))
    pair = Pair(phrase, phrase.weight * phrase.information, *phrase.stems)
    assert pair_hit(pair, places, words) == hit_of(
        phrase, said_of(phrase, phrase.information), [places[part] for part in phrase.stems], words
    )
