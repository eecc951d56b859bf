"""Conflicts of interest: who may not advise a maker, and who advised may not examine or decide."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.kernel.organisations.queries import acts_within_group, group_of
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.dossier_models import Dossier
from rakiza.pillars.registration.expertise.enums import TAKING
from rakiza.pillars.registration.expertise.models import Consultation


def conflict(
    user: User, maker: Organisation, dossier: Dossier | None, device: Device | None
) -> str | Promise | None:
    """Return why a person may not advise a maker on a dossier or device; None where they may."""
    if acts_within_group(user, maker):
        return _("Cette personne agit aussi pour le fabricant ou son groupe : choisissez un autre expert.")
    about = Dossier.objects.filter(pk=dossier.pk) if dossier else Dossier.objects.filter(device=device)
    hands = Q(assigned_to=user) | Q(evaluated_by=user) | Q(decided_by=user) | Q(documents__reviewed_by=user)
    if about.filter(hands).exists():
        return _("Cette personne examine ou décide ce dossier : choisissez un autre expert.")
    return None


def advised(user: User, dossier: Dossier) -> bool:
    """Tell whether a person advises or advised on a dossier, or on its device."""
    about = Q(dossier=dossier)
    if dossier.device_id is not None:
        about |= Q(dossier__isnull=True, device_id=dossier.device_id)
    return Consultation.objects.filter(about, slot__expert__user=user, state__in=TAKING).exists()


def groups_of(user: User) -> set[int]:
    """Return the organisations a person acts for today, with the groups they are parts of."""
    rows = Membership.objects.valid_on(timezone.localdate()).filter(user=user)
    pairs = rows.values_list("organisation_id", "organisation__parent_id")
    return {key for pair in pairs for key in pair if key is not None}


def people_of_group(maker: Organisation) -> set[int]:
    """Return the people who act today for a maker, its group or another part of that group."""
    group = group_of(maker)
    return set(
        Membership.objects.valid_on(timezone.localdate())
        .filter(Q(organisation_id=group) | Q(organisation__parent_id=group))
        .values_list("user_id", flat=True)
    )


def outside(groups: set[int]) -> Q:
    """Return the filter of consultations whose maker is in none of the groups."""
    return ~Q(maker__parent_id__in=groups) & ~Q(maker__parent_id__isnull=True, maker_id__in=groups)
