"""Reads of experts, slots and consultations, within what the reader may see."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.pillars.industry.models import Device, DeviceQuerySet
from rakiza.pillars.registration.dossier_models import Dossier, DossierQuerySet
from rakiza.pillars.registration.enums import DossierState
from rakiza.pillars.registration.expertise.conflicts import groups_of, outside, people_of_group
from rakiza.pillars.registration.expertise.models import (
    Consultation,
    ConsultationQuerySet,
    Expert,
    Slot,
    SlotQuerySet,
)

# The house's own rule: a slot is booked, and an appointment called off, a day ahead at the latest.
NOTICE = timedelta(hours=24)


def consultations_for(actor: Actor) -> ConsultationQuerySet:
    """Return a maker's own consultations, or those of an officer's authority; none for others.

    An officer who acts for the maker or its group finds neither the question nor the answer.
    """
    found = Consultation.objects.select_related(
        "slot__expert__user",
        "slot__expert__authority",
        "maker",
        "dossier__device",
        "dossier__site",
        "dossier__applicant",
        "device",
    )
    if actor.plays(Role.MAKER):
        return found.filter(maker=actor.organisation)
    if actor.plays(Role.REGISTRATION_OFFICER):
        return found.filter(outside(groups_of(actor.user)), slot__expert__authority=actor.organisation)
    return found.none()


def bookable_slots(actor: Actor, now: datetime | None = None) -> SlotQuerySet:
    """Return the free slots that a maker may book: a day ahead, of experts without ties to its group."""
    least = (now or timezone.now()) + NOTICE
    return (
        Slot.objects.free()
        .of_standing_experts()
        .filter(
            starts_at__gte=least,
            expert__authority__active=True,
            expert__authority__kind=OrganisationKind.AUTHORITY_HEALTH,
        )
        .exclude(expert__user__in=people_of_group(actor.organisation))
        .select_related("expert__user", "expert__authority")
    )


def experts_of(actor: Actor) -> list[Expert]:
    """Return the experts of an officer's authority, by name."""
    return list(
        Expert.objects.filter(authority=actor.organisation).select_related("user").order_by("user__name")
    )


def profile_of(actor: Actor) -> Expert | None:
    """Return the actor's own profile of expert, where there is one."""
    return (
        Expert.objects.filter(authority=actor.organisation, user=actor.user)
        .select_related("user", "authority")
        .first()
    )


def askable_dossiers(actor: Actor, authority_id: int) -> DossierQuerySet:
    """Return the maker's dossiers with an authority on which a question makes sense."""
    return (
        Dossier.objects.filter(applicant=actor.organisation, authority_id=authority_id)
        .exclude(state=DossierState.CANCELLED)
        .select_related("device", "site", "applicant")
        .order_by("-pk")
    )


def askable_devices(actor: Actor) -> DeviceQuerySet:
    """Return the maker's devices."""
    return (
        Device.objects.active()
        .of_maker(actor.organisation.pk)
        .order_by(NameColumn("name", ("ar", "en")).expression(), "reference")
    )


def consultations_on(actor: Actor, dossier: Dossier) -> ConsultationQuerySet:
    """Return what the actor may see of the consultations on a dossier or, without one, on its device."""
    about = Q(dossier=dossier)
    if dossier.device_id is not None:
        about |= Q(dossier__isnull=True, device_id=dossier.device_id, maker=dossier.applicant_id)
    return consultations_for(actor).filter(about).order_by("asked_at", "pk")
