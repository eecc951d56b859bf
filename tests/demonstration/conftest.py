"""The knowledge base and its reader, once for the room's tests."""

from __future__ import annotations

import pytest

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading import Reader
from rakiza.reference.families import load


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """The families that ship with the project."""
    return load()


@pytest.fixture(scope="session")
def reader(knowledge: KnowledgeBase) -> Reader:
    """The reader over them."""
    return Reader(knowledge)
