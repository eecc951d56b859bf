"""Who is told of a step of a case, and what is put away once nobody is awaited for it any more."""

from __future__ import annotations

from datetime import date

from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.enums import CaseState, FindingState
from rakiza.pillars.certification.models import CertificationCase, Finding
from rakiza.pillars.certification.process import ANSWERED, AUDITED

FILED = "certification.case_filed"
SENT_BACK = "certification.case_sent_back"
PLANNED = "certification.audit_planned"
TEST_FAILED = "certification.test_failed"
TEST_DUE = "certification.test_due"
OFFERED = "certification.contract_offered"
CONTRACT_DUE = "certification.contract_due"
AGREED = "certification.contract_agreed"
DECLINED = "certification.contract_declined"
CLOSED = "certification.contract_closed"
FINDING_ANSWERED = "certification.finding_answered"
TO_ANSWER = (
    "certification.findings_to_answer",
    "certification.finding_returned",
    "certification.finding_due",
)
SURVEILLANCE_DUE = "certification.surveillance_due"
EXPIRES = "certification.expires"
UNCOVERED = "certification.uncovered"


def tell_body(case: CertificationCase, code: str, **more: object) -> None:
    """Tell a body's officers what a maker did with its case."""
    params = {"maker": case.maker, "standard": case.standard, **more}
    notify(code, organisation=case.body, role=Role.CERTIFICATION_OFFICER, params=params, about=case)


def tell_maker(case: CertificationCase, code: str, deadline: date | None = None, **params: object) -> None:
    """Tell a maker what the body did with its case."""
    said = {"body": case.body, "standard": case.standard, **params}
    notify(code, organisation=case.maker, params=said, about=case, deadline=deadline)


def tell_planned(case: CertificationCase, planned_on: date) -> None:
    """Tell a maker the day of its next audit; a day that was told before is put away."""
    settle(case, case.maker, {PLANNED})
    tell_maker(case, PLANNED, deadline=planned_on, date=planned_on.isoformat())


def tell_held(case: CertificationCase, answer_by: date | None) -> None:
    """Tell a maker that its audit was held; `answer_by`: the day for its non-conformities, None where it has none."""
    settle(case, case.maker, {PLANNED})
    if answer_by is None:
        tell_maker(case, "certification.audit_held")
    else:
        tell_maker(case, "certification.findings_to_answer", deadline=answer_by)


def settle_left(case: CertificationCase) -> None:
    """Put away what a state that the case has left asked of either side."""
    if case.state != CaseState.FILED:
        settle(case, case.body, {FILED})
    if case.state != CaseState.SENT_BACK:
        settle(case, case.maker, {SENT_BACK, TEST_FAILED})
    if case.state != CaseState.TESTS:
        settle(case, case.body, {TEST_DUE})
    if case.state != CaseState.OFFERED:
        settle(case, case.maker, {OFFERED, CONTRACT_DUE})
    if case.state != CaseState.AGREED:
        settle(case, case.body, {AGREED})
    if case.state != CaseState.ACCEPTED:
        settle(case, case.body, {DECLINED})
    if case.state not in AUDITED:
        settle(case, case.maker, {PLANNED})
    if case.state not in ANSWERED:
        settle(case, case.maker, TO_ANSWER)
        settle(case, case.body, {FINDING_ANSWERED})


def settle_findings(case: CertificationCase) -> None:
    """Put away what asked for an answer once none is awaited, and what asked to examine one once none is left."""
    waiting = set(Finding.objects.filter(audit__case=case).values_list("state", flat=True).distinct())
    if FindingState.OPEN not in waiting:
        settle(case, case.maker, TO_ANSWER)
    if FindingState.ANSWERED not in waiting:
        settle(case, case.body, {FINDING_ANSWERED})


def settle_surveillance(case: CertificationCase) -> None:
    """Put away that a surveillance is due: its day is set."""
    for party in (case.body, case.maker):
        settle(case, party, {SURVEILLANCE_DUE})
