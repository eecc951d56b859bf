"""What a cited standard names where the words name nothing by themselves: `masque EN 14683`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.citations import Clause
from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.standard_words import known_number


class StandardNames:
    """Finds the one family that a standard is written for and whose names have a word of the text."""

    def __init__(self, knowledge: KnowledgeBase, writer: Writer) -> None:
        """Gather the standards of each family's articles; those that only test them name nothing."""
        self._owners: dict[str, set[str]] = defaultdict(set)
        self._words: dict[str, frozenset[str]] = {}
        for family in knowledge.families:
            for written in family.standards:
                for number in known_number(fold(written)):
                    self._owners[number].add(family.id)
            names = [family.labels.fr, family.labels.ar, family.labels.en]
            names += [synonym.text for synonym in family.synonyms if not synonym.brand]
            if family.standards:
                self._words[family.id] = frozenset(stem for name in names for stem in writer.stems(name))

    def named(self, words: Sequence[Lexeme], clauses: Iterable[Clause]) -> str | None:
        """Return the family named, None where several might be."""
        stems = {word.stem for word in words}
        found: set[str] = set()
        for clause in clauses:
            if clause.name == "standard":
                for number in known_number(fold(str(clause.value))):
                    owners = self._owners.get(number, ())
                    found |= {owner for owner in owners if not self._words[owner].isdisjoint(stems)}
        return found.pop() if len(found) == 1 else None
