"""Two people at the very same moment, in two real connections (PostgreSQL; SQLite has one writer)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.factories import NeedImportFactory, NeedLineFactory, an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.purchasing.needs.actions import confirm_import
from rakiza.pillars.purchasing.needs.models import NeedImport

PEOPLE = 4


def at_once(actions: list[Callable[[], object]]) -> list[str]:
    """Do all the actions at the same moment, each in its own connection; return how each went."""
    barrier = Barrier(len(actions), timeout=20)

    def do(action: Callable[[], object]) -> str:
        barrier.wait()
        try:
            action()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(actions)) as pool:
        return sorted(pool.map(do, actions))


@pytest.mark.django_db(transaction=True)
def test_of_four_people_confirming_at_once_one_wins() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs several writers")
    first = an_actor(Role.BUYER)
    people = [first, *(an_actor(Role.BUYER, first.organisation) for _ in range(PEOPLE - 1))]
    found = NeedImportFactory(organisation=first.organisation, reviewed=True)
    NeedLineFactory(need_import=found)

    def confirm(person: Actor) -> Callable[[], object]:
        return lambda: confirm_import(person, NeedImport.objects.get(pk=found.pk))

    outcomes = at_once([confirm(person) for person in people])

    assert outcomes == ["done", *["needs.already_confirmed"] * (PEOPLE - 1)]
    assert AuditEvent.objects.filter(action="needs.confirm").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_trail_stays_one_chain_under_many_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs several writers")
    imports = [NeedImportFactory(reviewed=True) for _ in range(PEOPLE)]
    for found in imports:
        NeedLineFactory(need_import=found)
    people = [an_actor(Role.BUYER, found.organisation) for found in imports]

    outcomes = at_once(
        [
            lambda who=who, what=what: confirm_import(who, what)
            for who, what in zip(people, imports, strict=True)
        ]
    )

    assert outcomes == ["done"] * PEOPLE
    check = verify_chain()
    assert (check.events, check.intact) == (PEOPLE, True)
