"""What the certification room reminds people of before it is too late: certificates that end, surveillances, findings, transitions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.followers import follow
from rakiza.kernel.jobs.daily import daily
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.notifications.actions import remind_once, step_towards
from rakiza.kernel.wording.gaps import Gap
from rakiza.pillars.certification.closed_sites import tell_closed_sites
from rakiza.pillars.certification.ending import not_followed
from rakiza.pillars.certification.enums import CaseState, CertificateState, ContractState, FindingState
from rakiza.pillars.certification.models import (
    Audit,
    Certificate,
    CertificationCase,
    Contract,
    Finding,
    TypeTest,
)
from rakiza.pillars.certification.process import ANSWERED
from rakiza.pillars.certification.standards import remind_of_transitions
from rakiza.pillars.certification.surveillance import watched
from rakiza.pillars.certification.telling import EXPIRES, TEST_DUE, UNCOVERED

BEFORE_THE_END = (90, 30, 7)
BEFORE_A_SURVEILLANCE = (60, 14)
BEFORE_AN_ANSWER = (7, 1)


def remind(day: date, progress: JobProgress) -> Mapping[str, object]:
    """Leave the reminders that `day` asks for; done again, it leaves none twice."""
    left = _certificates(day) + _surveillances(day, progress) + _findings(day) + _contracts(day) + _tests(day)
    left += remind_of_transitions(day) + tell_closed_sites()
    return {"reminders": left}


def _certificates(day: date) -> int:
    ending = Certificate.objects.filter(
        valid_to__range=(day, day + timedelta(days=BEFORE_THE_END[0]))
    ).exclude(state=CertificateState.WITHDRAWN)
    return sum(
        _of_gap_between(one, days, day) if days else _of_its_end(one, day)
        for one, days in not_followed(
            ending.select_related("maker").prefetch_related("devices").order_by("pk")
        )
    )


def _of_its_end(one: Certificate, day: date) -> bool:
    return remind_once(
        EXPIRES,
        organisation=one.maker,
        about=one,
        deadline=one.valid_to,
        step=step_towards(one.valid_to, day, BEFORE_THE_END),
        params={"number": one.number, "standard": one.standard, "date": one.valid_to},
        instead_of={UNCOVERED},
    )


def _of_gap_between(one: Certificate, days: Gap, day: date) -> bool:
    said = {"number": one.number, "standard": one.standard, "date": one.valid_to}
    return remind_once(
        UNCOVERED,
        organisation=one.maker,
        about=one,
        deadline=one.valid_to,
        step=f"{days.last}:{step_towards(one.valid_to, day, BEFORE_THE_END)}",
        params={**said, "first_day": days.first, "last_day": days.last},
        instead_of={EXPIRES, UNCOVERED},
    )


def _surveillances(day: date, progress: JobProgress) -> int:
    cases = list(
        CertificationCase.objects.filter(
            state=CaseState.CERTIFIED,
            certificate__valid_to__gte=day,
            certificate__state=CertificateState.VALID,
        )
        .select_related("certificate", "maker", "body")
        .order_by("pk")
    )
    audits: dict[int, list[Audit]] = {}
    for audit in Audit.objects.filter(case__in=cases):
        audits.setdefault(audit.case_id, []).append(audit)
    left = 0
    for done, case in enumerate(cases):
        progress("reminders", done, len(cases))
        for one in watched(case, audits.get(case.pk, ())):
            close = one.due.last <= day + timedelta(days=BEFORE_A_SURVEILLANCE[0])
            if one.audit is None and close:
                left += _of_surveillance(case, one.due.last, day)
    return left


def _of_surveillance(case: CertificationCase, last: date, day: date) -> int:
    said = {"standard": case.standard, "maker": case.maker, "date": last}
    return sum(
        remind_once(
            "certification.surveillance_due",
            organisation=party,
            about=case,
            deadline=last,
            step=step_towards(last, day, BEFORE_A_SURVEILLANCE),
            params=said,
        )
        for party in (case.body, case.maker)
    )


def _findings(day: date) -> int:
    waiting = Finding.objects.filter(
        state=FindingState.OPEN,
        due_on__lte=day + timedelta(days=BEFORE_AN_ANSWER[0]),
        audit__case__state__in=ANSWERED,
    )
    return sum(
        remind_once(
            "certification.finding_due",
            organisation=one.audit.case.maker,
            about=one.audit.case,
            deadline=one.due_on,
            step=f"{one.pk}:{step_towards(one.due_on, day, BEFORE_AN_ANSWER)}",
            params={"standard": one.audit.case.standard, "date": one.due_on},
        )
        for one in waiting.select_related("audit__case__maker").order_by("pk")
    )


def _contracts(day: date) -> int:
    waiting = Contract.objects.filter(
        state=ContractState.PROPOSED,
        answer_by__range=(day, day + timedelta(days=BEFORE_AN_ANSWER[0])),
        case__state=CaseState.OFFERED,
    )
    return sum(
        remind_once(
            "certification.contract_due",
            organisation=one.case.maker,
            about=one.case,
            deadline=one.answer_by,
            step=f"{one.pk}:{step_towards(one.answer_by, day, BEFORE_AN_ANSWER)}",
            params={"body": one.case.body, "standard": one.case.standard, "date": one.answer_by},
        )
        for one in waiting.select_related("case__maker", "case__body").order_by("pk")
        if one.answer_by is not None
    )


def _tests(day: date) -> int:
    awaited = TypeTest.objects.filter(
        result="", due_on__lte=day + timedelta(days=BEFORE_AN_ANSWER[0]), case__state=CaseState.TESTS
    )
    return sum(
        remind_once(
            TEST_DUE,
            organisation=one.case.body,
            about=one.case,
            deadline=one.due_on,
            step=f"{one.pk}:{step_towards(one.due_on, day, BEFORE_AN_ANSWER)}",
            params={"laboratory": one.laboratory, "standard": one.standard, "date": one.due_on},
        )
        for one in awaited.select_related("case__body", "laboratory").order_by("pk")
    )


follow("certification.closed_sites", ("organisations.close_site",), tell_closed_sites)
daily("certification.reminders", _("Rappels de certification"), remind)
