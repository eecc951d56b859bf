"""Titles change behind a published plan: alerts open once, grow, clear; the plan never changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.plans import Scene

from rakiza.kernel.audit.actions import record
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.presentation.action_names import ACTION_NAMES
from rakiza.pillars.certification.actions import (
    issue_certificate,
    reinstate_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.industry.devices.actions import change_device
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device
from rakiza.pillars.purchasing.eligibility.actions import Reevaluated, first_month, reevaluate
from rakiza.pillars.purchasing.eligibility.jobs import REEVALUATE_JOB, TITLES, titles_changed
from rakiza.pillars.purchasing.eligibility.models import AlertStake, TitleAlert
from rakiza.pillars.purchasing.plans.actions import unpublish_plan
from rakiza.pillars.purchasing.plans.models import Award, Candidate, Lot, Plan, PlanRun, UncoveredNeed
from rakiza.pillars.registration.actions import (
    declare_establishment,
    register_device,
    suspend_title,
    withdraw_title,
)
from rakiza.pillars.registration.enums import TitleState
from rakiza.pillars.registration.models import EstablishmentDeclaration, RegistrationCertificate

ON = date(2026, 11, 22)
D = Decimal


def certificate(scene: Scene) -> Certificate:
    return Certificate.objects.select_related("body", "maker").get(maker=scene.makers[0].organisation)


def officer_of(title: Certificate | RegistrationCertificate | EstablishmentDeclaration) -> Actor:
    body = title.body if isinstance(title, Certificate) else title.authority
    return Actor.of(Membership.objects.select_related("user", "organisation").get(organisation=body))


def cut_short(scene: Scene, last: date) -> None:
    Certificate.objects.filter(pk=certificate(scene).pk).update(valid_to=last)


def sentences(actor: Actor) -> list[str]:
    return [str(one) for one in awaiting(actor) if one.code.startswith("eligibility.")]


def test_each_party_is_told_of_its_own_stake(published: Scene) -> None:
    cut_short(published, date(2027, 5, 31))
    cluster, stranger = an_actor(Role.CLUSTER_STAFF), an_actor(Role.BUYER)

    # three buyers, the maker, the association's coordinator, the cluster
    assert reevaluate(published.plan.pk, ON) == Reevaluated(opened=1, told=6)

    number = certificate(published).number
    maker = published.makers[0].organisation.name
    cause = f"Le certificat {number} expire le 31 mai 2027"
    money = "{}\u00a0MAD".format
    # 1 200 a year: a third of the second quarter and the two that follow, 700 pieces
    assert sentences(published.makers[0]) == [
        f"{cause} : 1 de vos lots, {money('700')} hors taxe en jeu dans le plan « Plan 2027 »."
    ]
    for buyer in published.buyers:
        assert sentences(buyer) == [
            f"{cause} ({maker}) : 1 lot de vos besoins, {money('280')} en jeu dans le plan « Plan 2027 »."
        ]
    whole = f"{cause} ({maker}) : 1 lot, {money('840')} en jeu dans le plan « Plan 2027 »."
    assert sentences(published.coordinator) == sentences(cluster) == [whole]
    assert sentences(published.makers[1]) == sentences(stranger) == []
    alert = TitleAlert.objects.get()
    assert (alert.deadline, alert.lots, alert.value) == (date(2027, 6, 1), 1, D("840.00"))
    assert {one.deadline for one in Notification.objects.filter(code__startswith="eligibility.")} == {
        alert.deadline
    }


def test_doing_it_again_tells_nobody(published: Scene) -> None:
    cut_short(published, date(2027, 5, 31))
    reevaluate(published.plan.pk, ON)
    before = Notification.objects.count(), AuditEvent.objects.count()

    assert reevaluate(published.plan.pk, ON) == Reevaluated()
    assert reevaluate(published.plan.pk, date(2027, 1, 1)) == Reevaluated()
    assert (Notification.objects.count(), AuditEvent.objects.count()) == before


def test_a_stake_that_grows_replaces_its_message(published: Scene) -> None:
    cut_short(published, date(2027, 5, 31))
    reevaluate(published.plan.pk, ON)
    cut_short(published, date(2027, 3, 31))

    assert reevaluate(published.plan.pk, ON) == Reevaluated(renewed=1, told=6)
    (said,) = sentences(published.buyers[0])
    assert "360\u00a0MAD" in said
    assert AlertStake.objects.get(organisation=published.buyers[0].organisation).value == D("360.00")


def test_months_that_pass_shrink_the_stake_in_silence_then_clear_it(published: Scene) -> None:
    cut_short(published, date(2027, 5, 31))
    reevaluate(published.plan.pk, ON)

    assert reevaluate(published.plan.pk, date(2027, 10, 1)) == Reevaluated(renewed=1)
    assert AlertStake.objects.get(organisation=published.buyers[0].organisation).value == D("120.00")
    assert reevaluate(published.plan.pk, date(2028, 1, 1)) == Reevaluated(cleared=1)
    assert (TitleAlert.objects.get().mended, sentences(published.buyers[0])) == (False, [])


def test_a_renewal_clears_the_alert_and_says_so_once(published: Scene) -> None:
    cut_short(published, date(2027, 5, 31))
    reevaluate(published.plan.pk, ON)
    old = certificate(published)
    issue_certificate(
        officer_of(old),
        maker=old.maker,
        standard=old.standard,
        number="C-NEUF",
        valid_from=date(2027, 6, 1),
        valid_to=date(2030, 5, 31),
    )

    assert reevaluate(published.plan.pk, ON) == Reevaluated(cleared=1)
    assert reevaluate(published.plan.pk, ON) == Reevaluated()
    alert = TitleAlert.objects.get()
    assert (alert.mended, alert.cleared_on) == (True, ON)
    for actor in (published.makers[0], published.buyers[0], published.coordinator):
        assert sentences(actor) == [
            f"Le titre {old.number} de {old.maker.name} couvre de nouveau les livraisons du plan « Plan 2027 » : "
            "l'alerte est levée."
        ]


def test_a_title_that_fails_again_opens_a_new_alert(published: Scene) -> None:
    suspend_certificate(officer_of(certificate(published)), certificate(published), on=ON, reason="Audit")
    assert reevaluate(published.plan.pk, ON).opened == 1
    reinstate_certificate(officer_of(certificate(published)), certificate(published), on=ON)
    assert reevaluate(published.plan.pk, ON).cleared == 1
    withdraw_certificate(officer_of(certificate(published)), certificate(published), on=ON, reason="Audit")
    assert reevaluate(published.plan.pk, ON).opened == 1
    assert TitleAlert.objects.count() == 2
    assert TitleAlert.objects.standing().get().value == D("1440.00")


def test_the_published_plan_never_changes(published: Scene) -> None:
    def kept() -> list[object]:
        rows = [
            row
            for kind in (Plan, PlanRun, Lot, Award, Candidate, UncoveredNeed)
            for row in kind._default_manager.order_by("pk")
        ]
        return [model_to_dict(row) for row in rows] + [row.updated_at for row in Plan.objects.all()]

    before = kept()
    withdraw_certificate(officer_of(certificate(published)), certificate(published), on=ON, reason="Audit")
    assert reevaluate(published.plan.pk, ON).opened == 1
    assert kept() == before


def test_a_plan_taken_back_has_no_alert(published: Scene) -> None:
    cut_short(published, date(2027, 5, 31))
    reevaluate(published.plan.pk, ON)
    unpublish_plan(published.coordinator, published.plan, reason="Recalcul")
    assert reevaluate(published.plan.pk, ON) == Reevaluated(cleared=1)
    assert sentences(published.makers[0]) == []


@pytest.mark.parametrize(
    ("on", "first"),
    [(date(2026, 12, 31), 1), (date(2027, 1, 1), 1), (date(2027, 12, 31), 12), (date(2028, 1, 1), 13)],
)
def test_the_first_month_that_counts(on: date, first: int) -> None:
    assert first_month(2027, on) == first


def test_an_act_on_a_title_sets_it_off_after_commit(
    published: Scene, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    title = RegistrationCertificate.objects.get(device=published.offers[0].device)
    with django_capture_on_commit_callbacks(execute=True) as waiting:  # type: ignore[attr-defined]
        suspend_title(officer_of(title), title, on=date(2027, 1, 1), reason="Contrôle")
        assert not Job.objects.filter(kind=REEVALUATE_JOB).exists()

    assert [getattr(call, "follower", None) for call in waiting[:1]] == [titles_changed]
    (job,) = Job.objects.filter(kind=REEVALUATE_JOB)
    assert (job.state, job.result["opened"], job.result["told"]) == ("done", 1, 6)
    alert = TitleAlert.objects.get()
    assert (alert.kind, alert.number, alert.value) == ("registration", title.number, D("1440.00"))


def test_a_device_that_is_no_longer_the_registered_one_alerts_until_it_is_again(
    published: Scene, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    title = RegistrationCertificate.objects.get(device=published.offers[0].device)
    for risk_class, standing in (("III", True), (title.device.risk_class, False)):
        device = Device.objects.get(pk=title.device_id)
        terms = replace(terms_of(device), risk_class=risk_class)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            change_device(published.makers[0], device, terms, seen=current_version(device))
        alert = TitleAlert.objects.get()
        assert (alert.kind, alert.number, alert.cleared_on is None) == (
            "registration",
            title.number,
            standing,
        )
    assert alert.cause["code"] == "eligibility.registration_other"
    told = {row.organisation_id for row in Notification.objects.filter(code__startswith="eligib")}
    assert {published.makers[0].organisation.pk, *(one.organisation.pk for one in published.buyers)} < told


@pytest.mark.parametrize("kind", ["declaration", "registration", "certificate"])
@pytest.mark.parametrize(
    ("on_title", "on_certificate"),
    [(suspend_title, suspend_certificate), (withdraw_title, withdraw_certificate)],
)
def test_every_kind_of_title_alerts_when_it_fails_and_clears_when_another_follows(
    published: Scene,
    django_capture_on_commit_callbacks: Callable[..., object],
    kind: str,
    on_title: Callable[..., object],
    on_certificate: Callable[..., object],
) -> None:
    maker, device = published.makers[0].organisation, published.offers[0].device
    title: Certificate | RegistrationCertificate | EstablishmentDeclaration = {
        "declaration": lambda: EstablishmentDeclaration.objects.get(maker=maker),
        "registration": lambda: RegistrationCertificate.objects.get(device=device),
        "certificate": lambda: certificate(published),
    }[kind]()
    officer, day = officer_of(title), date(2026, 12, 1)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        act = on_certificate if kind == "certificate" else on_title
        act(officer, title, on=day, reason="Contrôle")
    alert = TitleAlert.objects.get()
    assert (alert.kind, alert.cleared_on) == (kind, None)
    told = {row.organisation_id or row.role for row in Notification.objects.filter(code__startswith="eligib")}
    assert {maker.pk, *(buyer.organisation.pk for buyer in published.buyers)} < told

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        anew = {"number": "NOUVEAU", "valid_from": day}
        if kind == "declaration":
            declare_establishment(officer, maker=maker, **anew)
        elif isinstance(title, RegistrationCertificate):
            if (
                title.state == TitleState.SUSPENDED
            ):  # what follows one that is suspended follows its withdrawal
                withdraw_title(officer, title, on=timezone.localdate(), reason="Contrôle")
            register_device(officer, device=device, **anew, valid_to=date(2031, 12, 31))
        else:
            issue_certificate(
                officer, maker=maker, standard="ISO 13485:2016", **anew, valid_to=date(2029, 12, 31)
            )
    assert TitleAlert.objects.get().cleared_on is not None


@pytest.mark.parametrize(
    ("action", "follows"),
    [
        ("certification.issue", True),
        ("registration.dossier_grant", True),
        ("registration.add_document", False),
        ("registration.dossier_file", False),
        ("plans.publish", True),
        ("plans.run", False),
        ("certification.open_case", False),
        ("registrations", False),
    ],
)
def test_only_acts_on_titles_and_publications_set_it_off(
    published: Scene,
    django_capture_on_commit_callbacks: Callable[..., object],
    action: str,
    follows: bool,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        record(None, action, published.plan)
    assert Job.objects.filter(kind=REEVALUATE_JOB).exists() == follows


# Acts of the officers' rooms after which every title is as before, and covers what it covered.
LEAVE_TITLES = {
    "registration.title_initial",  # written with the grant, as are the next three
    "registration.title_transfer",
    "registration.title_amendment",
    "registration.title_cessation",
    "registration.propose_title",
    "registration.upload_titles",
    "registration.import_titles",
    "registration.confirm_title",  # the title that it gives is written by its own name
    "registration.drop_title",
    "registration.open_dossier",
    "registration.add_document",
    "registration.review_document",
    "registration.dossier_file",
    "registration.dossier_assign",
    "registration.dossier_send_back",
    "registration.dossier_admit",
    "registration.dossier_conclude",
    "registration.dossier_opine",
    "registration.dossier_refuse",
    "registration.dossier_cancel",
    "registration.dossier_take_class",
    "registration.call_session",
    "registration.complete_agenda",
    "registration.move_session",
    "registration.close_session",
    "registration.offer_transfer",
    "registration.declare_expertise",
    "registration.open_slots",
    "registration.withdraw_slot",
    "registration.ask_expert",
    "registration.dossier_question",
    "registration.expert_accept",
    "registration.expert_decline",
    "registration.expert_move",
    "registration.expert_agree",
    "registration.expert_cancel",
    "registration.expert_answer",
    "registration.dossier_advice",
}


def test_each_act_of_registration_is_known_to_touch_titles_or_to_leave_them() -> None:
    acts = {name for name in ACTION_NAMES if name.startswith("registration.")}

    assert acts - set(TITLES) == LEAVE_TITLES
    assert {name for name in TITLES if name not in ACTION_NAMES} == set()


def test_many_acts_queue_one_job_a_plan(published: Scene) -> None:
    for _ in range(3):
        titles_changed()
    (job,) = Job.objects.filter(kind=REEVALUATE_JOB)
    assert (job.object_id, job.state) == (str(published.plan.pk), "queued")
