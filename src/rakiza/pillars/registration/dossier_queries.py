"""Reads of dossiers: whose they are, and what their pages show."""

from __future__ import annotations

from django.db.models import Prefetch

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.actions import AnyTitle
from rakiza.pillars.registration.enums import DossierState
from rakiza.pillars.registration.models import Dossier, DossierQuerySet, Pause
from rakiza.pillars.registration.queries import KINDS


def dossiers_for(actor: Actor) -> DossierQuerySet:
    """Return a maker's own dossiers, or those that were filed with an officer's authority; none for others."""
    dossiers = Dossier.objects.select_related(
        "applicant", "authority", "device", "site", "assigned_to", "registration", "declaration"
    ).prefetch_related(Prefetch("pauses", Pause.objects.order_by("pk")))
    if actor.plays(Role.REGISTRATION_OFFICER):
        return (
            dossiers.filter(authority=actor.organisation)
            .exclude(state=DossierState.DRAFT)
            .exclude(filed_on__isnull=True)
        )
    if actor.plays(Role.MAKER):
        return dossiers.filter(applicant=actor.organisation)
    return dossiers.none()


def title_of(dossier: Dossier) -> AnyTitle | None:
    """Return the title that the decision on a dossier gave; None where it gave none of its own."""
    found: AnyTitle | None = KINDS[dossier.process]._default_manager.filter(dossier=dossier).first()
    return found
