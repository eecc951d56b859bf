"""A power cut in the middle: `kill -9` of a real process on a real database file, then the restart."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DEADLINE_SECONDS = 120.0


class Site:
    """A data folder and the processes started on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start a step."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.robustness.steps", *arguments],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
                "DJANGO_SETTINGS_MODULE": "rakiza.web.settings",
                "RAKIZA_DATA_DIR": str(self.folder),
                "RAKIZA_DATABASE_TIMEOUT": "1",
                "RAKIZA_LOG_LEVEL": "ERROR",
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.running.append(process)
        return process

    def do(self, *arguments: str, **environment: str) -> str:
        """Do a step to its end; return what it printed."""
        process = self.start(*arguments, **environment)
        said, _ = process.communicate(timeout=DEADLINE_SECONDS)
        assert process.returncode == 0, arguments
        return said.strip()

    def cut_at(self, *arguments: str) -> None:
        """Start a step that hangs where told, and kill it there as a power cut would."""
        process = self.start(*arguments)
        until((self.folder / "reached").exists)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=DEADLINE_SECONDS)
        assert process.returncode == -signal.SIGKILL

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Read the database file itself."""
        with closing(sqlite3.connect(self.folder / "rakiza.sqlite3", timeout=10)) as base:
            return base.execute(query).fetchall()


# The worker does the daily rounds too; what is asked for here is the run of the plan.
RUN = "SELECT {} FROM jobs_job WHERE kind = 'plans.run'"


def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition; fail at the deadline."""
    end, tick = time.monotonic() + DEADLINE_SECONDS, threading.Event()
    while not holds():
        assert time.monotonic() < end, "the deadline passed"
        tick.wait(0.05)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Make the tables once; every site of every worker starts from a copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "migrated"
    with folder.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)  # the worker that comes second finds them made
        if not folder.with_suffix(".made").exists():
            Site(folder).do("migrate")
            folder.with_suffix(".made").touch()
    return folder


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Iterator[Site]:
    found = Site(Path(shutil.copytree(migrated, tmp_path / "site")))
    yield found
    for process in found.running:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


@pytest.mark.parametrize(
    "moment",
    ["rakiza.pillars.purchasing.plans.jobs:write_documents", "rakiza.pillars.purchasing.plans.jobs:attach"],
    ids=["before saving", "in the middle of saving"],
)
def test_a_run_cut_short_is_taken_up_and_the_plan_is_whole(site: Site, moment: str) -> None:
    site.do("prepare")
    site.cut_at("work", moment)
    assert site.ask(RUN.format("state")) == [("running",)]
    assert site.ask("SELECT count(*) FROM plans_lot") == [(0,)]
    assert site.ask("SELECT state, current_run_id FROM plans_plan") == [("consolidated", None)]

    site.start("work")
    until(lambda: site.ask(RUN.format("state")) == [("done",)])

    assert site.ask(RUN.format("attempt")) == [(2,)]
    assert site.ask("SELECT state FROM plans_planrun") == [("done",)]
    assert site.ask("SELECT state, current_run_id FROM plans_plan") == [("allocated", 1)]
    assert site.ask("SELECT count(*), sum(buyers_count) FROM plans_lot") == [(1, 3)]
    assert site.ask("SELECT count(*) FROM plans_lotcontribution") == [(3,)]
    assert site.ask("PRAGMA integrity_check") == [("ok",)]


def test_a_confirmation_cut_short_confirms_nothing_and_can_be_done_again(site: Site) -> None:
    site.do("reviewed")
    site.cut_at("confirm", "rakiza.pillars.purchasing.needs.actions:notify")
    assert site.ask("SELECT state FROM needs_needimport") == [("reviewed",)]
    assert site.ask("SELECT confirmed FROM needs_needline") == [(0,), (0,)]
    assert site.ask("SELECT count(*) FROM audit_auditevent") == [(0,)]

    site.do("confirm")

    assert site.ask("SELECT state FROM needs_needimport") == [("confirmed",)]
    assert site.ask("SELECT confirmed FROM needs_needline") == [(1,), (1,)]
    assert site.ask("SELECT action FROM audit_auditevent") == [("needs.confirm",)]


def test_a_database_held_by_other_work_is_said_and_nothing_is_lost(site: Site) -> None:
    site.do("reviewed")
    session = site.do("session")
    with closing(sqlite3.connect(site.folder / "rakiza.sqlite3", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        held = site.do("post", SESSION=session)
        holder.execute("ROLLBACK")

    assert held.startswith("503 ")
    assert "Service momentanément occupé" in held
    assert site.ask("SELECT state FROM needs_needimport") == [("reviewed",)]
    assert site.do("post", SESSION=session).startswith("302")
    assert site.ask("SELECT state FROM needs_needimport") == [("confirmed",)]


# What each act leaves: how many titles or certificates, how many rows that wait, what the process says, its numbers.
ACTS = {
    "confirm_register": (
        "rakiza.pillars.registration.proposals:_settle",
        "SELECT (SELECT count(*) FROM registration_establishmentdeclaration), count(*) FROM registration_titleproposal",
        [(1, 3)],
        [(4, 0)],
    ),
    "register_device": (
        "rakiza.pillars.registration.decisions:tell_applicant",
        "SELECT state, (SELECT count(*) FROM registration_registrationcertificate) FROM registration_dossier",
        [("decision", 0)],
        [("granted", 1)],
    ),
    "certify": (
        "rakiza.pillars.certification.case_actions:tell_maker",
        "SELECT state, (SELECT count(*) FROM certification_certificate) FROM certification_certificationcase",
        [("decision", 0)],
        [("certified", 1)],
    ),
}


def test_officers_acts_cut_short_give_nothing_and_are_taken_again(site: Site) -> None:
    trail = "SELECT count(*) FROM audit_auditevent"
    site.do("waiting")
    for act, (moment, query, before, after) in ACTS.items():
        events = site.ask(trail)
        assert (act, site.ask(query)) == (act, before)

        site.cut_at(act, moment)

        assert (act, site.ask(query), site.ask(trail)) == (act, before, events)
        (site.folder / "reached").unlink()
        site.do(act)
        assert (act, site.ask(query)) == (act, after)
        assert site.ask(trail) > events
    assert site.ask("PRAGMA integrity_check") == [("ok",)]
    assert site.do("verify") == "intact"
