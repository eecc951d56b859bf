"""The acts of `api_writes` by command: the same object, the same fields, in the words of `rakiza step`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from click.testing import Result
from tests.security.api_write import Write
from tests.security.house import House
from typer import testing
from typer.testing import CliRunner

from rakiza.cli import app
from rakiza.kernel.organisations.actor import Actor
from rakiza.web.api.acts import find

runner = CliRunner()
# The tree of commands is the same for every call, and takes longer to build than most of them to run.
testing._get_command = cache(testing._get_command)


def words(path: str) -> tuple[str, str]:
    """Return the object and the act that an address of the API means."""
    path = path.strip("/")
    about, split, act = path.partition("/transitions/")
    if split:
        return about, act
    if find(path, ""):
        return path, ""
    if find(path, "change"):
        return path, "change"
    about, _slash, act = path.rpartition("/")
    return about, act


def fields(body: Mapping[str, object]) -> Iterator[str]:
    """Yield a body as options of a command."""
    for name, value in body.items():
        several = value if isinstance(value, list | tuple) else [value]
        for one in several:
            yield "--field"
            yield f"{name}={one if isinstance(one, str) else json.dumps(one)}"


def command(write: Write, house: House, actor: Actor, folder: Path, *options: str) -> Result:
    """Run an act as a person."""
    about, act = words(write.path(house))
    given = [*fields(write.body(house))]
    if write.file:
        sent = write.piece()
        piece = folder / str(sent.name)
        piece.write_bytes(sent.read())
        given += ["--file", str(piece)]
    return runner.invoke(app, ["step", about, act, "--as", actor.user.email, *options, *given])
