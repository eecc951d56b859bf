"""Who holds a job, and whether it has ended for certain."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.db import connection

from rakiza.kernel.jobs.holders import is_gone, this_process

pytestmark = pytest.mark.skipif(not this_process(), reason="this machine doesn't say which process runs")
HOLDER = """
import django; django.setup()
from rakiza.kernel.jobs.holders import this_process
print(this_process(), flush=True)
input()
"""


def altered(place: int, value: str) -> str:
    fields = this_process().split(":")
    fields[place] = value
    return ":".join(fields)


def test_a_process_that_runs_is_not_gone_and_one_that_was_killed_is() -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    with other.stdin, other.stdout:
        holder = other.stdout.readline().strip()
        assert (holder != this_process(), is_gone(holder), is_gone(this_process())) == (True, False, False)

        other.kill()
        other.wait()

        assert is_gone(holder)


def test_another_process_that_got_the_number_later_holds_nothing() -> None:
    assert is_gone(altered(3, "1"))


def test_what_counts_its_processes_apart_is_not_judged() -> None:
    assert not is_gone(altered(1, "1"))


@pytest.mark.parametrize(("vendor", "gone"), [("sqlite", True), ("postgresql", False)])
def test_another_boot_ends_what_held_a_database_in_a_file_only(
    monkeypatch: pytest.MonkeyPatch, vendor: str, gone: bool
) -> None:
    monkeypatch.setattr(connection, "vendor", vendor, raising=False)

    assert is_gone(altered(0, "another-boot")) is gone


@pytest.mark.parametrize("holder", ["", ":", "::", ":::", "boot", "a:b:c:d", "a:b:12", "é:²:²:²"])
def test_what_is_not_a_holder_is_not_gone(holder: str) -> None:
    assert not is_gone(holder)


def test_a_machine_that_does_not_say_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = this_process()
    monkeypatch.setattr("rakiza.kernel.jobs.holders._machine", str)

    assert (this_process(), is_gone(mine)) == ("", False)
