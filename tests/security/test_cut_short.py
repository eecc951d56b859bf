"""Every act of every room, by page and by API, cut short at its last write as a killed process would leave it.

What a process that dies leaves behind is what was committed: an act whose writes stand in one transaction is whole
or nothing. So each act is held to writing in one transaction only, then done again with its last write failing by
what no code catches: nothing of it may be there, nor anything that was to happen once it was committed. A command
gives the API's act. The acts are those of the registries: one that is added is cut short at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

import pytest
from django.core import mail
from django.db import connection
from django.http.response import HttpResponseBase
from tests.security.api_writes import WRITES, caller_of, undone
from tests.security.house import House
from tests.security.permissions import PAGES
from tests.security.test_trail import FORMS

from rakiza.kernel.organisations.enums import Role

# What stands whether the act does or not: that a key was used, what a browser keeps, that an act was refused.
ASIDE = frozenset({"access_accesskey", "django_session", "audit_refusedact"})
WRITING = re.compile(
    r'\s*(?:INSERT\s(?:OR \w+ )?INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE
)
Executes = Callable[[str, object, bool, Mapping[str, object]], object]


class PowerCut(BaseException):
    """What no code catches: all that follows isn't done."""


@dataclass
class Watch:
    """Hears each write of an act: its table, and the outermost transaction that it stands in (None: none).

    `outside`: how many transactions are open before the act; `cut_at`: the write that fails, counted from 1.
    """

    outside: int
    cut_at: int = 0
    writes: list[tuple[str, str | None]] = field(default_factory=list)

    def __call__(
        self, execute: Executes, sql: str, params: object, many: bool, context: Mapping[str, object]
    ) -> object:
        found = WRITING.match(sql)
        if found and found[1] not in ASIDE:
            inside = connection.savepoint_ids[self.outside :]
            self.writes.append((found[1], inside[0] if inside else None))
            if len(self.writes) == self.cut_at:
                raise PowerCut
        return execute(sql, params, many, context)


def kept(tables: Collection[str]) -> dict[str, list[str]]:
    """Return every row of tables."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
            found[table] = sorted(map(repr, cursor.fetchall()))
        return found


def watched(act: Callable[[], HttpResponseBase], cut_at: int = 0) -> list[tuple[str, str | None]]:
    """Do the act; return its writes. Nothing of it is left where one of them fails."""
    watch = Watch(len(connection.savepoint_ids), cut_at)
    with connection.execute_wrapper(watch), pytest.raises(PowerCut) if cut_at else nullcontext():
        answer = act()
        assert answer.status_code in {200, 201, 302}, answer.content  # type: ignore[attr-defined]
    return watch.writes


def whole_or_nothing(name: str, prepare: Callable[[], Callable[[], HttpResponseBase]]) -> None:
    """Do an act whole, then cut short: `prepare` leaves what it needs and returns the act."""
    with undone():
        act = prepare()
        writes = watched(act)
    assert writes, name
    assert len({transaction for _table, transaction in writes}) == 1, (name, writes)
    assert writes[0][1] is not None, (name, writes)
    with undone():
        act = prepare()
        tables = {table for table, _transaction in writes}
        before, after_commit, sent = kept(tables), list(connection.run_on_commit), len(mail.outbox)
        assert watched(act, cut_at=len(writes))[-1][0] == writes[-1][0], name
        left = {table: rows for table, rows in kept(tables).items() if rows != before[table]}
        assert (name, left) == (name, {})
        assert (name, connection.run_on_commit, len(mail.outbox)) == (name, after_commit, sent)


def test_an_act_of_a_program_is_whole_or_nothing(house: House) -> None:
    callers = {role: caller_of(house.people[role]) for role in Role}
    for name, write in WRITES.items():
        caller = callers[min(write.does)]

        def prepare(write=write, caller=caller):  # type: ignore[no-untyped-def]
            write.prepare(house)
            path, body = (
                write.path(house),
                write.body(house),
            )  # before the act: what it names may be made for it
            given = replace(write, path=lambda _house: path, body=lambda _house: body)
            return lambda: given.send(caller, house)

        whole_or_nothing(name, prepare)


def test_an_act_on_a_page_is_whole_or_nothing(house: House) -> None:
    for actor in house.people.values():
        house.client(actor).get("/")  # signed in before what is undone
    for name, (_action, leave, fields) in FORMS.items():
        client = house.client(house.people[next(role for role in Role if role in PAGES[name].does)])

        def prepare(name=name, leave=leave, fields=fields, client=client):  # type: ignore[no-untyped-def]
            leave(house)
            address, given = house.address(name), fields(house)
            return lambda: client.post(address, given)

        whole_or_nothing(name, prepare)
