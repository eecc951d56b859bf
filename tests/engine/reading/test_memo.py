"""Memos are bounded and keep what was asked for lately."""

from __future__ import annotations

from rakiza.engine.reading import Reader
from rakiza.engine.reading.lexemes import Lexeme
from rakiza.engine.reading.memo import Memo
from rakiza.engine.reading.telling import TellingNumbers
from rakiza.reference.families import load


def test_a_memo_never_holds_more_than_two_generations() -> None:
    memo: Memo[int, str] = Memo(10)
    for number in range(1000):
        assert memo.keep(number, str(number)) == str(number)
        assert len(memo) <= 20
    assert memo.get(999) == "999"
    assert memo.get(1) is None


def test_what_is_asked_for_stays() -> None:
    memo: Memo[int, str] = Memo(10)
    memo.keep(0, "asked for")
    for number in range(1, 1000):
        memo.keep(number, "")
        assert memo.get(0) == "asked for"


def test_a_cleared_memo_is_empty() -> None:
    memo: Memo[int, str] = Memo(10)
    memo.keep(1, "one")
    memo.clear()
    assert len(memo) == 0
    assert memo.get(1) is None


def test_numbers_tell_anywhere_or_beside_their_word() -> None:
    telling = TellingNumbers({"5008"}, [(["ffp"], ["2", "3"]), ([], ["14", "17"]), (["gant"], [])])
    assert telling.beside([Lexeme("masque", 0)]) == {"5008", "14", "17"}
    assert telling.beside([Lexeme("masque", 0), Lexeme("ffp", 1)]) == {"5008", "14", "17", "2", "3"}


def test_a_forgetful_reader_reads_the_same() -> None:
    reader = Reader(load())
    texts = ["SERINGEU 10 ML", "SONDE DE FOLEY CH 16", "SONDE DE FOLEY CH 18"]
    before = [reader.read(text) for text in texts]
    reader.forget()
    assert [reader.read(text) for text in texts] == before
