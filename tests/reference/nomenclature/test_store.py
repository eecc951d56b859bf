"""Official tables are validated, kept and looked up."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from rakiza.reference.commands import app
from rakiza.reference.nomenclature import NomenclatureFileError, Scheme, emdn, install, load

RUNNER = CliRunner()


def emdn_rows(count: int = 1200) -> list[tuple[str, str]]:
    return [("A", "DEVICES")] + [
        (f"A{number // 100:02}{number % 100:02}", f"TERM {number}") for number in range(count)
    ]


def write_csv(path: Path, header: str, rows: list[tuple[str, str]], delimiter: str = ",") -> Path:
    lines = [header, *(delimiter.join(row) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("header", "delimiter"), [("code,term", ","), ("EMDN CODE;TERM", ";"), ("Code\tTerm", "\t")]
)
def test_a_csv_table_is_kept(tmp_path: Path, header: str, delimiter: str) -> None:
    file = write_csv(tmp_path / "emdn.csv", header, emdn_rows(), delimiter)
    assert len(install(Scheme.EMDN, file, tmp_path).terms) == 1201
    table = load(Scheme.EMDN, tmp_path)
    assert table.term("A0042") == "TERM 42"
    assert table.exists("A0042")
    assert not table.exists("A9999")
    assert table.term("A9999") is None


def test_a_workbook_with_titles_above_its_header_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "emdn.xlsx"
    workbook = xlsxwriter.Workbook(str(file))
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["European Medical Device Nomenclature"])
    sheet.write_row(2, 0, ["CATEGORY", "CODE", "TERM", "LEVEL"])
    for number, (code, term) in enumerate(emdn_rows(), start=3):
        sheet.write_row(number, 0, ["A", code, term, 3])
    workbook.close()
    assert install(Scheme.EMDN, file, tmp_path).term("A0007") == "TERM 7"


def test_customs_codes_keep_their_zeros(tmp_path: Path) -> None:
    rows = [(f"{number:06}", f"goods {number}") for number in range(1001, 2400)]
    file = write_csv(tmp_path / "hs.csv", "hscode,description", rows)
    assert install(Scheme.HS, file, tmp_path).term("001001") == "goods 1001"


def test_nothing_loaded_is_an_empty_table(tmp_path: Path) -> None:
    table = load(Scheme.HS, tmp_path)
    assert not table
    assert not table.exists("901831")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("shop.csv", "name,price\nspoon,3\n", "no header with a code and a term"),
        ("short.csv", "code,term\nA01,NEEDLES\n", "1 codes recognised"),
        ("prose.csv", "code,term\n" + "hello,world\n" * 2000, "0 codes recognised, 2000 not"),
        ("false.xlsx", "not a workbook", "not a readable workbook"),
    ],
)
def test_a_wrong_file_is_refused_in_words(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(NomenclatureFileError, match=message):
        install(Scheme.EMDN, tmp_path / name, tmp_path)
    assert not load(Scheme.EMDN, tmp_path)


def test_an_absent_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NomenclatureFileError, match="no such file"):
        install(Scheme.EMDN, tmp_path / "absent.csv", tmp_path)


def test_the_command_keeps_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAKIZA_DATA_DIR", str(tmp_path / "kept"))
    file = write_csv(tmp_path / "emdn.csv", "code,term", emdn_rows())
    result = RUNNER.invoke(app, ["load", "emdn", str(file)])
    assert result.exit_code == 0
    assert "1201 codes kept" in result.output
    assert emdn().term("A0001") == "TERM 1"


def test_the_command_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAKIZA_DATA_DIR", str(tmp_path))
    result = RUNNER.invoke(app, ["load", "hs", str(tmp_path / "absent.csv")])
    assert result.exit_code == 2
    assert "no such file" in result.output


def test_the_command_checks_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAKIZA_DATA_DIR", str(tmp_path))
    (tmp_path / "bad.toml").write_text('id = "bad"', encoding="utf-8")
    result = RUNNER.invoke(app, ["check", "--directory", str(tmp_path)])
    assert result.exit_code == 1
    assert "bad.toml: missing field" in result.output
    assert "EMDN isn't loaded" in result.output


def test_the_command_lists_families() -> None:
    result = RUNNER.invoke(app, ["families", "--group", "injection"])
    assert result.exit_code == 0
    assert "syringe_hypodermic" in result.output
