"""The command line: what its help says, and that a wrong setting is said in one line."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rakiza import __version__
from rakiza.cli import app

runner = CliRunner()


def rakiza(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    source = str(Path(__file__).resolve().parent.parent / "src")
    return subprocess.run(
        [sys.executable, "-m", "rakiza.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": source, **environment},
    )


COMMANDS = (
    "plan", "template", "allocate", "demo-files", "read", "match", "evaluate", "demo", "serve", "work", "step", "show", "reference"
)  # fmt: skip


def test_help_names_every_command() -> None:
    said = runner.invoke(app, ["--help"]).output
    for command in COMMANDS:
        assert f" {command} " in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(command: str) -> None:
    result = runner.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_a_command_within_a_program_leaves_its_log_alone() -> None:
    before = list(logging.getLogger().handlers)

    assert runner.invoke(app, ["template", "--help"]).exit_code == 0

    assert logging.getLogger().handlers == before


def test_version_is_printed() -> None:
    result = runner.invoke(app, ["--version"])
    assert (result.exit_code, result.output) == (0, f"rakiza {__version__}\n")


def test_help_loads_neither_settings_nor_models() -> None:
    script = "import sys; from rakiza.cli import app; print('django.db.models' in sys.modules, 'rakiza.web.settings' in sys.modules)"
    source = str(Path(__file__).resolve().parent.parent / "src")
    found = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert found.stdout == "False False\n"


def test_a_wrong_setting_is_said_in_one_line(tmp_path: Path) -> None:
    done = rakiza("work", RAKIZA_DATA_DIR=str(tmp_path), RAKIZA_DEBUG="peut-être")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "RAKIZA_DEBUG must be 0 or 1, not 'peut-être'.\n"


def test_the_demonstration_leaves_another_database_alone(tmp_path: Path) -> None:
    database = tmp_path / "rakiza.sqlite3"
    database.write_bytes(b"")
    done = rakiza("demo", "--no-serve", "--reset", RAKIZA_DATA_DIR=str(tmp_path), DATABASE_URL="")
    assert done.returncode == 2
    assert "n'est pas la démonstration\u202f; rien n'y est touché" in done.stderr
    assert database.read_bytes() == b""


def test_demo_files_are_written_and_the_next_command_is_said(tmp_path: Path) -> None:
    result = runner.invoke(app, ["demo-files", "-o", str(tmp_path / "new")])
    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir())[-1] == "offres.xlsx"
    assert "rakiza plan" in result.output


def test_a_text_is_read_in_a_process_of_its_own() -> None:
    source = str(Path(__file__).resolve().parent.parent / "src")
    done = subprocess.run(
        [sys.executable, "-m", "rakiza.cli", "read", "-", "--format", "jsonl", "-l", "en"],
        input=b"SERINGUE 5 ML LUER LOCK\n",
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert done.returncode == 0
    assert b'"family": "syringe_hypodermic"' in done.stdout
    assert b"1 " in done.stderr
