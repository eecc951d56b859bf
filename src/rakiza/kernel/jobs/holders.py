"""Which process holds a job, so that what a dead one left is taken up without waiting for its silence.

A holder is written `boot:namespace:process:start`: the machine's boot, the space in which process numbers
count, the number, and the clock tick of its start, since numbers come back. Only Linux says all of it
(`/proc`, see proc(5)); elsewhere a process has no name here and its silence alone tells of its death.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.db import connection

_PROC = Path("/proc")
_START = 19  # field 22 of /proc/PID/stat, counted from the one behind the command's name


def this_process() -> str:
    """Return how this process is written as a holder; empty where the machine doesn't say."""
    started = _started(os.getpid())
    return f"{_machine()}:{os.getpid()}:{started}" if _machine() and started else ""


def is_gone(holder: str) -> bool:
    """Whether a holder has ended for certain; False where that can't be told from here.

    A process of another boot may be another machine's, but for a database in a file, which one machine holds.
    """
    machine, _, process = holder.rpartition(":")[0].rpartition(":")
    if not machine or not process.isdecimal() or not _machine():
        return False
    if machine == _machine():
        return _started(int(process)) != holder.rpartition(":")[2]
    return connection.vendor == "sqlite" and machine.partition(":")[0] != _machine().partition(":")[0]


@cache
def _machine() -> str:
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}:{(_PROC / 'self/ns/pid').readlink().name.strip('pid:[]')}"
    except OSError:
        return ""


def _started(process: int) -> str:
    """Return when a process started, in clock ticks since the boot; empty where it isn't running any more."""
    try:
        fields = (_PROC / str(process) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in {"Z", "X"} else fields[_START]
