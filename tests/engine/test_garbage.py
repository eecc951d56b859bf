"""While the search for garbage is paused nothing is looked through, and nothing stays paused."""

from __future__ import annotations

import gc

import pytest

from rakiza.engine import garbage
from rakiza.engine.garbage import uncollected


def test_collection_is_paused_and_resumed() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_many_objects_made_without_collection_are_old_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "_MANY", 10)
    gc.unfreeze()  # whatever another test kept out of collection
    with uncollected():
        made = [[number] for number in range(100)]
    young = {id(each) for each in gc.get_objects(generation=0)}
    assert young.isdisjoint(map(id, made))
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)
