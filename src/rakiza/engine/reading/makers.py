"""Makers' names and what announces them: words that say who made an article, never what it is."""

from __future__ import annotations

from collections.abc import Sequence

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.lexemes import Lexeme, Writer

_ANNOUNCING = (
    "marque", "marquage", "brand", "fabricant", "fabriqué", "manufacturer", "chez", "modèle", "model",
    "ماركة", "علامة تجارية", "موديل",
)  # fmt: skip


class Makers:
    """The names of the lexicon, by their stems."""

    __slots__ = ("_announcing", "_known", "_names", "_telling", "stems")

    def __init__(self, knowledge: KnowledgeBase, writer: Writer, vocabulary: frozenset[str]) -> None:
        """`vocabulary` has every stem that some phrase or value uses: `stems` are those of makers' names alone."""
        lexicon = knowledge.lexicon
        self._known = vocabulary
        self._names = frozenset(writer.stems(name) for name in (*lexicon.brands, *lexicon.short_brands))
        self._announcing = frozenset(stem for word in _ANNOUNCING for stem in writer.stems(word))
        self._telling = self._announcing.union(*self._names)
        self.stems = frozenset(part for name in lexicon.brands for part in writer.stems(name)) - vocabulary

    @property
    def words(self) -> frozenset[str]:
        """Return the stems that are rightly written, though they name no article: ETHICON is no ETHILON."""
        return self.stems | self._announcing

    def are_all(self, words: Sequence[Lexeme]) -> bool:
        """Tell whether words are a maker's name and nothing else, numbers and `marque` apart."""
        if self._telling.isdisjoint([word.stem for word in words]):
            return False
        said = [word.stem for word in words if word.stem[0].isalpha()]
        named = tuple(stem for stem in said if stem not in self._announcing)
        if named in self._names:
            return True
        return 0 < len(named) < len(said) and self._known.isdisjoint(named)
