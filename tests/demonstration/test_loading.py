"""Loading the demonstration through the rooms' actions, on a part of the catalogue."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from rakiza.demonstration import needs_files, supply
from rakiza.demonstration.cases import BEFORE
from rakiza.demonstration.catalogue import YEAR, articles
from rakiza.demonstration.lists import Group, ListLine, list_of
from rakiza.demonstration.loading import PLAN_NAME, load_demonstration
from rakiza.demonstration.marks import RENAMED, STOPS, SUSPENDED
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.waiting import files_waiting
from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD
from rakiza.kernel.identity.models import User
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.organisations.delegations import DELEGATE
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Organisation, Proposal
from rakiza.pillars.certification.enums import CaseState, Scheme, Stage
from rakiza.pillars.certification.models import (
    Audit,
    Certificate,
    CertificateProposal,
    CertificationCase,
    Suspension,
    TypeTest,
)
from rakiza.pillars.certification.surveillance import watched
from rakiza.pillars.industry.content.models import BillOfMaterials
from rakiza.pillars.industry.content.queries import audits_drawn
from rakiza.pillars.industry.models import ContentAudit, Device, Offer
from rakiza.pillars.purchasing.eligibility.enums import NeedOfTitle
from rakiza.pillars.purchasing.eligibility.models import AlertStake, TitleAlert
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.models import NeedImport
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderAlert
from rakiza.pillars.purchasing.plans.actions import PUBLICATION
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.models import Candidate, Lot, Plan
from rakiza.pillars.registration.enums import REQUESTS, DossierState, PublicState, Request
from rakiza.pillars.registration.expertise.enums import ConsultationState
from rakiza.pillars.registration.models import (
    CommissionSession,
    Consultation,
    Dossier,
    EstablishmentDeclaration,
    RegistrationCertificate,
    Slot,
    SpecificAuthorisation,
    TitleProposal,
)
from rakiza.pillars.registration.register import Wanted, public_titles

PART = articles()[::8]
# What a job passes through by itself, and the faults that none of these computations runs into.
PASSING = {"NeedImport.state": {"mapped"}} | {
    f"{kind}.state": {"queued", "running", "failed"} for kind in ("Job", "Scenario", "Analysis")
}
# What a computation finds of lots and offers, which nobody moves.
RESULTS = (Lot, Candidate)
# Contracts of before the platform proposed any, which its migration alone writes down.
PASSING["Contract.state"] = {"assumed"}
PASSING["Job.state"] -= {"failed"}
PASSING["PlanRun.state"] = {"queued", "running"}
# An analysis is cut short by its time, and none of these takes so long.
PASSING["Analysis.state"] |= {"partial"}


def a_fifth(group: Group) -> tuple[ListLine, ...]:
    return list_of(group)[::5]


def missing_states() -> dict[str, set[str]]:
    """Return, for each field that says where something stands, the states that nothing of the database is in."""
    missing = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.name not in ("state", "status") or not getattr(field, "choices", None):
                continue
            if not model.__module__.startswith("rakiza.") or model in RESULTS:
                continue
            key = f"{model.__name__}.{field.name}"
            held = set(model._default_manager.order_by().values_list(field.name, flat=True).distinct())
            lacking = {value for value, _label in field.choices} - held - PASSING.get(key, set())
            if lacking:
                missing[key] = lacking
    return missing


# What can't be, and why: a declaration is decided as it is received, and the commission hears of registrations alone.
NOT_EVALUATED = {
    ("declaration", request, state) for request in Request for state in ("evaluation", "commission")
}
NOT_HEARD = {("authorisation", request, "commission") for request in Request}


def lacking() -> set[tuple[str, str, str]]:
    """Return the process, request and state of which the demonstration has no dossier though there may be one."""
    held = set(Dossier.objects.values_list("process", "request", "state"))
    asked = {(process, request) for process, requests in REQUESTS.items() for request in requests}
    wanted = {(*pair, state) for pair in asked for state in DossierState} - NOT_EVALUATED - NOT_HEARD
    assert held <= wanted
    return wanted - held


def begin_on(day: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock go on from a moment: once the plan's year is past nothing can be ordered of it."""
    clock = timezone.now
    late = clock() - day
    monkeypatch.setattr(timezone, "now", lambda: clock() - late)


