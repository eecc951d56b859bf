"""The usual knowledge: reading needs one argument, no framework, and the engine names no other room."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rakiza.engine import knowledge
from rakiza.engine.families import KnowledgeBase, Lexicon
from rakiza.engine.reading import read
from rakiza.reference.families import load

SOURCE = Path(__file__).resolve().parent.parent.parent / "src"
EMPTY = KnowledgeBase((), Lexicon(), "none")


@pytest.fixture
def provided(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The providers, put back afterwards."""
    providers: list[object] = []
    monkeypatch.setattr(knowledge, "_PROVIDED", providers)
    return providers


def alone(script: str) -> str:
    """Run a script in a process without settings; return what it printed."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(SOURCE), "PATH": ""},
    )
    return ran.stdout


def test_a_text_is_read_with_one_argument() -> None:
    assert read("SERINGUE 5 CC LUER LOCK") == read("SERINGUE 5 CC LUER LOCK", load())
    assert read("SERINGUE 5 CC LUER LOCK").family == "syringe_hypodermic"


def test_reading_loads_no_framework() -> None:
    script = (
        "import sys; from rakiza.engine.reading import read; "
        "print(read('gants chirurgicaux 7,5').emdn[:5], 'django' in sys.modules)"
    )
    assert alone(script) == "T0101 False\n"


def test_importing_the_package_loads_no_knowledge() -> None:
    script = (
        "import sys, rakiza; print([name for name in sys.modules if name.startswith('rakiza.reference')])"
    )
    assert alone(script) == "[]\n"


def test_another_knowledge_can_be_provided(provided: list[object]) -> None:
    knowledge.provide(lambda: EMPTY)
    assert knowledge.default() is EMPTY
    assert read("SERINGUE 5 CC").family is None


def test_the_latest_provider_holds(provided: list[object]) -> None:
    knowledge.provide("rakiza.reference.families:load")
    knowledge.provide(lambda: EMPTY)
    assert knowledge.default() is EMPTY


def test_a_name_is_looked_up_once(provided: list[object]) -> None:
    knowledge.provide("rakiza.reference.families:load")
    assert knowledge.default() is load()
    assert provided == [load]


def test_without_a_provider_the_error_says_what_to_do(provided: list[object]) -> None:
    with pytest.raises(knowledge.NoKnowledgeError, match=r"give one to the call, or say with .*provide"):
        read("SERINGUE 5 CC")
