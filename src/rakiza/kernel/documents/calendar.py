"""Appointments as an iCalendar file (RFC 5545), for the reader's own calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LINE = 75  # octets of a line, RFC 5545 3.1


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment; `key` stays its own when it moves, so that the calendar moves it too."""

    key: str
    starts_at: datetime
    ends_at: datetime
    title: str
    address: str = ""
    sure: bool = True
    called_off: bool = False


def calendar(appointments: Iterable[Appointment], written_at: datetime) -> bytes:
    """Return the file; moments are written in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Rakiza//FR", "CALSCALE:GREGORIAN"]
    for one in appointments:
        lines += _event(one, written_at)
    lines.append("END:VCALENDAR")
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line))


def _event(one: Appointment, written_at: datetime) -> list[str]:
    status = "CANCELLED" if one.called_off else "CONFIRMED" if one.sure else "TENTATIVE"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{one.key}",
        f"DTSTAMP:{_moment(written_at)}",
        f"DTSTART:{_moment(one.starts_at)}",
        f"DTEND:{_moment(one.ends_at)}",
        f"SUMMARY:{_escaped(one.title)}",
        f"STATUS:{status}",
    ]
    if one.address:
        lines.append(f"URL:{one.address}")
    return [*lines, "END:VEVENT"]


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """Escape what separates values, and line ends, so that a text never becomes another property."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, written)
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[bytes]:
    """Cut a line into pieces of 75 octets at most, never inside a character."""
    piece, room = b"", _LINE
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            yield piece
            piece = b" "
        piece += octets
    yield piece
