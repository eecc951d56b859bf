"""Opening a file safely: its size, its kind, its extent are known before it is decoded."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, PasswordError

from rakiza.kernel.imports.binary import scan_xls
from rakiza.kernel.imports.decoding import DecoderFailed, decode_apart, decode_here
from rakiza.kernel.imports.delimited import decode, read_delimited
from rakiza.kernel.imports.limits import DEFAULT_LIMITS, Limits
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.signature import Container, container_of, zip_container
from rakiza.kernel.imports.workbook import (
    CellError,
    CellValue,
    Sheet,
    SheetRow,
    Workbook,
    column_letters,
)
from rakiza.kernel.imports.zipped import SheetScan, scan_ods, scan_xlsx
from rakiza.kernel.system_errors import said_of

_DAMAGE = (
    CalamineError,
    DecoderFailed,
    zipfile.BadZipFile,
    ExpatError,
    zlib.error,
    LookupError,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
)


def open_workbook(path: Path, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """Return the sheets of a file on disk; FileRefused where it can't be used."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise FileRefused(Refusal.MISSING, file=path.name)
        _check_size(path.name, size, limits)
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileRefused(Refusal.MISSING, file=path.name) from None
    except OSError as problem:
        raise FileRefused(Refusal.UNREADABLE, file=path.name, why=said_of(problem)) from None
    return read_workbook(path.name, content, limits)


def read_workbook(name: str, content: bytes, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """Return the sheets of a file's bytes; FileRefused where it can't be used."""
    _check_size(name, len(content), limits)
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise FileRefused(Refusal.EMPTY, file=name)
    container = container_of(name, content)
    try:
        sheets = (
            _read_text(name, content, limits)
            if container is Container.TEXT
            else _read_binary(name, content, container, limits)
        )
    except FileRefused:
        raise
    except PasswordError:
        raise FileRefused(Refusal.PROTECTED, file=name) from None
    except _DAMAGE:
        raise FileRefused(Refusal.DAMAGED, file=name) from None
    if not any(sheet.rows for sheet in sheets):
        raise FileRefused(Refusal.EMPTY, file=name)
    return Workbook(name=name, sha256=hashlib.sha256(content).hexdigest(), sheets=sheets)


def _check_size(name: str, size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise FileRefused(
            Refusal.TOO_LARGE, file=name, size_mb=round(size / 1e6), limit_mb=round(limits.file_bytes / 1e6)
        )


def _read_text(name: str, content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    text = decode(content)
    if text is None or sum(1 for char in text[:10_000] if ord(char) < 32 and char not in "\t\r\n\f") > 5:
        raise FileRefused(Refusal.NOT_A_SPREADSHEET, file=name, found="?")
    rows = _filled(name, name, read_delimited(text), {}, limits)
    return (Sheet(name=Path(name).stem, rows=rows),)


def _read_binary(name: str, content: bytes, container: Container, limits: Limits) -> tuple[Sheet, ...]:
    scans = _scan(name, content, container, limits)
    for title, scan in scans.items():
        if scan.cells > limits.cells:
            raise FileRefused(
                Refusal.TOO_MANY_CELLS,
                file=name,
                sheet=title,
                row=scan.last_row,
                column=column_letters(scan.last_column),
                limit=limits.cells,
            )
    decoded = decode_apart(content) if container is Container.XLS else decode_here(content)
    sheets: list[Sheet] = []
    for sheet in decoded:
        if len(sheets) == limits.sheets:
            raise FileRefused(Refusal.TOO_MANY_SHEETS, file=name, limit=limits.sheets)
        failed = scans[sheet.name].failed if sheet.name in scans else {}
        rows = _filled(name, sheet.name, _until_failed(sheet.rows, failed), failed, limits)
        sheets.append(Sheet(sheet.name, rows, sheet.merged))
    return tuple(sheets)


def _scan(name: str, content: bytes, container: Container, limits: Limits) -> Mapping[str, SheetScan]:
    if container is Container.XLS:
        return scan_xls(name, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kind = zip_container(name, archive, len(content), limits)
        if kind is Container.XLSX:
            return scan_xlsx(archive)
        return scan_ods(archive) if kind is Container.ODS else {}


def _until_failed(
    rows: Iterable[Sequence[CellValue]], failed: Mapping[tuple[int, int], str]
) -> Iterable[Sequence[CellValue]]:
    """Give the rows, then empty ones down to the last failed cell (decoded as empty, so left out)."""
    count = 0
    for row in rows:
        count += 1
        yield row
    for _ in range(count, max((row for row, _ in failed), default=0)):
        yield []


def _filled(
    file: str,
    sheet: str,
    rows: Iterable[Sequence[CellValue]],
    failed: Mapping[tuple[int, int], str],
    limits: Limits,
) -> tuple[SheetRow, ...]:
    """Keep the rows that hold something; put failed formulas back in their cells."""
    failed_rows: dict[int, dict[int, str]] = {}
    for (row_number, column), token in failed.items():
        failed_rows.setdefault(row_number, {})[column] = token
    kept: list[SheetRow] = []
    for number, cells in enumerate(rows, start=1):
        values: list[CellValue] = [None if cell == "" else cell for cell in cells]
        for column, token in failed_rows.get(number, {}).items():
            values.extend([None] * (column + 1 - len(values)))
            values[column] = CellError(token)
        if any(_says_something(value) for value in values):
            if len(kept) >= limits.rows:
                raise FileRefused(Refusal.TOO_MANY_ROWS, file=file, sheet=sheet, limit=limits.rows)
            kept.append(SheetRow(number, tuple(values)))
    return tuple(kept)


def _says_something(value: CellValue) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, (float, int, bool, date, datetime, time, timedelta, CellError))
