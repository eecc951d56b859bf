"""The reasons of a reading, in the order in which they are told; they quote the folded text.

What a reason quotes is kept as its place in the text: texts that differ in their digits alone are told the same.
Reasons, and how sure a reading is, are found out when they are first asked for: matching a list asks for neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rakiza.engine.reading import reasons
from rakiza.engine.reading.citations import Cited
from rakiza.engine.reading.confidence import Sources
from rakiza.engine.reading.lexemes import Lexeme
from rakiza.engine.reading.memo import Memo
from rakiza.engine.reading.pack_spans import PackSpan
from rakiza.engine.reading.phrases import MEDICINE, OTHER
from rakiza.engine.reading.ranking import Ranking
from rakiza.engine.reading.tokens import Tokens
from rakiza.engine.reading.values import Alternative
from rakiza.engine.reasons import Param, Reason

if TYPE_CHECKING:
    from rakiza.engine.reading.drawing import Outline

_MOST_QUOTED = 50_000
_AMBIGUOUS = 0.25  # a runner-up with that share of the belief is told
_FORM_QUOTED = 60  # characters of a text that only looks like a medicine
_CODES = {MEDICINE: reasons.MEDICINE_WORD, OTHER: reasons.OTHER_WORD}


class Quote(NamedTuple):
    """A reason that quotes the text from one character to another; `others` are its other parameters."""

    code: str
    others: tuple[tuple[str, Param], ...]
    start: int
    end: int

    def reason(self, folded: str) -> Reason:
        """Return the reason as told of a text; equal reasons are one object."""
        key = (self.code, self.others, folded[self.start : self.end])
        return _REASONS.get(key) or _REASONS.keep(key, Reason(key[0], (*key[1], ("word", key[2]))))


Told = Quote | Reason
_REASONS: Memo[tuple[str, tuple[tuple[str, Param], ...], str], Reason] = Memo(_MOST_QUOTED)


class Sure(NamedTuple):
    """How sure a reading is, why a person should look at it, and what else the text may mean."""

    confidence: float
    doubt: str | None
    alternatives: tuple[Alternative, ...]


class Telling:
    """How sure one reading is, and its reasons: found out when they are first asked for."""

    __slots__ = ("_judge", "_outline", "_sources", "_sure", "_tokens", "_told")

    def __init__(
        self, judge: Callable[[Outline, Sources], Sure], outline: Outline, tokens: Tokens, sources: Sources
    ) -> None:
        """Keep what there is to judge and to tell: `sources` are the tokens that gave attributes."""
        self._judge = judge
        self._outline = outline
        self._tokens: Tokens | None = tokens  # until the reasons are told
        self._sources = sources
        self._sure: Sure | None = None
        self._told: tuple[Told, ...] = ()

    @property
    def sure(self) -> Sure:
        """Return how sure the reading is."""
        if self._sure is None:
            self._sure = self._judge(self._outline, self._sources)
        return self._sure

    def all(self) -> tuple[Told, ...]:
        """Return the reasons, in the order in which they are told."""
        tokens = self._tokens
        if tokens is not None:
            self._told = _all(self._outline, tokens, self._sources, self.sure.doubt)
            self._tokens = None  # after the telling: another thread may ask too
        return self._told


def _all(outline: Outline, tokens: Tokens, sources: Sources, doubt: str | None) -> tuple[Told, ...]:
    ranking = outline.ranking
    if ranking is None:
        return (Reason.of(reasons.EMPTY),)
    return (
        *named(ranking, outline.words, outline.named_at, tokens),
        *attributes(sources, tokens),
        *packed(outline.pack, tokens.folded),
        *referred(outline.cited, tokens.folded),
        *doubtful(ranking, outline.hints, outline.others),
        *([Reason.of(doubt)] if doubt else []),
    )


def named(
    ranking: Ranking, words: Sequence[Lexeme], named_at: tuple[int, int] | None, tokens: Tokens
) -> list[Told]:
    """Tell which words (from token to token) name the article, and how those were meant that were mended."""
    best = ranking.best
    if best is None:
        return [Reason.of(reasons.FAMILY_MISSING)]
    code = _CODES.get(best.owner)
    if named_at is None:  # the form of a medicine says it, or a standard that is told by itself
        return [Quote(reasons.MEDICINE_FORM, (), 0, _FORM_QUOTED)] if code else []
    others = () if code else (("family", best.owner),)
    told: list[Told] = [_quoted(code or reasons.FAMILY_PHRASE, others, *named_at, tokens)]
    for place in best.hits[0].lexemes:
        word = words[place]
        if word.distance:
            meant = (("meant", word.stem),)
            told.append(_quoted(reasons.FAMILY_TYPO, meant, word.token, word.token, tokens))
    return told


def attributes(sources: Iterable[tuple[str, int, int]], tokens: Tokens) -> list[Told]:
    """Tell which words gave each attribute."""
    starts, texts = tokens.starts(), tokens.texts
    return [
        Quote(reasons.ATTRIBUTE, (("name", name),), starts[first], starts[last] + len(texts[last]))
        for name, first, last in sources
    ]


def _quoted(code: str, others: tuple[tuple[str, Param], ...], first: int, last: int, tokens: Tokens) -> Quote:
    return Quote(code, others, tokens.start(first), tokens.end(last))


def packed(pack: PackSpan, folded: str) -> list[Told]:
    """Tell which words are the pack's."""
    return [_trimmed(reasons.PACKAGING, span, folded) for span in (*pack.spans, *pack.quoted)]


def referred(cited: Cited, folded: str) -> list[Told]:
    """Tell which words are references, that say nothing of the article."""
    return [_trimmed(reasons.REFERENCE, span, folded) for span in cited.references]


def _trimmed(code: str, span: tuple[int, int], folded: str) -> Quote:
    word = folded[slice(*span)]
    first = span[0] + len(word) - len(word.lstrip())
    return Quote(code, (), first, first + len(word.strip()))


def doubtful(
    ranking: Ranking, hints: Sequence[tuple[str, float]], others: Sequence[Alternative]
) -> list[Reason]:
    """Tell the code that stands in for a missing family, and the family that is nearly as likely."""
    told = [Reason.of(reasons.OFFICIAL_TERM, emdn=hints[0][0])] if hints else []
    if ranking.family is not None and others and others[0].probability >= _AMBIGUOUS:
        told.append(Reason.of(reasons.AMBIGUOUS, family=ranking.family.id, other=others[0].family))
    return told
