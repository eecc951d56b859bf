"""Put on stage what the demonstration doesn't hold: fresh organisations, imports and plans in every state.

Run in a process of its own, in the environment of a site that doesn't serve yet; prints numbers as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from decimal import Decimal

import django
from django.utils import timezone

django.setup()

from rakiza.demonstration.loading import PLAN_NAME  # noqa: E402
from rakiza.demonstration.next_year import PLAN_NAMES  # noqa: E402
from rakiza.engine.allocation import Measure  # noqa: E402
from rakiza.engine.explanation.front import Point  # noqa: E402
from rakiza.engine.explanation.fronts import Front  # noqa: E402
from rakiza.kernel.codec import dump  # noqa: E402
from rakiza.kernel.files.models import StoredFile  # noqa: E402
from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD  # noqa: E402
from rakiza.kernel.identity.models import User  # noqa: E402
from rakiza.kernel.jobs.actions import run as run_job  # noqa: E402
from rakiza.kernel.jobs.models import Job, JobState  # noqa: E402
from rakiza.kernel.organisations.actions import create_organisation, grant_membership  # noqa: E402
from rakiza.kernel.organisations.actor import Actor  # noqa: E402
from rakiza.kernel.organisations.enums import OrganisationKind, Role  # noqa: E402
from rakiza.kernel.organisations.models import Membership  # noqa: E402
from rakiza.pillars.certification.models import Certificate, CertificationCase  # noqa: E402
from rakiza.pillars.industry.models import ContentAudit, Device, Plant  # noqa: E402
from rakiza.pillars.purchasing.eligibility.models import TitleAlert  # noqa: E402
from rakiza.pillars.purchasing.needs.actions import map_columns, upload_needs  # noqa: E402
from rakiza.pillars.purchasing.needs.enums import ImportState  # noqa: E402
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine  # noqa: E402
from rakiza.pillars.purchasing.orders.enums import OrderState  # noqa: E402
from rakiza.pillars.purchasing.orders.models import Order  # noqa: E402
from rakiza.pillars.purchasing.plans.actions import create_plan, run_plan  # noqa: E402
from rakiza.pillars.purchasing.plans.enums import CandidateState, LotState, RunState  # noqa: E402
from rakiza.pillars.purchasing.plans.inputs import rules_of  # noqa: E402
from rakiza.pillars.purchasing.plans.models import Candidate, Lot, Plan, PlanRun  # noqa: E402
from rakiza.pillars.purchasing.plans.scenarios.actions import create_scenario, run_scenario  # noqa: E402
from rakiza.pillars.purchasing.plans.scenarios.enums import (  # noqa: E402
    AnalysisKind,
    AnalysisState,
    ScenarioState,
)
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis, Scenario  # noqa: E402
from rakiza.pillars.registration.enums import DocumentStatus, RiskClass  # noqa: E402
from rakiza.pillars.registration.models import (  # noqa: E402
    CommissionSession,
    Consultation,
    Dossier,
    DossierDocument,
    EstablishmentDeclaration,
    RegistrationCertificate,
    Slot,
)

LIST = "Désignation;Unité;Quantité;Prix unitaire TTC\nSeringue 10 ml 3 pièces Luer-lock;U;1200;0,90\nArticle inconnu;U;3;\n"
WITHOUT_LINES = "Désignation;Unité;Quantité\nSeringue 5 ml;U;à confirmer\n"


def _actor(account: str) -> Actor:
    return Actor.of(
        Membership.objects.select_related("user", "organisation").get(user__email=f"{account}@{DOMAIN}")
    )


def _fresh(administrator: Actor, kind: OrganisationKind, role: Role, account: str, name: str) -> None:
    """Add an organisation that has done nothing yet, and its account."""
    organisation = create_organisation(administrator, kind=kind, name=name, is_demonstration=True)
    user = User.objects.create_user(f"{account}@{DOMAIN}", PASSWORD, name=f"Compte {account}")
    grant_membership(administrator, user=user, organisation=organisation, role=role)


def _second_role(administrator: Actor) -> None:
    """Give the cluster's account a second organisation, so that the switch is shown."""
    user = User.objects.get(email=f"cluster@{DOMAIN}")
    certifier = _actor("certification").organisation
    grant_membership(administrator, user=user, organisation=certifier, role=Role.CERTIFICATION_OFFICER)


