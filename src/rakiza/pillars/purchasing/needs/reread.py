"""Reading a text again as the family that a person chose, so that its size and sterility still count."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from rakiza.engine.families import Family, Kind, KnowledgeBase, Lexicon
from rakiza.engine.reading import Reader
from rakiza.pillars.purchasing.needs.knowledge import families, knowledge, reader
from rakiza.pillars.purchasing.needs.values import CorrectedReading


def read_as_family(designation: str, family_id: str) -> CorrectedReading:
    """Return what `designation` says under one family; KeyError where there is no such family.

    The family's own name is read along, so that the family is recognised whatever the text says.
    """
    family = families()[family_id]
    reading = _reader_of(family_id).read(f"{designation} {family.labels.fr}")
    own = reading.family == family_id
    return CorrectedReading(
        kind=family.kind,
        family=family_id,
        emdn=reading.emdn if own else family.emdn,
        attributes=reading.attributes if own else (),
        packaging=reading.packaging,
    )


def read_as_kind(designation: str, kind: Kind) -> CorrectedReading:
    """Return the text as an article of that kind and of no family."""
    return CorrectedReading(kind=kind, packaging=reader().read(designation).packaging)


@lru_cache(maxsize=64)
def _reader_of(family_id: str) -> Reader:
    """Return a reader that knows one family, and no word of medicines or other articles."""
    known = knowledge()
    return Reader(
        KnowledgeBase((_alone(families()[family_id]),), _devices_only(known.lexicon), known.version)
    )


def _alone(family: Family) -> Family:
    """Drop what only makes sense beside other families."""
    return replace(family, excludes=(), tie_rules=())


def _devices_only(lexicon: Lexicon) -> Lexicon:
    none: frozenset[str] = frozenset()
    return replace(lexicon, medicine={}, other={}, exact=none, medicine_forms=none, medicine_stems=())
