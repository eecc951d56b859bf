"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLS = "application/vnd.ms-excel"
PDF = "application/pdf"
JSON = "application/json"
CSV = "text/csv"
ZIP = "application/zip"
UNKNOWN = "application/octet-stream"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
HEAD_BYTES = 4096


def sniff(head: bytes) -> str:
    """Return the media type that the first `HEAD_BYTES` bytes show."""
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(head)
    if head.startswith(_OLE):
        return XLS
    if head.startswith(b"%PDF-"):
        return PDF
    for magic, media_type in _PICTURES:
        if head.startswith(magic):
            return media_type
    return _text_type(head)


def _zip_type(head: bytes) -> str:
    if ODS.encode() in head:
        return ODS
    if b"[Content_Types].xml" in head or b"xl/" in head or b"_rels/" in head or b"docProps/" in head:
        return XLSX
    return ZIP


def _text_type(head: bytes) -> str:
    if not head or (b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return UNKNOWN
    if head.lstrip()[:1] in {b"{", b"["}:
        return JSON
    separators = head.count(b";") + head.count(b",") + head.count(b"\t")
    return CSV if separators else "text/plain"