def _imports() -> dict[str, int]:
    """An import that waits for its columns, one being read, one of which no line could be read."""
    buyer = _actor("acheteur3")
    waiting = upload_needs(buyer, [LIST.encode()], name="liste-à-lire.csv", year=2028).need_import
    reading = upload_needs(
        buyer, [f"{LIST}Gants;U;4;\n".encode()], name="liste-en-lecture.csv", year=2028
    ).need_import
    _hold(map_columns(buyer, reading), stage="reading")
    empty = upload_needs(buyer, [WITHOUT_LINES.encode()], name="liste-sans-ligne.csv", year=2028).need_import
    run_job(map_columns(buyer, empty).pk)
    return {"import_uploaded": waiting.pk, "import_reading": reading.pk, "import_without_lines": empty.pk}


def _hold(job: Job, *, stage: str) -> None:
    """Freeze a job in the middle: the worker finds it taken."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, stage=stage, done=3, total=10, attempt=1, started_at=now,
        heartbeat_at=now + timedelta(days=1),
    )  # fmt: skip


def _plans(coordinator: Actor) -> dict[str, int]:
    """The demonstration's plans, and one that is being computed."""
    published = Plan.objects.get(name=PLAN_NAME)
    named = {key: Plan.objects.get(name=name) for key, name in PLAN_NAMES.items()}
    running = create_plan(coordinator, year=2027, name="Plan 2027 en calcul")
    started = run_plan(coordinator, running)
    assert started.job is not None
    PlanRun.objects.filter(pk=started.pk).update(state=RunState.RUNNING)
    _hold(started.job, stage="matching")
    alerts = TitleAlert.objects.filter(plan=published, maker=_actor("fabricant").organisation)
    return {
        "alert": alerts.concerning(_actor("acheteur").organisation.pk).get().pk,
        "plan": named["allocated"].pk,
        "plan_draft": named["draft"].pk,
        "plan_failed": named["failed"].pk,
        "plan_running": running.pk,
        "plan_proposed": named["proposed"].pk,
        "plan_stopped": named["stopped"].pk,
        "plan_published": published.pk,
        **_scenarios(coordinator, named["allocated"]),
        **_lots(published),
        **_orders(),
    }


def _orders() -> dict[str, int]:
    """A draft and an order received in part of the account's buyer, and an alerted one of its maker's."""
    bought = Order.objects.filter(buyer=_actor("acheteur").organisation).order_by("pk")
    sold = Order.objects.alerted().filter(maker=_actor("fabricant").organisation).order_by("pk")
    return {
        "order_draft": bought.filter(state=OrderState.DRAFT)[0].pk,
        "order_partly": bought.filter(state=OrderState.PARTLY)[0].pk,
        "order_alerted": sold[0].pk,
    }


def _scenarios(coordinator: Actor, plan: Plan) -> dict[str, int]:
    """A second computed scenario beside the demonstration's, and a front."""
    own = Scenario.objects.filter(plan=plan)
    made = create_scenario(coordinator, plan, name="Règles du plan", rules=rules_of(plan.rules))
    run_scenario(coordinator, made)
    assert made.job is not None
    assert run_job(made.job.pk) == JobState.DONE
    points = (Point(Decimal(100), Decimal("0.7"), 0.0), Point(Decimal(120), Decimal("0.5"), 0.0))
    Analysis.objects.create(
        run=plan.current_run,
        kind=AnalysisKind.FRONT_IMPORTS,
        state=AnalysisState.DONE,
        result=dump(Front(Measure.VALUE, points)),
    )
    return {
        "scenario": made.pk,
        "scenario_two": own.exclude(pk=made.pk).get(state=ScenarioState.DONE).pk,
        "scenario_clashing": own.get(state=ScenarioState.INFEASIBLE).pk,
    }


def _lots(plan: Plan) -> dict[str, int]:
    """One lot of each state, one that the account's maker lost, one of the account's buyer."""
    maker, buyer = _actor("fabricant").organisation, _actor("acheteur").organisation
    lots = Lot.objects.filter(run=plan.current_run)
    numbers = {f"lot_{state}": lots.filter(state=state).order_by("-pk")[0].pk for state in LotState.values}
    lost = Candidate.objects.filter(lot__in=lots, offer__device__maker=maker).exclude(
        state=CandidateState.AWARDED
    )
    own = lots.filter(contributions__organisation=buyer, state=LotState.COVERED).order_by("pk")
    return {**numbers, "lot_lost": lost.order_by("pk")[0].lot_id, "lot_of_buyer": own[0].pk}


