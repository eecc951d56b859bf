"""The data folder: what was found in it, and that another's data are never touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from rakiza.demonstration.folder import DemoFolder, FolderState


def with_database(folder: Path) -> Path:
    (folder / "rakiza.sqlite3").write_bytes(b"data")
    return folder


def test_an_empty_folder_is_empty(tmp_path: Path) -> None:
    assert DemoFolder(tmp_path).state() is FolderState.EMPTY


def test_a_folder_that_is_finished_is_ready(tmp_path: Path) -> None:
    demo = DemoFolder(with_database(tmp_path))
    demo.begin()
    demo.finish()
    assert demo.state() is FolderState.READY


def test_an_interrupted_load_is_half_made_and_cleared(tmp_path: Path) -> None:
    demo = DemoFolder(tmp_path)
    demo.begin()
    with_database(tmp_path)
    (tmp_path / "files").mkdir()
    assert demo.state() is FolderState.HALF_MADE
    demo.clear()
    assert demo.state() is FolderState.EMPTY
    assert list(tmp_path.iterdir()) == []


def test_a_ready_mark_without_its_database_is_half_made(tmp_path: Path) -> None:
    demo = DemoFolder(tmp_path)
    demo.finish()
    assert demo.state() is FolderState.HALF_MADE


def test_another_database_is_never_cleared(tmp_path: Path) -> None:
    demo = DemoFolder(with_database(tmp_path))
    assert demo.state() is FolderState.FOREIGN
    with pytest.raises(PermissionError):
        demo.clear()
    assert (tmp_path / "rakiza.sqlite3").read_bytes() == b"data"
