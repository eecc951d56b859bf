"""What must be known of a zipped workbook before it is decoded: its extent and its failed formulas.

The decoder builds the whole rectangle between the first and the last cell, so that one cell at
XFD1048576 would exhaust the memory; and it gives failed formulas as empty cells. Both are read
here from the sheets' XML, by pieces, without building a tree.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from rakiza.kernel.imports.workbook import column_index

_PIECE = 4_000_000
_OVERLAP = 4_000
_FAR = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})\d""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d{1,7})["']""")
_ERROR_TYPE = re.compile(rb"""\bt\s*=\s*["']e["']""")
_FAILED = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt\s*=\s*["']e["'])[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*>"""
    rb"(?:(?!</(?:\w+:)?c>).){0,3000}?<(?:\w+:)?v>([^<]{1,40})</",
    re.DOTALL,
)
_UNCOMPUTED = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>/]*>\s*"""
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
FORMULA_WITHOUT_VALUE = "#FORMULA!"


@dataclass(slots=True)
class SheetScan:
    """Last filled row and column (1-based row, 0-based column), and failed cells by position."""

    last_row: int = 0
    last_column: int = 0
    first_row: int = 0
    failed: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """How many cells a dense copy from the first column would hold."""
        return max(0, self.last_row - max(self.first_row, 1) + 1) * (self.last_column + 1)

    def reach(self, row: int, column: int) -> None:
        """Note that a cell is filled."""
        self.first_row = min(self.first_row or row, row)
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)


def scan_xlsx(archive: zipfile.ZipFile) -> dict[str, SheetScan]:
    """Return the scan of each sheet by its name; sheets whose part is missing are left out."""
    scans = {}
    for name, part in _sheet_parts(archive):
        if part in archive.NameToInfo:
            scans[name] = _scan_sheet(archive, part)
    return scans


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Pair each sheet's name with the path of its XML."""
    targets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parse(archive.read("xl/_rels/workbook.xml.rels"), relation)
    sheets: list[tuple[str, str]] = []

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), key))

    _parse(archive.read("xl/workbook.xml"), sheet)
    for name, key in sheets:
        target = targets.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield name, path


def _parse(content: bytes, on_start: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = on_start
    parser.Parse(content, True)  # noqa: FBT003 — expat's own signature


def _scan_sheet(archive: zipfile.ZipFile, part: str) -> SheetScan:
    scan = SheetScan()
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            window = rest + piece
            _scan_piece(window, scan)
            rest = window[-_OVERLAP:]
    return scan


def _scan_piece(window: bytes, scan: SheetScan) -> None:
    widest = 0
    for letters in set(_COLUMN.findall(window)):
        widest = max(widest, column_index(letters.decode()))
    rows = _ROW.findall(window)
    if not rows:
        rows = [row for _, row in _FAR.findall(window)]
    if rows:
        numbers = [int(row) for row in rows]
        scan.reach(min(numbers), widest)
        scan.reach(max(numbers), widest)
    if _ERROR_TYPE.search(window):
        for match in _FAILED.finditer(window):
            scan.failed[int(match[2]), column_index(match[1].decode())] = match[3].decode("utf-8", "replace")
    if b"<f" in window or b":f" in window:
        for match in _UNCOMPUTED.finditer(window):
            position = int(match[2]), column_index(match[1].decode())
            scan.failed.setdefault(position, FORMULA_WITHOUT_VALUE)


class _OdsReader:
    """Follows the tables of an OpenDocument sheet: extent (repeats counted) and failed cells."""

    def __init__(self) -> None:
        self.scans: dict[str, SheetScan] = {}
        self._scan = SheetScan()
        self._row = self._column = 0
        self._rows_repeated = self._columns_repeated = 1
        self._filled = -1
        self._formula = self._in_text = False
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._scan = self.scans.setdefault(attributes.get("table:name", ""), SheetScan())
            self._row = 0
        elif tag == "table:table-row":
            self._rows_repeated = int(attributes.get("table:number-rows-repeated", "1"))
            self._column, self._filled = 0, -1
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            self._columns_repeated = int(attributes.get("table:number-columns-repeated", "1"))
            self._formula = "table:formula" in attributes
            self._text = []
            if "office:value-type" in attributes:
                self._filled = self._column + self._columns_repeated - 1
        elif tag == "text:p":
            self._in_text = True

    def end(self, tag: str) -> None:
        if tag == "text:p":
            self._in_text = False
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            shown = "".join(self._text).strip()
            if shown:
                self._filled = self._column + self._columns_repeated - 1
            if self._formula and (shown.startswith("#") or re.fullmatch(r"(Err|Erreur):?\s?\d+", shown)):
                self._scan.failed[self._row + 1, self._column] = shown
            self._column += self._columns_repeated
        elif tag == "table:table-row":
            if self._filled >= 0:
                self._scan.reach(self._row + 1, self._filled)
                self._scan.reach(self._row + self._rows_repeated, self._filled)
            self._row += self._rows_repeated

    def text(self, piece: str) -> None:
        if self._in_text:
            self._text.append(piece)


def scan_ods(archive: zipfile.ZipFile) -> dict[str, SheetScan]:
    """Return the scan of each sheet by its name."""
    reader = _OdsReader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    with archive.open("content.xml") as stream:
        parser.ParseFile(stream)
    return reader.scans
