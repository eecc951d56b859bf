"""The plan's publication by two people, and titles that end after it: so that alerts have something at stake."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from rakiza.demonstration.catalogue import YEAR
from rakiza.demonstration.cluster import SECOND_COORDINATOR, Cluster
from rakiza.demonstration.steps import LoadingFailed, finish_queued
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.second_person import require_two_to_publish
from rakiza.pillars.certification.actions import withdraw_certificate
from rakiza.pillars.certification.enums import CertificateState, Scheme
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.purchasing.eligibility.jobs import titles_changed
from rakiza.pillars.purchasing.plans.actions import publish_plan
from rakiza.pillars.purchasing.plans.models import Award, Plan
from rakiza.pillars.registration.actions import suspend_title
from rakiza.pillars.registration.enums import TitleState
from rakiza.pillars.registration.models import RegistrationCertificate

FROM_JUNE = date(YEAR, 6, 1)
FROM_APRIL = date(YEAR, 4, 1)


def publish(cluster: Cluster, plan: Plan, later: Plan) -> None:
    """Have one person of the association propose the plan and another publish it; the `later` one stays proposed."""
    association = cluster.coordinator.organisation
    require_two_to_publish(cluster.staff, association, wanted=True)
    for one in (association, plan, later):
        one.refresh_from_db()
    second = Actor.of(
        Membership.objects.select_related("user", "organisation").get(user__email=SECOND_COORDINATOR.email)
    )
    published = [
        publish_plan(actor, one)
        for actor, one in ((second, plan), (cluster.coordinator, plan), (second, later))
    ]
    if published != [False, True, False]:
        raise LoadingFailed(_("La publication du plan n'a pas suivi les deux personnes."))
    if plan.current_run is not None:
        finish_queued(plan.current_run)
    finish_queued(plan)


def change_titles(cluster: Cluster, plan: Plan) -> None:
    """End one maker's certificate in May, and a registration of the account's maker in March; hold the plan against it."""
    with transaction.atomic():
        _end_certificate(cluster, plan)
        _suspend_registration(cluster, plan)
    titles_changed()  # what the commit sets off; a caller's transaction may still be open
    finish_queued(plan)


def _end_certificate(cluster: Cluster, plan: Plan) -> None:
    """Take the certificate whose maker delivers the fewest lots after May."""
    makers = (
        _awards(plan)
        .filter(q4__gt=0)
        .exclude(maker=cluster.makers[0][1].organisation)
        .values("maker")
        .annotate(lots=Count("lot", distinct=True))
        .order_by("lots", "maker")
    )
    for row in makers:
        certificate = (
            Certificate.objects.filter(
                maker=row["maker"],
                scheme=Scheme.SYSTEM,
                state=CertificateState.VALID,
                valid_to__gt=date(YEAR, 12, 31),
            )
            .order_by("pk")
            .first()
        )
        if certificate is not None:
            reason = "Le fabricant ne demande pas le renouvellement du cycle (démonstration)."
            withdraw_certificate(cluster.certifier, certificate, on=FROM_JUNE, reason=reason)
            return
    raise LoadingFailed(_("Aucun certificat ne porte de lot du plan."))


def _suspend_registration(cluster: Cluster, plan: Plan) -> None:
    """Take the registration behind the account's maker's dearest award."""
    award = dearest_award(cluster, plan)
    title = _registration(award) if award is not None else None
    if title is not None:
        reason = "Marquage à mettre en conformité avant avril (démonstration)."
        suspend_title(cluster.authority, title, on=FROM_APRIL, reason=reason)


def dearest_award(cluster: Cluster, plan: Plan) -> Award | None:
    """Return the account's maker's dearest award that is registered past April and delivers to the year's end."""
    own = _awards(plan).filter(maker=cluster.makers[0][1].organisation, q4__gt=0)
    dearest = own.select_related("offer").order_by(F("q4") * F("landed_price") * -1, "pk")
    return next((award for award in dearest if _registration(award) is not None), None)


def _registration(award: Award) -> RegistrationCertificate | None:
    held = RegistrationCertificate.objects.touching(FROM_APRIL, FROM_APRIL + timedelta(days=1))
    return held.filter(device=award.offer.device_id, state=TitleState.VALID).order_by("pk").last()


def _awards(plan: Plan) -> models.QuerySet[Award]:
    return Award.objects.filter(lot__run=plan.current_run_id)
