"""The knowledge base and the reader of this process, built once and shared by jobs and pages."""

from __future__ import annotations

from functools import lru_cache

from rakiza.engine.families import Family, KnowledgeBase
from rakiza.engine.matching.lint import Linter
from rakiza.engine.reading import Reader
from rakiza.engine.specification import SpecificationReader
from rakiza.reference.families import load
from rakiza.reference.nomenclature import emdn


@lru_cache(maxsize=1)
def knowledge() -> KnowledgeBase:
    """Return the authored families; a changed file is seen by the next process."""
    return load()


@lru_cache(maxsize=1)
def reader() -> Reader:
    """Return the reader over `knowledge()`, and over the official nomenclature where it is loaded.

    What no family covers then gets an official code, as a hint; a table loaded since is seen by the
    next process.
    """
    return Reader(knowledge(), emdn().terms)


@lru_cache(maxsize=1)
def specified() -> SpecificationReader:
    """Return what reads a designation with its specification, by `reader()`."""
    return SpecificationReader(reader(), knowledge())


@lru_cache(maxsize=1)
def linter() -> Linter:
    """Return what looks requirements over, with `knowledge()`."""
    return Linter(knowledge())


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """Return the families by identifier."""
    return dict(knowledge().by_id())


def family_label(family_id: str, language: str) -> str:
    """Return a family's name; the identifier itself where the family is no longer authored."""
    family = families().get(family_id)
    return family.labels.in_language(language) if family else family_id
