"""Failed formulas of the old binary workbook (BIFF8 in an OLE container).

Only the few records that matter are read (MS-XLS: BOUNDSHEET 0x85, FORMULA 0x06, BOOLERR 0x205,
FILEPASS 0x2F); a file that doesn't follow the layout is left to the decoder, which reports damage.
"""

from __future__ import annotations

import struct

from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.zipped import SheetScan

_TOKENS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_FILEPASS, _BOUNDSHEET, _FORMULA, _BOOLERR, _EOF = 0x2F, 0x85, 0x06, 0x205, 0x0A
_BEGINNING = b"\x09\x08"  # BOF of BIFF5 and BIFF8, the two that stand in an OLE file
_SECTOR_POWERS = (9, 12)  # sectors of 512 or 4,096 bytes (MS-CFB 2.2)
_END_OF_CHAIN = 0xFFFFFFF0


def holds_workbook(content: bytes) -> bool:
    """Say whether an OLE file's own directory leads to a workbook's stream: its first record begins one."""
    try:
        stream = _workbook_stream(content)
    except (struct.error, IndexError, ValueError):
        return False
    return stream[:2] == _BEGINNING


def scan_xls(name: str, content: bytes) -> dict[str, SheetScan]:
    """Return failed cells by sheet; FileRefused where the workbook is encrypted."""
    try:
        stream = _workbook_stream(content)
        sheets, encrypted = _globals(stream)
    except (struct.error, IndexError, ValueError):
        return {}
    if encrypted:
        raise FileRefused(Refusal.PROTECTED, file=name)
    return {sheet: _failed_cells(stream, offset) for sheet, offset in sheets.items()}


def _workbook_stream(content: bytes) -> bytes:
    """Return the Workbook stream: follow its sectors through the allocation table (MS-CFB)."""
    if content[:2] != b"\xd0\xcf":
        return content
    power = struct.unpack_from("<H", content, 30)[0]
    if power not in _SECTOR_POWERS:
        return b""
    size = 1 << power
    directory, _, cutoff = struct.unpack_from("<III", content, 48)
    table = _allocation_table(content, size)
    entries = _chain(content, table, directory, size)
    root_start = struct.unpack_from("<I", entries, 116)[0]
    for position in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, position + 64)[0]
        label = entries[position : position + max(0, length - 2)].decode("utf-16-le", "replace")
        if label in {"Workbook", "Book"}:
            start, total = struct.unpack_from("<II", entries, position + 116)
            if total < cutoff:
                return _mini_stream(content, table, size, root_start, start)[:total]
            return _chain(content, table, start, size)[:total]
    return b""


def _allocation_table(content: bytes, size: int) -> list[int]:
    count = struct.unpack_from("<I", content, 44)[0]
    if count > len(content) // size:
        raise ValueError(count)  # more sectors of the table than the file has
    sectors = list(struct.unpack_from("<109I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    per_sector = size // 4
    while following < _END_OF_CHAIN and len(sectors) < count + per_sector:
        block = struct.unpack_from(f"<{per_sector}I", content, (following + 1) * size)
        sectors.extend(block[:-1])
        following = block[-1]
    table: list[int] = []
    for sector in sectors[:count]:
        table.extend(struct.unpack_from(f"<{per_sector}I", content, (sector + 1) * size))
    return table


def _chain(content: bytes, table: list[int], start: int, size: int) -> bytes:
    pieces: list[bytes] = []
    sector, most = start, len(content) // size  # a chain that comes round again is longer than the file
    while sector < _END_OF_CHAIN and len(pieces) <= most:
        pieces.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(pieces)


def _mini_stream(content: bytes, table: list[int], size: int, root_start: int, start: int) -> bytes:
    container = _chain(content, table, root_start, size)
    mini_table_start = struct.unpack_from("<I", content, 60)[0]
    raw = _chain(content, table, mini_table_start, size)
    mini = list(struct.unpack(f"<{len(raw) // 4}I", raw))
    pieces: list[bytes] = []
    sector, most = start, len(container) // 64
    while sector < _END_OF_CHAIN and len(pieces) <= most:
        pieces.append(container[sector * 64 : (sector + 1) * 64])
        sector = mini[sector]
    return b"".join(pieces)


def _globals(stream: bytes) -> tuple[dict[str, int], bool]:
    """Return sheet offsets by name, and whether the workbook is encrypted."""
    sheets: dict[str, int] = {}
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        body = stream[position + 4 : position + 4 + length]
        if kind == _FILEPASS:
            return sheets, True
        if kind == _BOUNDSHEET:
            offset = struct.unpack_from("<I", body)[0]
            sheets[_sheet_name(body)] = offset
        if kind == _EOF:
            break
        position += 4 + length
    return sheets, False


def _sheet_name(body: bytes) -> str:
    count, wide = body[6], body[7] & 1
    return body[8 : 8 + count * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")


def _failed_cells(stream: bytes, offset: int) -> SheetScan:
    scan = SheetScan()
    position = offset
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        body = stream[position + 4 : position + 4 + length]
        if kind == _EOF:
            break
        token = _failed_token(kind, body)
        if token:
            row, column = struct.unpack_from("<HH", body)
            scan.failed[row + 1, column] = token
        position += 4 + length
    return scan


def _failed_token(kind: int, body: bytes) -> str | None:
    if kind == _BOOLERR and len(body) >= 8 and body[7]:
        return _TOKENS.get(body[6], "#N/A")
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _TOKENS.get(body[8], "#N/A")
    return None
