"""One act on a page, by the API or by command, as two people give it at the same moment in threads of one process."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from threading import Barrier
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from tests.security.commanding import fields, words
from tests.web.api.caller import Caller, said
from typer.main import get_command

from rakiza.cli import app
from rakiza.kernel.audit.models import RefusedAct
from rakiza.kernel.organisations.actor import Actor

# The tree of commands, built once: it takes longer than an act.
commands = cache(get_command)


@dataclass(frozen=True)
class Act:
    """One thing to do: its address and fields on the page, and by the API, whose words a command takes."""

    page: str
    fields: Mapping[str, object]
    api: str
    body: Mapping[str, object]


@dataclass(frozen=True)
class Told:
    """How it ended for one of the two: whether it was done, else the code and the words of the refusal."""

    done: bool
    code: str = ""
    words: str = ""


class OwnPrint(io.TextIOBase):
    """A terminal in which each thread reads only what it printed itself."""

    def __init__(self) -> None:
        self.printed: dict[int, list[str]] = {}

    def write(self, text: str) -> int:
        if not isinstance(text, str):  # a printer asks so whether the terminal takes bytes
            raise TypeError("This terminal takes text.")
        self.printed.setdefault(threading.get_ident(), []).append(text)
        return len(text)

    def taken(self) -> str:
        return "".join(self.printed.pop(threading.get_ident(), []))


def by_page(actor: Actor, one: Act) -> Callable[[], Told]:
    client = Client()
    client.force_login(actor.user)

    def do() -> Told:
        answer: HttpResponseBase = client.post(one.page, dict(one.fields))
        refused = RefusedAct.objects.filter(user=actor.user).first()
        if refused is None:
            return Told(done=answer.status_code == 302)
        shown: Any = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
        return Told(done=False, code=refused.code, words=shown.content.decode())

    return do


def by_api(actor: Actor, one: Act) -> Callable[[], Told]:
    caller = Caller.of(actor)

    def do() -> Told:
        answer = caller.post(one.api, dict(one.body))
        if answer.status_code == 200:
            return Told(done=True)
        assert answer.status_code == 409
        return Told(done=False, code=said(answer)["code"], words=said(answer)["detail"])

    return do


def by_command(actor: Actor, one: Act) -> Callable[[], Told]:
    """Give the act as `rakiza step` does; what it prints is read by `own_print`."""
    given = ["step", *words(one.api), "--as", actor.user.email, *fields(one.body)]

    def do() -> Told:
        with pytest.raises(SystemExit) as ended:
            commands(app).main(given, prog_name="rakiza")
        assert isinstance(sys.stdout, OwnPrint)
        assert isinstance(sys.stderr, OwnPrint)
        out, err = sys.stdout.taken(), sys.stderr.taken()
        if ended.value.code == 0:
            assert (out[:1], err) == ("{", "")
            return Told(done=True)
        assert (ended.value.code, out) == (1, "")
        refused = RefusedAct.objects.get(user=actor.user)
        assert refused.origin.startswith("command ")
        assert err == f"{refused.sentence}\n"
        return Told(done=False, code=refused.code, words=err)

    return do


WAYS: Mapping[str, Callable[[Actor, Act], Callable[[], Told]]] = {
    "page": by_page,
    "api": by_api,
    "command": by_command,
}


def meeting(
    monkeypatch: pytest.MonkeyPatch, room: ModuleType, name: str, also: ModuleType | None = None
) -> None:
    """Let each of two wait, where it comes to hold the object, until the other is there as well.

    `also`: a second room that holds it under the same name, for the other of the two.
    """
    barrier, held = Barrier(2, timeout=30), getattr(room, name)

    def both_there(*given: object, **named: object) -> object:
        barrier.wait()
        return held(*given, **named)

    for one in {room, also or room}:
        monkeypatch.setattr(one, name, both_there)


def own_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each thread read what it alone printed; a command's level of the log is put back as well."""
    monkeypatch.setattr(sys, "stdout", OwnPrint())
    monkeypatch.setattr(sys, "stderr", OwnPrint())
    log = logging.getLogger("django.request")
    monkeypatch.setattr(log, "level", log.level)


def apart(do: Callable[[], Told]) -> Told:
    """Do it in this thread's own connection to the database."""
    try:
        return do()
    finally:
        connection.close()
