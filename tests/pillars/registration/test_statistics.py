"""Median days by class and step."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.pillars.registration.office import TODAY, a_filed, an_office, to_decide

from rakiza.kernel.documents.table import CellKind, Column, Sheet, Styled
from rakiza.kernel.presentation.listing import csv_response
from rakiza.pillars.registration import decisions
from rakiza.pillars.registration.models import Dossier, Pause
from rakiza.pillars.registration.statistics import Course, SentBack, courses_of, paces, sent_back, steps_of

DAY = date(2026, 1, 1)


def days(*counts: int | None) -> tuple[date | None, ...]:
    return tuple(None if count is None else DAY + timedelta(days=count) for count in counts)


def test_each_step_counts_from_the_one_before() -> None:
    course = Course("registration", "IIa", days(0, 5, 45, 60, 70), 10)
    (pace,) = paces([course])
    assert (pace.admission, pace.evaluation, pace.commission, pace.decision) == (5, 40, 15, 10)
    assert (pace.count, pace.whole) == (1, 60)


def test_a_step_that_was_not_taken_has_no_days() -> None:
    (pace,) = paces([Course("authorisation", "", days(0, 5, 45, None, 70), 0)])
    assert (pace.commission, pace.decision) == (None, 25)


def test_groups_come_in_order_with_their_medians() -> None:
    courses = [
        Course("registration", "III", days(0, 1, 2, 3, 100), 0),
        Course("registration", "I", days(0, 1, 2, 3, 10), 0),
        Course("registration", "I", days(0, 3, 4, 5, 20), 0),
        Course("declaration", "", days(0, 1, 1, None, 2), 0),
    ]
    assert [(one.process, one.risk_class, one.count, one.whole) for one in paces(courses)] == [
        ("declaration", "", 1, 2),
        ("registration", "I", 2, 15),
        ("registration", "III", 1, 100),
    ]


@given(st.lists(st.integers(0, 50) | st.none(), min_size=3, max_size=3), st.integers(0, 50))
def test_steps_add_up_to_the_whole(between: list[int | None], last: int) -> None:
    at, dates = 0, [0]
    for gap in between:
        at += gap or 0
        dates.append(None if gap is None else at)  # type: ignore[arg-type]
    dates.append(at + last)
    assert sum(steps_of(Course("registration", "I", days(*dates), 0)).values()) == at + last


@pytest.mark.django_db
def test_the_page_counts_what_its_authority_decided(django_assert_max_num_queries: object) -> None:
    office, other = an_office(), an_office()
    for one in (office, other):
        dossier = to_decide(one)
        decisions.grant(one.decider, dossier, valid_from=TODAY())
        Dossier.objects.filter(pk=dossier.pk).update(filed_on=TODAY() - timedelta(days=50))
        Pause.objects.create(
            dossier=dossier,
            starts_on=TODAY() - timedelta(days=30),
            ends_on=TODAY() - timedelta(days=10),
            reason="evidence",
            remark="R",
        )
    (course,) = courses_of(office.authority, TODAY() - timedelta(days=1), TODAY())
    assert course.paused == 20
    client = Client()
    client.force_login(office.decider.user)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        page = client.get(reverse("registration:statistics"))
    assert "classe IIa" in page.content.decode()
    client.force_login(office.maker.user)
    assert client.get(reverse("registration:statistics")).status_code == 403


@pytest.mark.django_db
def test_reasons_of_sending_back_are_counted_with_the_days_away() -> None:
    office, other = an_office(), an_office()
    spans = [
        ("evidence", 30, 10),
        ("evidence", 9, 5),
        ("language", 40, 30),
        ("evidence", 3, None),
        ("evidence", 900, 1),
    ]
    for one in (office, other):
        for reason, begun, ended in spans:
            Pause.objects.create(
                dossier=a_filed(one),
                starts_on=TODAY() - timedelta(days=begun),
                ends_on=None if ended is None else TODAY() - timedelta(days=ended),
                reason=reason,
                remark="R",
            )
    client = Client()
    client.force_login(office.evaluator.user)

    page = client.get(reverse("registration:statistics")).content.decode()

    assert sent_back(office.authority, TODAY() - timedelta(days=730), TODAY()) == (
        SentBack("evidence", 3, 12.0),
        SentBack("language", 1, 10.0),
    )
    assert page.index("preuve insuffisante") < page.index("étiquetage ou notice")


@pytest.mark.django_db
def test_the_pace_is_handed_over_as_a_workbook_and_as_csv() -> None:
    office = an_office()
    decisions.grant(office.decider, to_decide(office), valid_from=TODAY())
    client = Client()
    client.force_login(office.decider.user)
    address = reverse("registration:statistics")

    book = CalamineWorkbook.from_filelike(BytesIO(client.get(address, {"export": 1}).content))
    lines = client.get(address, {"export": "csv"}).content.decode("utf-8-sig").splitlines()

    row = ["certificat d'enregistrement", "classe IIa", "1", "0.0", "0.0", "0.0", "0.0", "0.0"]
    assert next(csv.reader([lines[1]])) == row
    assert len(lines) == 2
    (head, said) = book.get_sheet_by_name("Délais").to_python()
    assert (head[3], said[:3], said[7]) == ("Recevabilité (jours médians)", [*row[:2], 1.0], 0.0)
    assert "Renvois au demandeur" in book.sheet_names
    client.force_login(office.maker.user)
    assert client.get(address, {"export": "csv"}).status_code == 403


def test_a_csv_makes_no_formula_of_a_text() -> None:
    sheet = Sheet(
        "S", (Column("T"), Column("N")), [("=1+1", Decimal("2.5")), (Styled("-x", CellKind.TEXT), 3)]
    )
    assert csv_response(sheet, "s.csv").content.decode("utf-8-sig") == "T,N\r\n'=1+1,2.5\r\n'-x,3\r\n"