@pytest.mark.django_db
def test_the_whole_cluster_is_loaded_and_its_plan_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply, "articles", lambda: PART)
    monkeypatch.setattr(needs_files, "list_of", a_fifth)
    begin_on(datetime(YEAR - 1, 11, 22, 10, tzinfo=UTC), monkeypatch)
    said: list[str] = []

    loaded = load_demonstration(lambda label, _done, _total: said.append(label))

    presented = 2 * len(
        DossierState
    )  # registered nowhere yet: asked for at first, or with a title taken over
    assert (loaded.articles, Device.objects.active().count()) == (len(PART), len(PART) + presented)
    for called in (Device, Plan):
        assert not called.objects.filter(Q(name_ar="") | Q(name_en="")).exists()
    assert Offer.objects.filter(year=YEAR).count() == len(PART)
    assert not Organisation.objects.filter(is_demonstration=False).exists()
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role)
    lent = Membership.objects.exclude(delegated_by=None)
    assert (lent.count(), Proposal.objects.filter(action=DELEGATE).count()) == (1, 1)
    accounts = User.objects.filter(memberships__isnull=False)
    assert all(user.email.endswith(f"@{DOMAIN}") and user.check_password(PASSWORD) for user in accounts)
    assert Certificate.objects.count() == 27 + 3
    assert sorted(ends is None for ends in Suspension.objects.values_list("ends_on", flat=True)) == [
        False,
        True,
        True,
    ]
    marks = Certificate.objects.filter(scheme=Scheme.PRODUCT)
    assert sorted(marks.values_list("state", flat=True)) == ["suspended", "valid"]
    assert all(mark.devices.exists() for mark in marks)
    assert sorted(TypeTest.objects.values_list("result", flat=True)) == [
        "",
        "failed",
        "failed",
        *["passed"] * 4,
    ]
    assert Suspension.objects.filter(ends_on__lt=date(YEAR - 1, 1, 1)).count() == 1
    assert missing_states() == {}
    controlled = set(ContentAudit.objects.values_list("bill", flat=True))
    assert {bill.pk for bill in audits_drawn(timezone.localdate().year)} - controlled  # one is left to begin
    systems = CertificationCase.objects.filter(scheme=Scheme.SYSTEM)
    assert sorted(systems.values_list("state", flat=True)) == sorted([*BEFORE, CaseState.CERTIFIED])
    assert [
        any(one.late(timezone.localdate()) for one in watched(case, case.audits.all()))
        for case in systems.filter(state=CaseState.CERTIFIED).order_by("pk")
    ] == [False, True]
    shown = CertificationCase.objects.filter(scheme=Scheme.PRODUCT).values_list("state", flat=True)
    ended = {SUSPENDED: CaseState.CERTIFIED, RENAMED: CaseState.FILED}
    assert sorted(shown) == sorted(ended.get(one, one) for one in STOPS)
    assert EstablishmentDeclaration.objects.count() == 26 + 4 + 2
    surveyed = Audit.objects.filter(stage=Stage.SURVEILLANCE)
    assert {bool(audit.outcome): audit.findings.count() for audit in surveyed} == {False: 0, True: 1}
    assert (TitleProposal.objects.count(), CertificateProposal.objects.count()) == (1 + 3, 1 + 2)
    waiting = [
        *files_waiting(TitleProposal.objects.all()),
        *files_waiting(CertificateProposal.objects.all()),
    ]
    assert [one.count for one in waiting] == [3, 2]
    for kind in (EstablishmentDeclaration, RegistrationCertificate, SpecificAuthorisation):
        lifted = kind._default_manager.get(number__endswith="-DEMO-LEVE")
        assert (lifted.state, [span.last is not None for span in lifted.spans]) == ("valid", [True])
    assert lacking() == set()
    assert {one.closed_at is None for one in CommissionSession.objects.all()} == {False, True}
    bills = BillOfMaterials.objects.prefetch_related("inputs")
    costs = [(bill.price, bill.own_cost, *(one.amount for one in bill.inputs.all())) for bill in bills]
    assert len(set(costs)) == len(costs) > 10
    assert all(sum(inside) < price for price, *inside in costs)
    questions = Consultation.objects.values_list("state", flat=True)
    assert sorted(questions) == sorted([*ConsultationState, ConsultationState.ANSWERED])
    assert Slot.objects.free().count() > 10
    shown = {one: public_titles(Wanted(state=one), timezone.localdate()).exists() for one in PublicState}
    assert all(shown.values()), shown
    mains = list(NeedImport.objects.filter(year=YEAR).order_by("pk").values_list("state", flat=True))
    assert mains == [
        *[ImportState.CONFIRMED] * 4,
        ImportState.UNDONE,
        ImportState.REVIEWED,
        ImportState.UPLOADED,
        ImportState.REFUSED,
    ]
    plan = Plan.objects.get(name=PLAN_NAME)
    assert (loaded.plan, plan.state) == (plan, PlanState.PUBLISHED)
    proposed, waits = AuditEvent.objects.filter(action="plans.propose_publication").order_by("pk")
    assert [str(one.object_id) for one in Proposal.objects.filter(action=PUBLICATION)] == [waits.object_id]
    published = AuditEvent.objects.get(action="plans.publish")
    assert (proposed.object_id, published.object_id) == (str(plan.pk),) * 2
    assert proposed.user_id != published.user_id
    assert not Job.objects.unfinished().exists()
    alerts = TitleAlert.objects.filter(plan=plan).standing()
    assert [(alert.kind, alert.first_month) for alert in alerts.order_by("kind")] == [
        (NeedOfTitle.CERTIFICATE, 6),
        (NeedOfTitle.REGISTRATION, 4),
    ]
    assert all(alert.lots and alert.value > 0 for alert in alerts)
    told = {stake.organisation_id for stake in AlertStake.objects.filter(alert__in=alerts)}
    assert {alert.maker_id for alert in alerts} < told
    assert None in told  # the cluster's staff
    assert Organisation.objects.health_groups().filter(pk__in=told).exists()
    ordered = sorted(Order.objects.values_list("state", flat=True))
    assert ordered == sorted([*OrderState, OrderState.CONFIRMED])
    alerted = OrderAlert.objects.standing().values_list("order__state", "order__month")
    assert (OrderState.CONFIRMED, 10) in alerted
    assert len(alerted) < Order.objects.open().count()
    assert AuditEvent.objects.filter(action="industry.submit_offer").count() > len(PART)
    assert list(dict.fromkeys(said))[:2] == ["Organisations et catalogue", "Besoins des acheteurs"]
    assert said[-1] == "Publication et alertes"
