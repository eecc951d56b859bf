"""What a file is, told from its bytes and never from its name."""

from __future__ import annotations

import zipfile
from enum import StrEnum

from rakiza.kernel.imports.limits import Limits
from rakiza.kernel.imports.refusals import FileRefused, Refusal


class Container(StrEnum):
    """The kinds of file that can be opened."""

    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"
    TEXT = "text"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"SQLite format 3", "SQLite"),
)
_MARKUP = ((b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"))


def container_of(name: str, content: bytes) -> Container:
    """Return what the bytes are; FileRefused where they are no spreadsheet or are encrypted."""
    if content.startswith(b"PK"):
        return Container.XLSX  # told apart by `zip_container`, which looks inside
    if content.startswith(_OLE):
        return _ole_container(name, content)
    if content.startswith(_OLD_BIFF) and len(content) > 8 and b"\x00" in content[:16]:
        return Container.XLS
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, found in (*_OTHERS, *_MARKUP):
        if content.startswith(mark) or start.startswith(mark):
            raise FileRefused(Refusal.NOT_A_SPREADSHEET, file=name, found=found)
    return Container.TEXT


def _ole_container(name: str, content: bytes) -> Container:
    """Tell a workbook from an encrypted package by the names in the OLE directory."""
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        raise FileRefused(Refusal.PROTECTED, file=name)
    for stream, found in (("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint")):
        if stream.encode("utf-16-le") in content:
            raise FileRefused(Refusal.NOT_A_SPREADSHEET, file=name, found=found)
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return Container.XLS
    if "Root Entry".encode("utf-16-le") not in content:  # cut short: its directory stands at the end
        raise FileRefused(Refusal.DAMAGED, file=name)
    raise FileRefused(Refusal.NOT_A_SPREADSHEET, file=name, found="OLE")


def zip_container(name: str, archive: zipfile.ZipFile, size: int, limits: Limits) -> Container:
    """Return which zipped workbook this is, having held its directory against the limits."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes or unpacked > limits.ratio * size or len(entries) > limits.entries:
        raise FileRefused(
            Refusal.UNPACKS_TOO_LARGE,
            file=name,
            size_mb=round(unpacked / 1e6),
            limit_mb=round(limits.unpacked_bytes / 1e6),
            limit_ratio=limits.ratio,
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefused(Refusal.PROTECTED, file=name)
    names = {entry.filename for entry in entries}
    return _zip_kind(name, archive, names)


def _zip_kind(name: str, archive: zipfile.ZipFile, names: set[str]) -> Container:
    if "xl/workbook.xml" in names:
        return Container.XLSX
    if "xl/workbook.bin" in names:  # its extent can't be told before decoding it
        raise FileRefused(Refusal.NOT_A_SPREADSHEET, file=name, found="XLSB")
    if "content.xml" in names and "mimetype" in names:
        mimetype = archive.read("mimetype")[:200]
        if b"spreadsheet" not in mimetype:
            raise FileRefused(Refusal.NOT_A_SPREADSHEET, file=name, found="OpenDocument")
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise FileRefused(Refusal.PROTECTED, file=name)
        return Container.ODS
    found = (
        "Word" if "word/document.xml" in names else "PowerPoint" if "ppt/presentation.xml" in names else "ZIP"
    )
    raise FileRefused(Refusal.NOT_A_SPREADSHEET, file=name, found=found)
