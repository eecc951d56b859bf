"""Cases of management systems in every state, one a maker, moved by the room's own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from rakiza.demonstration.cluster import Cluster
from rakiza.kernel.files.actions import store
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification import contracts
from rakiza.pillars.certification.audits import Remark
from rakiza.pillars.certification.contracts import ContractTerms
from rakiza.pillars.certification.enums import (
    NEEDED,
    CaseState,
    ContractState,
    Decline,
    DocumentKind,
    Grade,
    Outcome,
    Scheme,
    SendBackReason,
    Stage,
)
from rakiza.pillars.certification.models import Audit, Certificate, CertificationCase, Contract, Finding
from rakiza.pillars.certification.surveillance import hold_surveillance, plan_surveillance

S = CaseState
STANDARD = "ISO 9001:2015"
# How many days ago a case was opened and filed, and its audits held.
OPENED, FILED, CONTRACT = 150, 120, 110
HELD = {Stage.STAGE_1: 70, Stage.STAGE_2: 25}
LATE = 420  # days since a certificate whose first surveillance, due within a year, nobody planned
# The way to a certificate, and the ways that leave it: each state with the one it is reached from.
BEFORE: dict[CaseState, CaseState | None] = {
    S.DRAFT: None,
    S.FILED: S.DRAFT,
    S.SENT_BACK: S.FILED,
    S.ACCEPTED: S.FILED,
    S.OFFERED: S.ACCEPTED,
    S.AGREED: S.OFFERED,
    S.STAGE_1: S.AGREED,
    S.STAGE_2_READY: S.STAGE_1,
    S.STAGE_2: S.STAGE_2_READY,
    S.FINDINGS: S.STAGE_2,
    S.DECISION: S.FINDINGS,
    S.CERTIFIED: S.DECISION,
    S.REFUSED: S.DECISION,
    S.CANCELLED: S.FILED,
}


@dataclass(frozen=True, slots=True)
class _Way:
    """Who moves one case."""

    maker: Actor
    auditor: Actor
    decider: Actor
    case: CertificationCase


def load_cases(cluster: Cluster) -> int:
    """Open one case a state, each by another maker, and one whose surveillance is late; return how many."""
    for state, (_demo, maker) in zip(BEFORE, cluster.makers, strict=False):
        case = actions.open_case(
            maker, body=cluster.certifier.organisation, scheme=Scheme.SYSTEM, standard=STANDARD
        )
        way = _Way(maker, cluster.certifier, cluster.second_certifier, case)
        for passed in _way_to(state):
            (_agree_after_others if passed == state == S.AGREED else _MOVES[passed])(way)
        _spread(case, timezone.localdate())
    _load_late(cluster)
    return CertificationCase.objects.count()


def _load_late(cluster: Cluster) -> None:
    """Certify one more maker as of more than a year ago; its surveillance is late."""
    _demo, maker = cluster.makers[len(BEFORE)]
    case = actions.open_case(
        maker, body=cluster.certifier.organisation, scheme=Scheme.SYSTEM, standard=STANDARD
    )
    way = _Way(maker, cluster.certifier, cluster.second_certifier, case)
    for passed in _way_to(S.DECISION):
        _MOVES[passed](way)
    today = timezone.localdate()
    title = actions.grant_case(way.decider, case, number="QMS-DEMO-9001-RETARD", valid_from=today)
    then = today - timedelta(days=LATE)
    _spread(case, then)
    CertificationCase.objects.filter(pk=case.pk).update(decided_on=then)
    lasts = title.valid_to - title.valid_from
    Certificate.objects.filter(pk=title.pk).update(valid_from=then, valid_to=then + lasts)


def _spread(case: CertificationCase, today: date) -> None:
    """Give the steps of a case the days they would have had were it `today`: actions know the real one only."""
    now = timezone.now() - (timezone.localdate() - today)
    kept = CertificationCase.objects.filter(pk=case.pk)
    kept.update(created_at=now - timedelta(days=OPENED))
    kept.filter(filed_on__isnull=False).update(filed_on=today - timedelta(days=FILED))
    if CertificationCase.objects.filter(pk=case.pk, audits__held_on__isnull=False).exists():
        _spread_contract(case, today)
    for stage, ago in HELD.items():
        held = today - timedelta(days=ago)
        Audit.objects.filter(case=case, stage=stage, held_on__isnull=False).update(
            planned_on=held, held_on=held
        )


def _spread_contract(case: CertificationCase, today: date) -> None:
    """Give the contract of a case that was audited the days that it foresaw."""
    first, second = (today - timedelta(days=HELD[stage]) for stage in (Stage.STAGE_1, Stage.STAGE_2))
    Contract.objects.filter(case=case).update(
        proposed_on=today - timedelta(days=CONTRACT),
        answer_by=today - timedelta(days=CONTRACT - 15),
        answered_on=today - timedelta(days=CONTRACT - 5),
        stage_1_on=first,
        stage_2_on=second,
    )


def _way_to(state: CaseState) -> list[CaseState]:
    way: list[CaseState] = []
    at: CaseState | None = state
    while at is not None:
        way.append(at)
        at = BEFORE[at]
    return way[::-1]


def _document(way: _Way, kind: DocumentKind) -> None:
    said = f"Pièce fictive de démonstration : {kind.label}, {way.maker.organisation}.\n"
    file = store(
        [said.encode()],
        name=f"{kind.value}.txt",
        organisation=way.maker.organisation,
        uploaded_by=way.maker.user,
    )
    actions.add_document(way.maker, way.case, kind=kind, file=file)


def _draft(way: _Way) -> None:
    _document(way, DocumentKind.MANUAL)


def _file(way: _Way) -> None:
    for kind in NEEDED[Scheme.SYSTEM][1:]:
        _document(way, kind)
    actions.file_case(way.maker, way.case)


def _offer(way: _Way, fee: int = 48_000) -> None:
    today = timezone.localdate()
    terms = ContractTerms(
        scope="Système de management de l'entreprise, un site (conditions fictives de démonstration).",
        audit_days=Decimal("4.5"),
        fee=Decimal(fee),
        stage_1_on=today + timedelta(days=30),
        stage_2_on=today + timedelta(days=90),
        answer_by=today + timedelta(days=15),
    )
    contracts.offer_contract(way.auditor, way.case, terms)


def _agree(way: _Way) -> None:
    contracts.agree_contract(way.maker, way.case, contract=_proposed(way))


def _proposed(way: _Way) -> int:
    return Contract.objects.get(case=way.case, state=ContractState.PROPOSED).pk


def _agree_after_others(way: _Way) -> None:
    """Correct terms that await an answer, have them declined, propose others and agree."""
    _offer(way, fee=52_000)
    contracts.decline_contract(
        way.maker,
        way.case,
        contract=_proposed(way),
        choice=Decline.OTHER_TERMS,
        reason="Un seul site est à auditer (démonstration).",
    )
    _offer(way, fee=45_000)
    _agree(way)


def _plan(way: _Way) -> None:
    planned = timezone.localdate() + timedelta(days=21)
    actions.plan_audit(way.auditor, way.case, auditor=way.auditor.user, planned_on=planned)


def _hold(way: _Way, *findings: Remark) -> None:
    actions.hold_audit(
        way.auditor,
        way.case,
        held_on=timezone.localdate(),
        outcome=Outcome.CONCLUSIVE,
        note="Compte rendu fictif de démonstration.",
        findings=findings,
    )


def _find(way: _Way) -> None:
    _hold(
        way,
        Remark(Grade.MINOR, "La revue de direction n'est pas signée (démonstration)."),
        Remark(Grade.MINOR, "Un étalonnage a un mois de retard (démonstration)."),
    )
    _answer(way, Finding.objects.filter(audit__case=way.case).order_by("pk")[0])


def _answer(way: _Way, finding: Finding) -> None:
    actions.answer_finding(way.maker, finding, cause="Oubli", plan="Fait au prochain comité (démonstration)")


def _lift(way: _Way) -> None:
    first, second = Finding.objects.filter(audit__case=way.case).order_by("pk")
    _answer(way, second)
    for finding in (first, second):
        actions.settle_finding(way.auditor, finding, accepted=True)


def _certify(way: _Way) -> None:
    """Certify, hold a first surveillance with a finding to answer, and plan the next."""
    today = timezone.localdate()
    actions.grant_case(way.decider, way.case, number="QMS-DEMO-9001", valid_from=today)
    audit = plan_surveillance(way.auditor, way.case, auditor=way.auditor.user, planned_on=today)
    hold_surveillance(
        way.auditor,
        audit,
        held_on=today,
        outcome=Outcome.CONCLUSIVE,
        note="Compte rendu fictif de démonstration.",
        findings=(Remark(Grade.MAJOR, "Une réclamation n'a pas eu de suite (démonstration)."),),
    )
    planned = date(today.year + 1, 11, 15)  # one in each calendar year
    plan_surveillance(way.auditor, way.case, auditor=way.auditor.user, planned_on=planned)


_MOVES: dict[CaseState, Callable[[_Way], object]] = {
    S.DRAFT: _draft,
    S.FILED: _file,
    S.SENT_BACK: lambda way: actions.send_back(
        way.auditor, way.case, reason=SendBackReason.SCOPE, remark="Précisez les procédés couverts."
    ),
    S.ACCEPTED: lambda way: actions.accept_case(way.auditor, way.case),
    S.OFFERED: _offer,
    S.AGREED: _agree,
    S.STAGE_1: _plan,
    S.STAGE_2_READY: _hold,
    S.STAGE_2: _plan,
    S.FINDINGS: _find,
    S.DECISION: _lift,
    S.CERTIFIED: _certify,
    S.REFUSED: lambda way: actions.refuse_case(
        way.decider, way.case, remark="Le domaine demandé n'est pas exercé (démonstration)."
    ),
    S.CANCELLED: lambda way: actions.cancel_case(way.maker, way.case),
}
