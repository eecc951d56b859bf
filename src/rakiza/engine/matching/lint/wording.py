"""Faults of the words: brands, marks that only a foreign body grants, words that contradict."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.matching.lint import reasons
from rakiza.engine.matching.lint.marks import Names
from rakiza.engine.matching.lint.values import Finding, Severity
from rakiza.engine.reading.fold import fold
from rakiza.engine.reasons import Reason

_EQUIVALENT = re.compile(
    r"\bou (?:un |son |tout )?(?:equivalent|similaire|comparable|(?:eq|equi|equiv|sim|simil)\b)|\bequivalents?\b"
    r"|\bou (?:toute )?autre marque|\bor (?:similar|equal|equiv)|او ما (?:يعادل|يماثل|يكافي)|او مكافي"
)
_LOCAL = re.compile(r"\bnm\b|\bimanor\b|\bmaroc|\bdmp\b|\bamm?ps\b|enregistrement|مغرب")
# In capitals where the word alone is another one (`ce`).
_MARKS = re.compile(
    r"\b(?:(?:marquage|marque|marqué|certifi\w*|norme)\s+)?(?:CE(?:\s?[0-2]\d{3})?|FDA|510\s?\(?[kK]\)?|ANVISA|TGA|PMDA"
    r"|UKCA|MHRA|NMPA|CFDA|KFDA|MFDS|NIOSH|K?N9[59]|T[ÜU]V|DEKRA|GMED|(?i:Swissmedic|Health Canada|Sant[ée] Canada))\b"
)
_FOREIGN_STANDARDS = re.compile(
    r"\b(?:ASTM|AAMI|ANSI|JIS|GOST|DIN|BS|UNE|NF)\s+(?!EN\b|ISO\b)[A-Z]{0,2}\s?\d[\w.\-]*"
)
ValueNames = Mapping[tuple[str, ...], tuple[tuple[str, object], ...]]
_LEAST_BRAND = 3
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 4
# Two values of different attributes that can't both be.
_OPPOSITES = (
    (("single_use", True), ("reusable", True)),
    (("latex_free", True), ("material", "latex")),
    (("suture_structure", "monofilament"), ("suture_structure", "braided")),
)
_OR = re.compile(r" (?:ou|or|et/ou|او) |/")  # what stands between is a choice


def brands_of(knowledge: KnowledgeBase) -> Mapping[tuple[str, ...], str]:
    """Return the family that each brand stands for, by its folded words."""
    found: dict[tuple[str, ...], str] = {}
    for family in knowledge.families:
        for synonym in family.synonyms:
            words = tuple(_WORD.findall(fold(synonym.text)))
            if synonym.brand and len("".join(words)) >= _LEAST_BRAND:
                found.setdefault(words, family.id)
    return found


def of_words(
    text: str,
    brands: Mapping[tuple[str, ...], str],
    values: ValueNames,
    names: Names,
    makers: frozenset[tuple[str, ...]] = frozenset(),
) -> Iterator[Finding]:
    """Return the faults that the words alone show; `makers` are the names of a catalogue's makers."""
    folded = fold(text)
    open_to_others = _EQUIVALENT.search(folded) is not None
    words = tuple(_WORD.findall(folded))
    if not open_to_others:
        yield from _brands(words, brands)
        told = [words[first:after] for first, after in _longest(words, brands)]
        yield from names.findings(text, makers, told)
        if not _LOCAL.search(folded):
            yield from _marks(text)
    yield from _contradictions(folded, words, values)


def _brands(words: tuple[str, ...], brands: Mapping[tuple[str, ...], str]) -> Iterator[Finding]:
    for first, after in _longest(words, brands):
        gram = words[first:after]
        word, family = " ".join(gram), brands[gram]
        yield Finding(
            Severity.WARNING,
            Reason.of(reasons.BRAND, word=word, family=family),
            Reason.of(reasons.OR_EQUIVALENT, word=word, family=family),
            words=word,
        )


def _marks(text: str) -> Iterator[Finding]:
    quoted = {
        match.group(0).strip() for pattern in (_MARKS, _FOREIGN_STANDARDS) for match in pattern.finditer(text)
    }
    for word in sorted(quoted):
        yield Finding(
            Severity.WARNING,
            Reason.of(reasons.FOREIGN_MARK, word=word),
            Reason.of(reasons.REGISTRATION),
            words=word,
        )


def value_names(knowledge: KnowledgeBase) -> ValueNames:
    """Return the values that phrases name, by their folded words."""
    return {tuple(_WORD.findall(phrase)): values for phrase, values in knowledge.lexicon.values.items()}


def _contradictions(folded: str, words: tuple[str, ...], values: ValueNames) -> Iterator[Finding]:
    said: dict[tuple[str, object], str] = {}
    of_flags: dict[str, dict[object, str]] = defaultdict(dict)
    for first, after in _longest(words, values):
        gram = words[first:after]
        for name, value in values[gram]:
            said.setdefault((name, value), " ".join(gram))
            if isinstance(value, bool):
                of_flags[name].setdefault(value, " ".join(gram))
    pairs = [(both[True], both[False], name) for name, both in of_flags.items() if len(both) == 2]
    pairs += [(said[one], said[other], one[0]) for one, other in _OPPOSITES if one in said and other in said]
    for word, other, name in sorted(pairs):
        if word != other and not _chosen(folded, word, other):
            yield Finding(
                Severity.ERROR,
                Reason.of(reasons.CONTRADICTION, word=word, meant=other),
                Reason.of(reasons.ONE_OF_THEM),
                words=word,
                attribute=name,
            )


def _chosen(folded: str, word: str, other: str) -> bool:
    """Tell two words that a choice joins: `monofilament ou tressé`."""
    spans = sorted(
        (found.start(), found.end()) for each in (word, other) if (found := _standing(each, folded))
    )
    return len(spans) == 2 and _OR.fullmatch(folded[spans[0][1] : spans[1][0]]) is not None


def _standing(word: str, folded: str) -> re.Match[str] | None:
    """Return where words stand whole, whatever parts them."""
    return re.search(rf"(?<!\w){re.escape(word).replace(chr(92) + ' ', '[^a-z0-9]+')}(?!\w)", folded)


def _longest(words: tuple[str, ...], phrases: Container[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Find known phrases, the longest from each word on; a word is used once."""
    at = 0
    while at < len(words):
        after = next(
            (e for e in range(min(at + _LONGEST, len(words)), at, -1) if words[at:e] in phrases), None
        )
        if after is not None:
            yield at, after
        at = after or at + 1
