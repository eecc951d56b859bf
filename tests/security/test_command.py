"""The acts of the API by command, walked by every role: who may changes once, who may not changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.security.api_writes import NAMED_BY_BODY, WRITES, undone
from tests.security.commanding import command
from tests.security.house import House
from tests.security.test_api import last_event

from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.organisations.enums import Role


def test_who_may_changes_and_leaves_a_row(house: House, tmp_path: Path) -> None:
    for name, write in WRITES.items():
        role = next(iter(write.does))
        with undone():
            write.prepare(house)
            last, actor = last_event(), house.people[role]

            done = command(write, house, actor, tmp_path)

            assert done.exit_code == 0, (name, done.output)
            event = AuditEvent.objects.get(pk__gt=last, action=write.leaves)
            assert (event.user, event.organisation, event.role) == (actor.user, actor.organisation, role), (
                name
            )
            assert event.origin.startswith("command "), name
    assert verify_chain().intact


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_do_changes_nothing(house: House, role: Role, tmp_path: Path) -> None:
    actor = house.people[role]
    for name, write in WRITES.items():
        if role in write.does:
            continue
        with undone():
            write.prepare(house)
            before = last_event()

            refused = command(write, house, actor, tmp_path)

            assert (name, refused.exit_code, refused.stdout) == (name, 1, "")
            assert refused.stderr.strip(), name
            assert last_event() == before, name
            kept = RefusedAct.objects.latest("pk")
            assert (kept.user, kept.origin.split()[0]) == (actor.user, "command"), name


def test_what_another_organisation_owns_is_not_there(house: House, tmp_path: Path) -> None:
    for name, write in WRITES.items():
        if not write.alone and name not in NAMED_BY_BODY:
            continue
        for role in write.does:
            with undone():
                write.prepare(house)
                before = last_event()

                refused = command(write, house, house.strangers[role], tmp_path)

                assert (name, refused.exit_code, refused.stdout) == (name, 1, "")
                assert last_event() == before, name
