"""The reasons of a reading, in the order in which they are told; they quote the folded text."""

from __future__ import annotations

from collections.abc import Sequence

from rakiza.engine.reading import reasons
from rakiza.engine.reading.lexemes import Lexeme
from rakiza.engine.reading.memo import Memo
from rakiza.engine.reading.packaging import PackSpan
from rakiza.engine.reading.phrases import MEDICINE, OTHER
from rakiza.engine.reading.ranking import Ranking
from rakiza.engine.reading.tokens import Tokens
from rakiza.engine.reading.values import Alternative
from rakiza.engine.reasons import Reason

_MOST_QUOTED = 50_000
_AMBIGUOUS = 0.25  # a runner-up with that share of the belief is told
_FORM_QUOTED = 60  # characters of a text that only looks like a medicine
_CODES = {MEDICINE: reasons.MEDICINE_WORD, OTHER: reasons.OTHER_WORD}
_ATTRIBUTE: Memo[tuple[str, str], Reason] = Memo(_MOST_QUOTED)


def named(
    ranking: Ranking, words: Sequence[Lexeme], named_at: tuple[int, int] | None, tokens: Tokens
) -> list[Reason]:
    """Tell which words (from token to token) name the article, and how those were meant that were mended."""
    best = ranking.best
    if best is None:
        return [Reason.of(reasons.FAMILY_MISSING)]
    if named_at is None:
        return [Reason.of(reasons.MEDICINE_FORM, word=tokens.folded[:_FORM_QUOTED])]
    word = tokens.quote(*named_at)
    code = _CODES.get(best.owner)
    name = (
        Reason.of(code, word=word) if code else Reason.of(reasons.FAMILY_PHRASE, word=word, family=best.owner)
    )
    mended = [words[place] for place in best.hits[0].lexemes if words[place].distance]
    return [name] + [
        Reason.of(reasons.FAMILY_TYPO, word=tokens.texts[lexeme.token], meant=lexeme.stem)
        for lexeme in mended
    ]


def attributes(sources: Sequence[tuple[str, int, int]], tokens: Tokens) -> list[Reason]:
    """Tell which words gave each attribute; equal reasons are one object."""
    found = []
    for name, first, last in sources:
        key = (name, tokens.quote(first, last))
        found.append(_ATTRIBUTE.get(key) or _ATTRIBUTE.keep(key, _attribute(*key)))
    return found


def _attribute(name: str, word: str) -> Reason:
    return Reason.of(reasons.ATTRIBUTE, name=name, word=word)


def packed(pack: PackSpan, folded: str) -> list[Reason]:
    """Tell which words are the pack's."""
    return [
        Reason.of(reasons.PACKAGING, word=folded[start:end].strip())
        for start, end in (*pack.spans, *pack.quoted)
    ]


def doubtful(
    ranking: Ranking, hints: Sequence[tuple[str, float]], others: Sequence[Alternative]
) -> list[Reason]:
    """Tell the code that stands in for a missing family, and the family that is nearly as likely."""
    told = [Reason.of(reasons.OFFICIAL_TERM, emdn=hints[0][0])] if hints else []
    if ranking.family is not None and others and others[0].probability >= _AMBIGUOUS:
        told.append(Reason.of(reasons.AMBIGUOUS, family=ranking.family.id, other=others[0].family))
    return told
