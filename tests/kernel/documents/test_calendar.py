"""Appointments for a calendar: what other programs read of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rakiza.kernel.documents.calendar import Appointment, calendar

BEGINS = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)
WRITTEN = datetime(2027, 1, 1, tzinfo=UTC)


def one(title: str = "Expertise", **more: object) -> Appointment:
    return Appointment("a-1@example.org", BEGINS, BEGINS + timedelta(minutes=45), title, **more)  # type: ignore[arg-type]


def test_an_appointment_is_an_event_in_universal_time() -> None:
    address = "https://example.org/1/"
    assert calendar([one(address=address)], WRITTEN).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rakiza//FR",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:a-1@example.org",
        "DTSTAMP:20270101T000000Z",
        "DTSTART:20270302T100000Z",
        "DTEND:20270302T104500Z",
        "SUMMARY:Expertise",
        "STATUS:CONFIRMED",
        f"URL:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_what_is_not_sure_or_called_off_says_so() -> None:
    assert b"STATUS:TENTATIVE" in calendar([one(sure=False)], WRITTEN)
    assert b"STATUS:CANCELLED" in calendar([one(called_off=True)], WRITTEN)


def test_a_title_never_becomes_another_property() -> None:
    written = calendar([one("A, b; c\\d\nATTENDEE:x\r\ny\u2028z")], WRITTEN).decode()
    assert "SUMMARY:A\\, b\\; c\\\\d\\nATTENDEE:x\\ny\\nz\r\n" in written
    assert "\r\nATTENDEE" not in written


def test_a_long_title_is_folded_between_characters() -> None:
    title = "جهاز " * 40
    written = calendar([one(title)], WRITTEN)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert f"SUMMARY:{title}" in written.replace(b"\r\n ", b"").decode()
