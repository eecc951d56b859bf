"""Every step of every machine, where somebody else's act is done just before this one holds the object: one wins, the other is told.

What was read before an object is held may no longer be true. So each step is begun from a state that it starts from,
and the object moves on at the very moment when the step comes to hold it: the step must look again. That two
connections really wait for each other there is shown by `tests/web/test_two_officers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, models
from tests.security.api_writes import WRITES, caller_of, undone
from tests.security.house import House
from tests.security.machines import MACHINES, Machine
from tests.security.test_api import last_event
from tests.security.test_transitions import rows
from tests.web.api.caller import said

from rakiza.kernel.audit.models import RefusedAct
from rakiza.kernel.organisations.enums import Role


@dataclass
class Meanwhile:
    """Puts a machine's objects into a state as somebody comes to hold one: by a lock, or by a change of it alone."""

    machine: Machine
    state: str
    moved: bool = False

    def moves(self) -> None:
        if not self.moved:
            self.moved = True  # first: moving them is a change too
            self.machine.put(self.state)

    def hears(self, execute: Any, sql: str, *given: Any) -> Any:
        if re.match(rf'UPDATE "{self.machine.model._meta.db_table}"', sql):
            self.moves()
        return execute(sql, *given)


@contextmanager
def meanwhile(patch: pytest.MonkeyPatch, machine: Machine, state: str) -> Iterator[Meanwhile]:
    """Let the objects be in `state` by the time that somebody holds one."""
    other, held = Meanwhile(machine, state), models.QuerySet.select_for_update

    def held_late(rows: models.QuerySet[Any], **options: Any) -> models.QuerySet[Any]:
        if rows.model is machine.model:
            other.moves()
        return held(rows, **options)

    with patch.context() as patched, connection.execute_wrapper(other.hears):
        patched.setattr(models.QuerySet, "select_for_update", held_late)
        yield other


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_a_step_looks_again_once_it_holds_its_object(
    house: House, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    machine = MACHINES[name]
    callers = {role: caller_of(house.people[role]) for role in Role}
    for step, origins in machine.origins.items():
        write = WRITES[machine.writes[step]]
        caller = callers[min(write.does)]
        state = next(one for one in reversed([*machine.states]) if one not in origins)
        with undone():
            write.prepare(house)
            before, refused = (rows(machine), last_event()), RefusedAct.objects.count()

            with meanwhile(monkeypatch, machine, state) as other:
                answer = write.send(caller, house)

            assert (step, answer.status_code, said(answer)["code"]) == (step, 409, machine.code)
            # What was moved meanwhile stood in the transaction that was refused: it went with it.
            assert (step, other.moved, rows(machine), last_event()) == (step, True, *before)
            assert RefusedAct.objects.count() == refused + 1, step
            assert RefusedAct.objects.latest("pk").code == machine.code, step
