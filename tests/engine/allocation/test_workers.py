"""Parts solved side by side: the same plan whatever the number of processes, ended when told to."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from rakiza.engine.allocation import (
    AllocationRules,
    Lot,
    Offer,
    Problem,
    Solution,
    Status,
    Tier,
    solve,
    workers,
)
from rakiza.engine.allocation.components import components
from rakiza.engine.allocation.scale.allowed import processes, processes_allowed

D = Decimal
RULES = AllocationRules()


def a_problem(parts: int = 6) -> Problem:
    """Return parts that share nothing: two lots and two makers each, one full."""
    lots, offers = [], []
    for part in range(parts):
        names = (f"L{part}a", f"L{part}b")
        lots += [Lot(name, (D(100), D(50), D(0), D(part)), D(10)) for name in names]
        offers += [
            Offer(f"O{part}x", f"M{part}x", names, (Tier(D(0), D(6)),), capacity=(D(60),) * 4),
            Offer(f"O{part}y", f"M{part}y", names, (Tier(D(0), D(7)),), minimum_order=D(20)),
        ]
    return Problem(tuple(lots), tuple(offers))


def told(solution: Solution) -> tuple[object, ...]:
    return replace(solution, seconds=0.0).awards, solution.objective, solution.bound, solution.status


@pytest.fixture(autouse=True)
def _worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH", 5)


def test_two_processes_make_the_plan_that_one_makes() -> None:
    said: list[tuple[int, int]] = []

    alone = solve(a_problem(), RULES)
    beside = solve(a_problem(), RULES, lambda done, total: said.append((done, total)), processes=2)

    assert told(beside) == told(alone)
    assert beside.status is Status.OPTIMAL
    assert said == [(number, 6) for number in range(1, 7)]


def test_being_told_to_stop_ends_every_part_with_a_lawful_plan() -> None:
    solution = solve(a_problem(), RULES, stop=lambda: True, processes=2)

    assert solution.components == 6
    assert solution.bound <= solution.objective


def test_one_process_unless_more_are_allowed() -> None:
    assert processes() == 1
    with processes_allowed(3):
        assert processes() == 3
    with processes_allowed(0):
        assert processes() == 1
    assert processes() == 1


def test_a_script_without_a_main_guard_solves_in_place(tmp_path: Path) -> None:
    """A worker would read such a script again, and start others in turn."""
    script = tmp_path / "script.py"
    script.write_text(
        "from rakiza.engine import allocation\n"
        "from tests.engine.allocation.test_workers import RULES, a_problem\n"
        "print(allocation.solve(a_problem(), RULES).status)\n"
    )
    root = Path(__file__).parents[3]

    done = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": f"{root / 'src'}:{root}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "optimal\n"), done.stderr


def test_ctrl_c_in_a_terminal_reaches_the_caller_alone(tmp_path: Path) -> None:
    """A terminal sends it to every process: one that died of it took its part's plan along."""
    script = tmp_path / "script.py"
    script.write_text(
        "import os, signal\n"
        "from rakiza.engine.allocation import solve, workers\n"
        "from tests.engine.allocation.test_workers import RULES, a_problem\n"
        "if __name__ == '__main__':\n"
        "    workers.WORTH, heard = 5, []\n"
        "    signal.signal(signal.SIGINT, lambda *_: heard.append(1))\n"
        "    def told(done, total):\n"
        "        os.killpg(0, signal.SIGINT)\n"
        "    found = solve(a_problem(), RULES, told, stop=lambda: bool(heard), processes=2)\n"
        "    print(found.components, len(heard), found.bound <= found.objective)\n"
    )
    root = Path(__file__).parents[3]

    done = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": f"{root / 'src'}:{root}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        start_new_session=True,
    )

    assert (done.returncode, done.stdout) == (0, "6 6 True\n"), done.stderr


def test_only_a_part_that_is_more_than_half_shares_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH", 3)
    parts = components(a_problem(4))
    assert workers.great_of(parts) is None
    assert workers.great_of(parts[:1]) is parts[0]
    assert workers.great_of(()) is None


def test_a_part_too_small_for_processes_is_never_the_great_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH", 1_000)
    assert workers.great_of(components(a_problem(1))) is None