def _rest() -> dict[str, int]:
    maker, buyer = _actor("fabricant").organisation, _actor("acheteur").organisation
    of_buyer = NeedImport.objects.filter(organisation=buyer)
    lines = NeedLine.objects.filter(organisation=buyer).order_by("pk")
    return {
        "import_reviewed": of_buyer.get(state=ImportState.REVIEWED).pk,
        "import_confirmed": of_buyer.get(state=ImportState.CONFIRMED, year=2027).pk,
        "import_undone": NeedImport.objects.get(state=ImportState.UNDONE).pk,
        "line": lines.filter(confirmed=True)[0].pk,
        "line_to_confirm": lines.filter(to_confirm=True)[0].pk,
        "device": Device.objects.exclude(maker=maker).order_by("pk")[0].pk,
        "device_own": Device.objects.filter(maker=maker).order_by("pk")[0].pk,
        "device_shown": Device.objects.filter(public=True, maker__showcase__open=True).order_by("pk")[0].pk,
        "plant_own": Plant.objects.filter(maker=maker, closed_on__isnull=True).order_by("pk")[0].pk,
        "certificate": Certificate.objects.order_by("pk")[0].pk,
        "certificate_suspended": Certificate.objects.filter(suspensions__isnull=False).order_by("pk")[0].pk,
        **{
            f"case_{state}": CertificationCase.objects.filter(state=state, scheme="system")
            .order_by("pk")[0]
            .pk
            for state in ("certified", "findings")
        },
        "case_tested": CertificationCase.objects.filter(state="tests").get().pk,
        "case_late": CertificationCase.objects.filter(certificate__number__endswith="-RETARD").get().pk,
        "declaration": EstablishmentDeclaration.objects.order_by("pk")[0].pk,
        "registration": RegistrationCertificate.objects.order_by("pk")[0].pk,
        "dossier_draft": Dossier.objects.filter(state="draft", request="renewal").order_by("pk")[0].pk,
        "dossier_evaluated": Dossier.objects.filter(state="evaluation", request="renewal")
        .order_by("pk")[0]
        .pk,
        "audit_open": ContentAudit.objects.filter(state="open").order_by("pk")[0].pk,
        "audit_decided": ContentAudit.objects.filter(state="corrected").order_by("pk")[0].pk,
        "question_asked": Consultation.objects.get(state="asked").pk,
        "question_answered": Consultation.objects.filter(state="answered").order_by("pk")[0].pk,
        "question_of_maker": Consultation.objects.filter(maker=maker).order_by("pk")[0].pk,
        "slot_free": Slot.objects.free().order_by("-pk")[0].pk,
        "titles_file": StoredFile.objects.get(original_name="archives-titres.csv").pk,
        "certificates_file": StoredFile.objects.get(original_name="archives-certificats.csv").pk,
        "commission": CommissionSession.objects.order_by("pk")[0].pk,
    }


def _behind_its_device(dossier: Dossier) -> None:
    """Leave a draft with another class than its device's, and a document that this class has no section for."""
    file = StoredFile.objects.get(original_name="archives-titres.csv")
    DossierDocument.objects.create(
        dossier=dossier, section="3.07", language="fr", version=1, file=file, status=DocumentStatus.SET_ASIDE
    )
    Dossier.objects.filter(pk=dossier.pk).update(risk_class=RiskClass.IVD)


def main() -> None:
    """Set the scene and print its numbers."""
    administrator = _actor("admin")
    _fresh(
        administrator, OrganisationKind.HEALTH_GROUP, Role.BUYER, "groupe-neuf", "Groupe neuf (démonstration)"
    )
    _fresh(
        administrator, OrganisationKind.MAKER, Role.MAKER, "fabricant-neuf", "Fabricant neuf (démonstration)"
    )
    numbers = {**_rest(), **_imports(), **_plans(_actor("coordination"))}
    _second_role(administrator)
    _behind_its_device(Dossier.objects.get(pk=numbers["dossier_draft"]))
    json.dump(numbers, sys.stdout)


if __name__ == "__main__":
    main()
