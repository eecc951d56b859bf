"""Certification cases in every state, one a maker, moved by the room's own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from rakiza.demonstration.cluster import Cluster
from rakiza.kernel.files.actions import store
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification.case_actions import Remark
from rakiza.pillars.certification.enums import (
    NEEDED,
    CaseState,
    DocumentKind,
    Grade,
    Outcome,
    Scheme,
    SendBackReason,
    Stage,
)
from rakiza.pillars.certification.models import Audit, CertificationCase, Finding
from rakiza.pillars.certification.surveillance import plan_surveillance

S = CaseState
STANDARD = "ISO 9001:2015"
# How many days ago a case was opened and filed, and its audits held.
OPENED, FILED = 150, 120
HELD = {Stage.STAGE_1: 70, Stage.STAGE_2: 25}
# The way to a certificate, and the ways that leave it: each state with the one it is reached from.
BEFORE: dict[CaseState, CaseState | None] = {
    S.DRAFT: None,
    S.FILED: S.DRAFT,
    S.SENT_BACK: S.FILED,
    S.ACCEPTED: S.FILED,
    S.STAGE_1: S.ACCEPTED,
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
    """Open one case a state, each by another maker; return how many."""
    for state, (_demo, maker) in zip(CaseState, cluster.makers, strict=False):
        case = actions.open_case(
            maker, body=cluster.certifier.organisation, scheme=Scheme.SYSTEM, standard=STANDARD
        )
        way = _Way(maker, cluster.certifier, cluster.second_certifier, case)
        for passed in _way_to(state):
            _MOVES[passed](way)
        _spread(case)
    return min(len(CaseState), len(cluster.makers))


def _spread(case: CertificationCase) -> None:
    """Give the steps of a case the days they would have had: actions know today only."""
    today, now = timezone.localdate(), timezone.now()
    kept = CertificationCase.objects.filter(pk=case.pk)
    kept.update(created_at=now - timedelta(days=OPENED))
    kept.filter(filed_on__isnull=False).update(filed_on=today - timedelta(days=FILED))
    for stage, ago in HELD.items():
        held = today - timedelta(days=ago)
        Audit.objects.filter(case=case, stage=stage, held_on__isnull=False).update(
            planned_on=held, held_on=held
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
    """Certify, and plan the first surveillance."""
    today = timezone.localdate()
    actions.grant_case(way.decider, way.case, number="QMS-DEMO-9001", valid_from=today)
    planned = today + timedelta(days=300)
    plan_surveillance(way.auditor, way.case, auditor=way.auditor.user, planned_on=planned)


_MOVES: dict[CaseState, Callable[[_Way], object]] = {
    S.DRAFT: _draft,
    S.FILED: _file,
    S.SENT_BACK: lambda way: actions.send_back(
        way.auditor, way.case, reason=SendBackReason.SCOPE, remark="Précisez les procédés couverts."
    ),
    S.ACCEPTED: lambda way: actions.accept_case(way.auditor, way.case),
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
