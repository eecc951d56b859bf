"""Lint of a requirement: what shuts out competition, what contradicts, what nobody makes.

`Linter(knowledge).lint(text, requirement, made)`: a pure function of its arguments. The buyer keeps or
relaxes each finding; who keeps one says why, which is for the record's room, not for this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.matching.lint.marks import Names
from rakiza.engine.matching.lint.measures import of_values
from rakiza.engine.matching.lint.sizes import of_sizes
from rakiza.engine.matching.lint.supply import of_supply
from rakiza.engine.matching.lint.values import Finding, Severity
from rakiza.engine.matching.lint.wording import brands_of, of_words, value_names
from rakiza.engine.matching.upgrades import MadeDevice
from rakiza.engine.matching.values import Requirement

__all__ = ["Finding", "Linter", "MadeDevice", "Severity"]

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}


class Linter:
    """Looks a requirement over with one knowledge base; build it once."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Gather the brands and the words of values."""
        self._families = knowledge.by_id()
        self._brands = brands_of(knowledge)
        self._values = value_names(knowledge)
        self._names = Names(knowledge)

    def names(self, makers: Iterable[str]) -> frozenset[tuple[str, ...]]:
        """Return what of the names of a catalogue's makers is recognised in texts; give it to `lint`."""
        return self._names.of_catalogue(makers)

    def lint(
        self,
        text: str,
        requirement: Requirement | None = None,
        made: Sequence[MadeDevice] = (),
        makers: frozenset[tuple[str, ...]] = frozenset(),
    ) -> tuple[Finding, ...]:
        """Return the findings, the gravest first, then those that would let most makers in.

        `requirement` is what the text was read as (None where no family was), `made` what local
        makers have, `makers` the `names` of all of them; without them only what the words and values show is found.
        """
        found = list(of_words(text, self._brands, self._values, self._names, makers))
        family = self._families.get(requirement.family) if requirement is not None else None
        if requirement is not None and family is not None:
            found += of_values(requirement, family)
            found += of_sizes(text, requirement, family)
            if made:
                found += of_supply(requirement, family, made)
        return tuple(sorted(found, key=_rank))


def _rank(finding: Finding) -> tuple[int, int, str, str, str]:
    return (
        _ORDER[finding.severity],
        -len(finding.makers),
        finding.code,
        finding.attribute or "",
        finding.words,
    )
