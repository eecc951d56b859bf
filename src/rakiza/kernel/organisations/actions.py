"""Mutations of organisations and memberships."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.kernel.organisations.permissions import require


@transaction.atomic
def create_organisation(
    actor: Actor,
    *,
    kind: OrganisationKind,
    name: str,
    name_ar: str = "",
    ice: str = "",
    region: str = "",
    is_demonstration: bool = False,
) -> Organisation:
    """Register a party."""
    require(actor, "organisations.manage")
    organisation = Organisation.objects.create(
        kind=kind, name=name, name_ar=name_ar, ice=ice, region=region, is_demonstration=is_demonstration
    )
    record(actor, "organisations.create", organisation, after={"kind": kind, "name": name})
    return organisation


@transaction.atomic
def grant_membership(
    actor: Actor,
    *,
    user: User,
    organisation: Organisation,
    role: Role,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Let a person act for an organisation in a role."""
    require(actor, "organisations.grant_membership", organisation)
    membership, _created = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        role=role,
        defaults={"valid_from": valid_from, "valid_to": valid_to},
    )
    record(
        actor,
        "organisations.grant_membership",
        membership,
        after={"user": user.pk, "organisation": organisation.pk, "role": role},
    )
    return membership
