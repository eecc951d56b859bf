"""The clock, the length of titles, and what a dossier can't do without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.pillars.registration.contents import missing, needed, sections
from rakiza.pillars.registration.enums import (
    REQUESTS,
    AuthorisationPurpose,
    DossierState,
    Lack,
    Process,
    Request,
    RiskClass,
)
from rakiza.pillars.registration.process import (
    ORIGINS,
    Span,
    Step,
    clock,
    competent_authority,
    months_after,
    registration_ends_on,
)

DAY = date(2026, 3, 1)
LIMIT = 120


@dataclass
class Piece:
    section: str
    language: str = "fr"
    version: int = 1
    status: str = "to_review"


def test_a_clock_that_never_stood() -> None:
    read = clock(DAY, (), DAY + timedelta(days=30), LIMIT)
    assert (read.used, read.remaining, read.due_on) == (30, 90, date(2026, 6, 29))


def test_a_clock_that_stood_ten_days() -> None:
    pauses = (Span(DAY + timedelta(days=5), DAY + timedelta(days=15)),)
    read = clock(DAY, pauses, DAY + timedelta(days=30), LIMIT)
    assert (read.used, read.due_on) == (20, date(2026, 7, 9))


def test_a_standing_clock_has_no_end() -> None:
    read = clock(DAY, (Span(DAY + timedelta(days=5), None),), DAY + timedelta(days=300), LIMIT)
    assert (read.used, read.remaining, read.due_on) == (5, 115, None)


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(0, 200))
def test_pauses_and_work_make_up_all_the_days(gaps: list[int], after: int) -> None:
    """Days in pause and days used add up to the days gone by, and the end moves by the pauses alone."""
    days = [DAY]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    spans = [Span(first, last) for first, last in list(pairwise(days))[::2]]
    until = days[-1] + timedelta(days=after)
    away = sum((span.last - span.first).days for span in spans if span.last)

    read = clock(DAY, spans, until, LIMIT)

    assert read.used + away == (until - DAY).days
    assert read.due_on == DAY + timedelta(days=LIMIT + away)
    assert read.remaining == (read.due_on - until).days


@pytest.mark.parametrize(
    ("risk_class", "end"), [(RiskClass.IIA, date(2031, 2, 28)), (RiskClass.IVD, date(2027, 2, 28))]
)
def test_a_registration_holds_five_years_and_in_vitro_one(risk_class: RiskClass, end: date) -> None:
    assert registration_ends_on(risk_class, DAY) == end


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_months_are_counted_without_skipping_any(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


def test_the_authority_is_that_of_the_day() -> None:
    assert [competent_authority(date(2025, 5, day)) for day in (7, 8)] == ["DMP", "AMMPS"]


def test_every_step_starts_somewhere_and_no_end_is_left() -> None:
    starts = set().union(*ORIGINS.values())
    assert set(ORIGINS) == set(Step)
    assert set(DossierState) - starts == {
        DossierState.GRANTED,
        DossierState.REFUSED,
        DossierState.CANCELLED,
    }


def every_request() -> list[tuple[Process, Request, str, str]]:
    return [
        (process, request, risk_class, purpose)
        for process, requests in REQUESTS.items()
        for request in requests
        for risk_class in (RiskClass if process == Process.REGISTRATION else [""])
        for purpose in (AuthorisationPurpose if process == Process.AUTHORISATION else [""])
    ]  # type: ignore[misc]


@pytest.mark.parametrize(("process", "request_", "risk_class", "purpose"), every_request())
def test_what_is_needed_is_in_the_outline(
    process: Process, request_: Request, risk_class: str, purpose: str
) -> None:
    listed = [section.code for section in sections(process, risk_class)]
    wanted = needed(process, request_, risk_class=risk_class, purpose=purpose)
    assert wanted
    assert wanted <= set(listed)
    assert len(listed) == len(set(listed))


def test_a_higher_class_needs_what_a_lower_one_does() -> None:
    classes = (RiskClass.I, RiskClass.IIA, RiskClass.IIB, RiskClass.III)
    wanted = [needed(Process.REGISTRATION, Request.INITIAL, risk_class=one) for one in classes]
    assert all(low < high for low, high in pairwise(wanted))


BASE = {"1.04", "1.12", "2.04", "2.05", "3.03", "5.02", "5.03"}


@pytest.mark.parametrize(
    ("risk_class", "beside"),
    [
        (RiskClass.I, set()),
        (RiskClass.IM, {"1.06"}),
        (RiskClass.IS, {"1.06", "3.05"}),
        (RiskClass.IIA, {"1.06", "3.02", "3.05"}),
        (RiskClass.IIB, {"1.06", "3.02", "3.05", "4.02"}),
        (RiskClass.III, {"1.06", "3.02", "3.04", "3.05", "4.02"}),
        (RiskClass.IVD, {"1.06", "3.02", "3.05", "4.02"}),
    ],
)
def test_each_class_can_not_do_without(risk_class: RiskClass, beside: set[str]) -> None:
    wanted = needed(Process.REGISTRATION, Request.INITIAL, risk_class=risk_class)
    assert wanted == BASE | beside
    for code in wanted:  # each section that is left out is the one that is said to be missing
        given = [Piece(one) for one in sorted(wanted - {code})]
        lacking = missing(sections(Process.REGISTRATION, risk_class), wanted, given)
        assert [(one.section.code, one.lack) for one in lacking] == [(code, Lack.ABSENT)]


@pytest.mark.parametrize(
    ("request_", "wanted"),
    [
        (Request.RENEWAL, {"1.04", "1.12", "2.06", "5.02", "5.03"}),
        (Request.AMENDMENT, {"1.01", "1.12"}),
        (Request.TRANSFER, {"1.01", "1.12", "1.14", "5.02"}),
    ],
)
def test_a_later_request_asks_for_what_may_have_changed(request_: Request, wanted: set[str]) -> None:
    for risk_class in RiskClass:
        assert needed(Process.REGISTRATION, request_, risk_class=risk_class) == wanted


def test_a_declaration_and_an_authorisation_ask_for_their_own() -> None:
    assert needed(Process.DECLARATION, Request.INITIAL) == {"E.1", "E.2", "E.3", "E.4", "E.5"}
    for request_ in (Request.AMENDMENT, Request.CESSATION):
        assert needed(Process.DECLARATION, request_) == {"E.1"}
    third = {one: "A.6" for one in AuthorisationPurpose if one.value.endswith("sample")} | {
        AuthorisationPurpose.EXPERIMENTAL: "A.3",
        AuthorisationPurpose.NAMED_PATIENT: "A.4",
        AuthorisationPurpose.CUSTOM_MADE: "A.4",
        AuthorisationPurpose.REFURBISH_EXPORT: "A.5",
    }
    assert set(third) == set(AuthorisationPurpose)
    for purpose, section in third.items():
        assert needed(Process.AUTHORISATION, Request.INITIAL, purpose=purpose) == {"A.1", "A.2", section}


def test_missing_says_what_and_why() -> None:
    listed = sections(Process.REGISTRATION, RiskClass.I)
    wanted = needed(Process.REGISTRATION, Request.INITIAL, risk_class=RiskClass.I)
    pieces = [
        *(Piece(code) for code in sorted(wanted - {"1.04", "5.03", "2.05"})),
        Piece("5.03", language="en"),
        Piece("2.05", status="to_correct"),
        Piece("6A", status="to_correct"),
        Piece("6A", version=2),
    ]
    found = [(one.section.code, one.lack) for one in missing(listed, wanted, pieces)]
    assert found == [("1.04", Lack.ABSENT), ("2.05", Lack.TO_CORRECT), ("5.03", Lack.LANGUAGE)]
