"""`rakiza read` as a script runs it: every line read in its place, safe cells, clear refusals."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from rakiza.cli import app
from rakiza.engine.reading import read as read_text
from rakiza.pillars.purchasing.designations.formats import Format
from rakiza.pillars.purchasing.designations.pipeline import CHUNK, Job, LineReader, header, read_lines

runner = CliRunner()
COLUMNS = [
    "text",
    "kind",
    "family",
    "emdn",
    "emdn_alternatives",
    "confidence",
    "attributes",
    "pack_size",
    "pack_unit",
    "reasons",
]
LISTED = (
    "line_id;text;Stock\na1;SERINGUE JETABLE 50 CC LUER-LOCK BT 30;4\na2;PARACETAMOL 500 MG CP;9\na3;;1\n"
)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(LISTED, "utf-8")
    return path


def ran(*arguments: object, given: str | bytes | None = None) -> tuple[int, str, str]:
    """Run the command; return its exit code, standard output and standard error."""
    result = runner.invoke(app, ["read", *map(str, arguments)], input=given)
    return result.exit_code, result.stdout, result.stderr


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_csv_gives_one_row_a_line_in_order(listed: Path, tmp_path: Path) -> None:
    code, out, said = ran(listed, "-o", tmp_path / "lu.csv")
    rows = table((tmp_path / "lu.csv").read_text("utf-8"))
    assert (code, out) == (0, "")
    assert list(rows[0]) == ["line_id", *COLUMNS]
    assert [row["line_id"] for row in rows] == ["a1", "a2", "a3"]
    assert [row["kind"] for row in rows] == ["device", "medicine", "other"]
    assert "désignations lues dans la colonne B, « text »" in said
    assert "3 lignes lues" in said


def test_the_cells_are_the_reading(listed: Path) -> None:
    first = table(ran(listed)[1])[0]
    reading = read_text("SERINGUE JETABLE 50 CC LUER-LOCK BT 30")
    assert (first["family"], first["emdn"], float(first["confidence"])) == (
        reading.family, reading.emdn, reading.confidence
    )  # fmt: skip
    assert (first["pack_size"], first["pack_unit"]) == ("30", "boite")
    assert {"name": "volume", "op": "=", "value": 50, "unit": "mL"} in json.loads(first["attributes"])
    assert first["reasons"].startswith("« seringue jetable » désigne cette famille ; ")


def test_an_empty_line_is_read_with_its_reason(listed: Path) -> None:
    last = table(ran(listed)[1])[2]
    assert (last["confidence"], last["reasons"]) == ("0.0", "La désignation ne contient aucun mot")


def test_json_lines_carry_codes_and_sentences(listed: Path) -> None:
    code, out, _ = ran(listed, "--format", "jsonl", "-l", "en")
    first = json.loads(out.splitlines()[0])
    assert code == 0
    assert list(first)[: len(COLUMNS) + 1] == ["line_id", *COLUMNS]
    assert first["reasons"][0] == {
        "code": "reading.family_phrase",
        "params": {"family": "syringe_hypodermic", "word": "seringue jetable"},
        "says": "“seringue jetable” names this family",
    }
    assert first["attributes"][0] == {"name": "volume", "op": "=", "value": 50, "unit": "mL"}
    assert (first["pack_size"], first["emdn_alternatives"]) == (30, [])


def test_a_workbook_is_read_and_written(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "liste.xlsx"))
    for name, rows in (("Bloc", [["Désignation"], ["GANT NITRILE M"]]), ("Notes", [["Rien", "ici"], [1, 2]])):
        for number, row in enumerate(rows):
            book.get_worksheet_by_name(name) or book.add_worksheet(name)
            book.get_worksheet_by_name(name).write_row(number, 0, row)
    book.close()
    code, _, said = ran(tmp_path / "liste.xlsx", "-o", tmp_path / "lu.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "lu.xlsx")).get_sheet_by_index(0).to_python()
    assert code == 0
    assert rows[0] == COLUMNS
    assert rows[1][:3] == ["GANT NITRILE M", "device", "glove_examination"]
    assert "Feuilles sans désignations : Notes." in said


def test_standard_input_is_read() -> None:
    code, out, said = ran("-", given="GANT, EXAMEN M\nSERINGUE 5 ML\nINTRANULE G18\n")
    assert code == 0
    assert [row["text"] for row in table(out)] == ["GANT, EXAMEN M", "SERINGUE 5 ML", "INTRANULE G18"]
    assert "pas d'en-tête" in said


def test_packaging_stated_beside_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("text,packaging_given\nGANT EXAMEN M,boite de 100\n", "utf-8")
    (row,) = table(ran(path)[1])
    assert (row["pack_size"], row["pack_unit"]) == ("100", "boite")


def test_the_text_stays_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text('text\n"  Gant,  EXAMEN ""M"" "\n', "utf-8")
    (row,) = table(ran(path)[1])
    assert row["text"] == '  Gant,  EXAMEN "M" '


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(
        "Désignation;Qté\nCathéter veineux périphérique 18G;4\nBande élastique;2\n".encode(encoding)
    )
    assert [row["text"] for row in table(ran(path)[1])] == [
        "Cathéter veineux périphérique 18G",
        "Bande élastique",
    ]


def test_a_named_column_is_said_by_nobody(listed: Path) -> None:
    code, _, said = ran(listed, "--column", "text")
    assert code == 0
    assert "désignations lues" not in said


def test_a_missing_column_names_those_there_are(listed: Path, tmp_path: Path) -> None:
    code, out, said = ran(listed, "--column", "libelle", "-o", tmp_path / "lu.csv")
    assert (code, out, (tmp_path / "lu.csv").exists()) == (2, "", False)
    assert said == "liste.csv n'a pas de colonne « libelle ». Ses colonnes : line_id, text, Stock.\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "ce fichier n'existe pas"),
        (b"", "est vide"),
        (b"text\n", "ne contient aucune ligne"),
        (b"a,b\n1,2\n3,4\n", "aucune colonne de désignations reconnue. Dites laquelle avec --column ; ses colonnes : a, b."),
        (b"%PDF-1.7", "n'est pas un classeur lisible"),
        (b"PK\x03\x04broken", "est endommagé"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    path = tmp_path / "liste.csv"
    if content is not None:
        path.write_bytes(content)
    code, out, said = ran(path, "-o", tmp_path / "lu.csv")
    assert (code, out) == (2, "")
    assert says in said
    assert not (tmp_path / "lu.csv").exists()


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("lu.txt", "le nom doit finir par .csv, .jsonl ou .xlsx"),
        ("liste.csv/lu.csv", "ne peut pas être écrit"),
    ],
)
def test_what_cannot_be_written_is_said(listed: Path, tmp_path: Path, output: str, says: str) -> None:
    code, _, said = ran(listed, "-o", tmp_path / output)
    assert code == 2
    assert says in said


def test_a_workbook_needs_a_file(listed: Path) -> None:
    code, _, said = ran(listed, "--format", "xlsx")
    assert (code, "donnez un fichier avec -o" in said) == (2, True)


def test_a_former_output_stays_where_nothing_is_done(listed: Path, tmp_path: Path) -> None:
    (tmp_path / "lu.csv").write_text("before", "utf-8")
    assert ran(tmp_path / "absent.csv", "-o", tmp_path / "lu.csv")[0] == 2
    assert (tmp_path / "lu.csv").read_text("utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["liste.csv", "lu.csv"]


def test_a_nomenclature_helps_where_no_family_does(tmp_path: Path) -> None:
    codes = [f"{branch}{group:02}{kind:02}" for branch in "ABCD" for group in range(90) for kind in range(30)]
    terms = "".join(f"{code},TERM {code}\n" for code in codes)
    (tmp_path / "emdn.csv").write_text(f"code,term\n{terms}Z1299,XYLOPHONIC REVERBERATORS\n", "utf-8")
    (tmp_path / "liste.csv").write_text("text\nXYLOPHONIC REVERBERATOR\n", "utf-8")
    without = table(ran(tmp_path / "liste.csv")[1])[0]["emdn"]
    code, out, _ = ran(tmp_path / "liste.csv", "--nomenclature", tmp_path / "emdn.csv")
    assert (code, without, table(out)[0]["emdn"]) == (0, "", "Z1299")


def test_a_wrong_nomenclature_is_refused(listed: Path, tmp_path: Path) -> None:
    (tmp_path / "emdn.csv").write_text("a,b\n1,2\n", "utf-8")
    assert ran(listed, "--nomenclature", tmp_path / "emdn.csv")[0] == 2
    assert ran(listed, "--nomenclature", tmp_path / "absent.csv")[0] == 2


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_any_number_of_processes_writes_the_same(language: str) -> None:
    lines = [(str(n), f"SERINGUE {n % 60} ML", None, "") for n in range(2 * CHUNK + 7)]
    job = Job(Format.CSV, language, numbered=True)
    alone = "".join(chunk.text for chunk in read_lines(iter(lines), job, 1))
    assert "".join(chunk.text for chunk in read_lines(iter(lines), job, 2)) == alone
    assert alone.count("\n") == len(lines)


def test_equal_lines_are_counted_each() -> None:
    chunk = LineReader(Job(Format.CSV, "fr", numbered=False)).read([("", "GANT NITRILE M", None, "")] * 3)
    assert chunk.counts["device"] == 3


nasty = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "<b>GANT</b>", "\u202eGANT", "\x00", "12345",
     "x" * 10_000, "🧤🧤", "\ud800", ""]
)  # fmt: skip


@given(st.lists(st.tuples(nasty, nasty, st.none() | nasty, nasty), max_size=6))
@settings(max_examples=60)
def test_whatever_a_line_holds_its_row_is_safe(lines: list[tuple[str, str, str | None]]) -> None:
    written = LineReader(Job(Format.CSV, "fr", numbered=True)).read(lines).text
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert len(rows) == len(lines)
    for row in rows:
        assert len(row) == len(header(Job(Format.CSV, "fr", numbered=True)))
        for cell in row:
            assert unicodedata.normalize("NFKC", cell.lstrip()[:1])[:1] not in {"=", "+", "-", "@"}
            assert not {unicodedata.category(char) for char in cell} & {"Cc", "Cs"}
        assert 0.0 <= float(row[6]) <= 1.0


@given(st.lists(st.tuples(nasty, nasty, st.none() | nasty, nasty), max_size=6))
@settings(max_examples=60)
def test_json_lines_keep_the_very_text(lines: list[tuple[str, str, str | None]]) -> None:
    written = LineReader(Job(Format.JSONL, "fr", numbered=True)).read(lines).text
    written.encode("utf-8")
    found = [json.loads(line) for line in written.split("\n") if line]
    assert [(row["line_id"], row["text"]) for row in found] == [(number, text) for number, text, *_ in lines]


SPECIFIED = "Article;{heading};Remarque\nSERINGUE;10 mL luer lock;urgent\nGANTS D'EXAMEN;nitrile taille M;\n"


@pytest.mark.parametrize(
    "heading",
    [
        "Spécifications",
        "caractéristiques techniques",
        "SPECIFICATIONS TECHNIQUES",
        "المواصفات",
        "المواصفات التقنية",
        "Technical specifications",
    ],
)
def test_a_column_of_specifications_is_known_by_its_heading(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(SPECIFIED.format(heading=heading), "utf-8")
    code, out, said = ran(path)
    syringe, glove = table(out)
    assert (code, syringe["text"], syringe["family"]) == (0, "SERINGUE", "syringe_hypodermic")
    stated = {each["name"]: each["value"] for each in json.loads(syringe["attributes"])}
    assert stated.items() >= {"volume": 10, "tip": "luer_lock"}.items()
    assert {"name": "material", "op": "=", "value": "nitrile", "unit": None} in json.loads(
        glove["attributes"]
    )
    assert "spécifications lues dans la colonne B" in said


def test_specifications_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(SPECIFIED.format(heading="Détail du service"), "utf-8")
    assert '"volume"' not in ran(path)[1]
    for name in ("Détail du service", "$B", "detail du service"):
        code, out, _ = ran(path, "--column", "Article", "--specification", name)
        assert (code, "volume" in out, "luer_lock" in out) == (0, True, True)


def test_specifications_that_are_not_there_are_said(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(SPECIFIED.format(heading="Détail"), "utf-8")
    code, out, said = ran(path, "--column", "Article", "--specification", "Specs")
    assert (code, out) == (2, "")
    assert "liste.csv n'a pas de colonne « Specs ». Ses colonnes : Article, Détail, Remarque." in said


def test_a_page_of_explanations_is_no_list(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "besoins.xlsx"))
    book.add_worksheet("Consignes").write_column(0, 0, ["Consignes", "Remplir la feuille suivante"])
    book.add_worksheet("Service A").write_column(0, 0, ["Désignation", "GANT NITRILE M"])
    book.close()
    code, out, said = ran(tmp_path / "besoins.xlsx")
    assert (code, [row["text"] for row in table(out)]) == (0, ["GANT NITRILE M"])
    assert "Feuilles sans désignations : Consignes." in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "n'est pas une nomenclature officielle"),
        ("en", "isn't an official nomenclature"),
        ("ar", "CODE"),
    ],
)
def test_a_file_that_is_no_nomenclature_is_refused_in_the_readers_words(
    listed: Path, language: str, said: str
) -> None:
    code, out, errors = ran(listed, "--nomenclature", listed, "-l", language)
    assert (code, out) == (2, "")
    assert errors.startswith("liste.csv") or language == "ar"
    assert said in errors


def test_a_nomenclature_that_isnt_there_is_told(listed: Path) -> None:
    code, out, errors = ran(listed, "--nomenclature", "nulle-part.csv")
    assert (code, out) == (2, "")
    assert "nulle-part.csv : ce fichier n'existe pas" in errors


def test_an_output_that_cant_be_written_is_told_in_words(listed: Path) -> None:
    code, out, errors = ran(listed, "-o", listed / "lu.csv")
    assert (code, out) == (2, "")
    assert "ne peut pas être écrit : un des dossiers du chemin est un fichier" in errors


def test_what_was_written_as_json_lines_is_read_again(listed: Path, tmp_path: Path) -> None:
    assert ran(listed, "-o", tmp_path / "lu.jsonl")[0] == 0
    assert table(ran(tmp_path / "lu.jsonl")[1]) == table(ran(listed)[1])
