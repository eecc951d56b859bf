"""Every step from every state that it doesn't start from: refused on page, API and command, nothing changed.

The steps and their origins are the rooms' own tables: a step or a state that is added is walked at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from tests.security.api_writes import WRITES, Write, caller_of, undone
from tests.security.commanding import command
from tests.security.house import House
from tests.security.machines import MACHINES, Machine
from tests.security.test_api import last_event
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import RefusedAct
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.pillars.registration.process import Step

OPINE = Step.OPINE


@dataclass(frozen=True)
class Forbidden:
    """A step in a state that it doesn't start from."""

    machine: Machine
    step: str
    state: str
    write: Write
    role: Role

    @property
    def unseen(self) -> bool:
        """Whether the one who takes the step doesn't see the object at all in that state; an agenda shows all."""
        return self.step != OPINE and self.role != Role.MAKER and self.state in self.machine.hidden


def forbidden(machine: Machine) -> Iterator[Forbidden]:
    for step, origins in machine.origins.items():
        write = WRITES[machine.writes[step]]
        role = min(write.does)
        for state in machine.states:
            if state not in origins:
                yield Forbidden(machine, step, state, write, role)


def rows(machine: Machine) -> list[dict[str, Any]]:
    """Return what is kept, but for the day on which it was last written."""
    return list(machine.model._default_manager.order_by("pk").values())


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_every_step_of_the_machine_is_walked(name: str) -> None:
    assert set(MACHINES[name].writes) == set(MACHINES[name].origins)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_a_step_from_a_state_that_it_does_not_start_from_is_refused(
    house: House, name: str, tmp_path: Path
) -> None:
    callers = {role: caller_of(house.people[role]) for role in Role}
    for actor in house.people.values():
        house.client(actor)  # signs in before what is undone
    walked = 0
    for _step, cases in groupby(forbidden(MACHINES[name]), key=attrgetter("step")):
        with undone():
            for number, one in enumerate(cases):
                if not number:
                    one.write.prepare(house)
                with undone():
                    refused_everywhere(house, one, callers[one.role], tmp_path)
                walked += 1
    machine = MACHINES[name]
    assert walked == len(machine.origins) * len(machine.states) - sum(map(len, machine.origins.values()))


def refused_everywhere(house: House, one: Forbidden, caller: Caller, folder: Path) -> None:
    """Put the object into the state, take the step by API, command and page: each refuses, nothing changes."""
    actor, case = house.people[one.role], (one.step, one.state)
    one.machine.put(one.state)
    before = (rows(one.machine), last_event())

    answer = one.write.send(caller, house)
    assert (case, answer.status_code) == (case, 404 if one.unseen else 409)
    assert (case, said(answer)["code"]) == (case, "not_found" if one.unseen else one.machine.code)
    done = command(one.write, house, actor, folder)
    assert (case, done.exit_code, done.stdout) == (case, 1, "")
    assert done.stderr.strip() == said(answer)["detail"]
    page_refuses(house, actor, one)

    assert (case, rows(one.machine), last_event()) == (case, *before)


def post(house: House, actor: Actor, one: Forbidden) -> HttpResponseBase:
    """Send the step's own form of the page, rightly filled."""
    address = one.machine.page(house, one.step)
    prefix = address.strip("/").rpartition("/")[2]
    prefix = f"i{prefix}" if prefix.isdecimal() else prefix
    given = one.write.body(house)
    answer: HttpResponseBase = house.client(actor).post(
        address, {f"{prefix}-{key}": value for key, value in given.items()}
    )
    return answer


def page_refuses(house: House, actor: Actor, one: Forbidden) -> None:
    """Post the step's own form, rightly filled; what is refused is written down with its reason."""
    kept = RefusedAct.objects.count()

    answer = post(house, actor, one)

    assert answer.status_code in {302, 404, 422}, (one.step, one.state, answer.status_code)
    assert RefusedAct.objects.count() == kept + 1
    code = RefusedAct.objects.latest("pk").code
    assert code == ("not_found" if one.unseen else one.machine.code), (one.step, one.state)


@pytest.mark.parametrize("name", ["case", "dossier", "question"])
def test_an_officer_of_the_makers_group_takes_no_step(house: House, name: str, tmp_path: Path) -> None:
    machine, maker = MACHINES[name], house.people[Role.MAKER].organisation
    callers = {role: caller_of(house.people[role]) for role in Role}
    for role in (Role.CERTIFICATION_OFFICER, Role.REGISTRATION_OFFICER):
        officer = house.people[role]
        client, own = house.client(officer), officer.user.memberships.get()
        session = client.session
        session["membership"] = own.pk
        session.save()
        Membership.objects.create(user=officer.user, organisation=maker, role=Role.MAKER)
    walked = 0
    for step in machine.origins:
        write = WRITES[machine.writes[step]]
        role = max(write.does)
        if role == Role.MAKER:
            continue
        with undone():
            write.prepare(house)
            before = (rows(machine), last_event())

            assert write.send(callers[role], house).status_code in {403, 404}, step
            done = command(write, house, house.people[role], tmp_path, "--role", role.value)
            assert (step, done.exit_code, done.stdout) == (step, 1, "")
            one = Forbidden(machine, step, "", write, role)
            assert post(house, house.people[role], one).status_code in {403, 404}, step

            assert (step, rows(machine), last_event()) == (step, *before)
            walked += 1
    assert walked >= 4
