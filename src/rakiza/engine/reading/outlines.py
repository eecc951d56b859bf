"""What the words of a text decide, whatever numbers stand among them.

Lists name the same article in many sizes: `SONDE DE FOLEY CH 12`, `CH 14`, `CH 16`. Two texts have the
same shape if they differ only in the digits of their numbers. What they name, which words give a value
and where the pack stands is then the same, and is found out once; what the numbers decide is a plan's.

A few numbers are words: the 2 of `FFP 2`, the 5008 of a machine, the 2 of `m2`. Those that can matter
beside the words of a shape are looked at, and a nought always is. What one shape gives is kept when a
second text of it is met: most shapes of a list occur once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.drawing import Drawer, Outline
from rakiza.engine.reading.memo import Memo
from rakiza.engine.reading.plans import Plan
from rakiza.engine.reading.ranking import Ranking
from rakiza.engine.reading.schema import UNIVERSAL, schema_names
from rakiza.engine.reading.tokens import NUMBERS, Tokens, tokenise
from rakiza.engine.reading.unit_words import UNIT_WORDS

_NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
_MOST_SHAPES = 20_000
_MOST_SEEN = 200_000
_MOST_OUTLINES = 64  # of one shape
_NONE: frozenset[int] = frozenset()
_NO_NUMBERS: frozenset[str] = frozenset()
_NO_VALUES: list[float] = []
_made = tuple.__new__  # a named tuple of many that are made: half the time of a call
_ENDINGS = re.compile(r"(\D+?)(\d+)(?!.*\d)")
# Numbers that end a unit (m2, cm3), and the words that they stand behind.
_ENDED = [match.groups() for match in map(_ENDINGS.match, UNIT_WORDS) if match]
_UNIT_DIGITS = frozenset(digits for _, digits in _ENDED)
_BEFORE_UNIT_DIGITS = frozenset(tokenise(word).texts[-1] for word, _ in _ENDED)


def shape_name(folded: str) -> bytes:
    """Return what texts have in common that differ only in the digits of their numbers, noughts apart."""
    return folded.encode("utf-8", "surrogatepass").translate(_NOUGHTS)


@dataclass(slots=True)
class _Kin:
    """The outlines of one shape and what it names, by the numbers that give a value (`telling`)."""

    telling: frozenset[str]
    outlines: dict[tuple[str, ...], Outline] = field(default_factory=dict)


class Shape:
    """The texts that differ only in digits: the first one met, and the outlines by telling numbers."""

    __slots__ = (
        "_counts_few", "_divided", "_ended", "_read", "_spans", "_telling", "is_planned", "kin", "tokens",
    )  # fmt: skip

    def __init__(
        self, tokens: Tokens, packed: frozenset[int], telling: frozenset[str], *, counts_few: bool
    ) -> None:
        """Keep where the numbers of a text stand, and which could be words: of those not `packed`.

        Where numbers tell a pack from something else (`counts_few`), as 15 and 20 pieces, each number is kept apart.
        """
        self.tokens = tokens
        self.kin: dict[tuple[str, ...], _Kin] = {}
        texts, places = tokens.texts, tokens.numbered()
        self._telling = telling
        self._counts_few = counts_few
        self._read = [number for number, place in enumerate(places) if place not in packed]
        self._spans = [(tokens.start(place), tokens.end(place)) for place in places]
        self._divided = [tokens.divides(place) for place in places]
        # A number that may end a unit, or be a thread written as a decimal (`6.0`).
        self._ended = [
            number
            for number, place in enumerate(places)
            if (place and texts[place - 1] in _BEFORE_UNIT_DIGITS) or texts[place][1:2] == "."
        ]
        self.is_planned = all(tokens.numbers[place] is not None for place in places)

    def written(self, folded: str) -> list[str]:
        """Return the numbers of a text of this shape, as written."""
        return [folded[start:end] for start, end in self._spans]

    def key(self, written: list[str]) -> tuple[str, ...]:
        """Return those of the written numbers that say what is named, and how those end that are read else."""
        found = self.told(written, self._telling)
        if self._ended:
            found += tuple([_ending(written[number]) for number in self._ended])
        if self._counts_few:
            found += tuple(written)
        return found

    def told(self, written: list[str], telling: frozenset[str]) -> tuple[str, ...]:
        """Return those of the written numbers outside the pack that tell something, each in its place."""
        if telling.isdisjoint(written):
            return ()
        return tuple([written[number] if written[number] in telling else "" for number in self._read])

    def has_bare_nought(self, written: list[str], numbers: Sequence[float | None]) -> bool:
        """Tell whether a nought stands alone, the second part of a fraction (`2/0`) excepted."""
        return 0.0 in numbers and any(
            number == 0.0 and not (divided and text == "0")
            for text, number, divided in zip(written, numbers, self._divided, strict=True)
        )


def _ending(written: str) -> str:
    if written in _UNIT_DIGITS:
        return written
    return ".0" if written[1:] == ".0" else ""


class Line(NamedTuple):
    """One text's outline, and its numbers where a plan may decide what they mean; else its tokens.

    `shape` is None where the outline was drawn of this very text.
    """

    outline: Outline
    tokens: Tokens | None
    shape: Shape | None = None
    numbers: list[float] = _NO_VALUES


class Outlines:
    """Finds the outlines of texts; those of a shape are kept."""

    def __init__(self, knowledge: KnowledgeBase, drawer: Drawer) -> None:
        """Keep nothing yet; new outlines are drawn by the `drawer` of that knowledge."""
        self._drawer = drawer
        self._telling = drawer.telling
        self._numbered, self._abbreviating = drawer.writer.numbered, drawer.writer.numbers
        given = drawer.values.stated_by_numbers()
        self._given: dict[str | None, frozenset[str]] = {
            family.id if family else None: _NO_NUMBERS.union(
                *(
                    numbers
                    for name, numbers in given.items()
                    if name in UNIVERSAL or name in schema_names(family)
                )
            )
            for family in (None, *knowledge.families)
        }
        self._shapes: Memo[bytes, Shape] = Memo(_MOST_SHAPES)
        self._seen: set[int] = set()

    def lines(self, texts: Sequence[str]) -> list[Line]:
        """Return the outlines of folded texts, each with its numbers or its tokens; new shapes are drawn together."""
        names = [shape_name(folded) for folded in texts]
        self._expect(names)
        new = {name: Tokens(folded) for name, folded in self._first_of_new(names, texts)}
        drawn = dict(zip(new, self._drawer.draw(list(new.values())), strict=True))
        return [
            self._known(folded, name) if name not in drawn else self._new(name, new[name], drawn.pop(name))
            for folded, name in zip(texts, names, strict=True)
        ]

    def _first_of_new(self, names: Iterable[bytes], texts: Iterable[str]) -> Iterator[tuple[bytes, str]]:
        """Yield the first text of each shape that isn't kept."""
        met: set[bytes] = set()
        for name, folded in zip(names, texts, strict=True):
            if name not in met and self._shapes.get(name) is None:
                met.add(name)
                yield name, folded

    def _expect(self, names: Sequence[bytes]) -> None:
        """Remember the shapes that come twice: those are kept at once."""
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()
        self._seen.update([hash(name) for name, count in Counter(names).items() if count > 1])

    def _new(self, name: bytes, tokens: Tokens, outline: Outline) -> Line:
        """Return the line of a text just drawn, and keep its shape if that is met again."""
        if outline.cited.clauses or not self._is_seen(
            name
        ):  # the digits of a standard make it one of its own
            return _made(Line, (outline, tokens, None, _NO_VALUES))
        return self._shaped(name, tokens, outline)

    def _known(self, folded: str, name: bytes) -> Line:
        """Return the line of a text whose shape was met before."""
        shape = self._shapes.get(name)
        if shape is None:  # it isn't kept, or no longer
            tokens = Tokens(folded)
            return self._new(name, tokens, self._drawn(tokens))
        written = shape.written(folded)
        numbers = [NUMBERS[text] for text in written]
        if shape.has_bare_nought(written, numbers):
            tokens = Tokens(folded)
            return Line(self._drawn(tokens), tokens)
        kin = shape.kin.get(shape.key(written))
        kept = kin.outlines.get(shape.told(written, kin.telling)) if kin is not None else None
        outline = kept or self._drawn(Tokens(folded))
        if kept is None:
            self._keep(shape, written, outline)
        if not shape.is_planned:
            return Line(outline, shape.tokens.alike(folded), shape)
        return Line(outline, None, shape, numbers)  # type: ignore[arg-type]

    def _shaped(self, name: bytes, tokens: Tokens, outline: Outline) -> Line:
        """Keep the shape of a text with its outline, unless a nought makes that one of its own."""
        telling, packed = self._telling.beside(outline.words), outline.taken
        if not self._numbered.isdisjoint(tokens.texts):  # an abbreviation may take a number from a pack
            telling, packed = telling | self._abbreviating, _NONE
        few = self._drawer.packs.digits_decide(tokens.folded)
        shape = self._shapes.keep(name, Shape(tokens, _NONE if few else packed, telling, counts_few=few))
        written = shape.written(tokens.folded)
        numbers = [NUMBERS[text] for text in written]
        if shape.has_bare_nought(written, numbers):
            return Line(outline, tokens)
        self._keep(shape, written, outline)
        return Line(outline, None, shape, numbers) if shape.is_planned else Line(outline, tokens)  # type: ignore[arg-type]

    def _keep(self, shape: Shape, written: list[str], outline: Outline) -> None:
        """Keep an outline of a shape under the numbers that tell it."""
        key = shape.key(written)
        kin = shape.kin.get(key)
        if kin is None:
            if len(shape.kin) >= _MOST_OUTLINES:
                shape.kin.clear()
            kin = shape.kin[key] = _Kin(self._giving_values(outline.ranking))
        if len(kin.outlines) >= _MOST_OUTLINES:
            kin.outlines.clear()
        kin.outlines[shape.told(written, kin.telling)] = outline
        outline.plan = Plan()

    def _giving_values(self, ranking: Ranking | None) -> frozenset[str]:
        """Return the numbers that by themselves give a value to what is named."""
        if ranking is None or not ranking.is_device:
            return _NO_NUMBERS
        return self._given[ranking.family.id if ranking.family is not None else None]

    def _is_seen(self, name: bytes) -> bool:
        """Tell whether a shape was met before, and remember that it was."""
        mark = hash(name)
        if mark in self._seen:
            return True
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()
        self._seen.add(mark)
        return False

    def _drawn(self, tokens: Tokens) -> Outline:
        return self._drawer.draw([tokens])[0]

    def forget(self) -> None:
        """Drop every shape."""
        self._shapes.clear()
        self._seen.clear()
