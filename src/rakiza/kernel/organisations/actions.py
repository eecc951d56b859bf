"""Mutations of organisations and memberships."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.access.actions import revoke_keys_of_organisation
from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.closing import check_closing
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation, Site
from rakiza.kernel.organisations.permissions import Refused, require

DESCRIBED = frozenset(
    {
        "name_ar",
        "ice",
        "region",
        "trade_register",
        "tax_number",
        "social_security_number",
        "small_firm",
        "languages",
    }
)


@transaction.atomic
def create_organisation(
    actor: Actor,
    *,
    kind: OrganisationKind,
    name: str,
    name_ar: str = "",
    ice: str = "",
    region: str = "",
    parent: Organisation | None = None,
    is_demonstration: bool = False,
) -> Organisation:
    """Register a party; `parent`: the group of a care establishment."""
    require(actor, "organisations.manage")
    organisation = Organisation.objects.create(
        kind=kind,
        name=name,
        name_ar=name_ar,
        ice=ice,
        region=region,
        parent=parent,
        is_demonstration=is_demonstration,
    )
    record(actor, "organisations.create", organisation, after={"kind": kind, "name": name})
    return organisation


@transaction.atomic
def describe_organisation(actor: Actor, organisation: Organisation, fields: Mapping[str, object]) -> None:
    """Change what is said of a party (`DESCRIBED`); the kind and the group are the cluster's to change."""
    require(actor, "organisations.describe", organisation)
    kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
    wanted = {name: value for name, value in fields.items() if name in DESCRIBED}
    before = {name: getattr(kept, name) for name in wanted}
    if before == wanted:
        return
    for name, value in wanted.items():
        setattr(kept, name, value)
    kept.save()
    record(actor, "organisations.describe", kept, before=before, after=wanted)


@transaction.atomic
def add_site(actor: Actor, organisation: Organisation, fields: Mapping[str, object]) -> Site:
    """Add a place where a party works."""
    require(actor, "organisations.describe", organisation)
    if Site.objects.filter(organisation=organisation, name=fields["name"]).exists():
        raise Refused("site_known", _("Un site porte déjà ce nom."))
    site = Site.objects.create(organisation=organisation, **fields)
    record(actor, "organisations.add_site", site, after=fields)
    return site


@transaction.atomic
def close_site(actor: Actor, site: Site) -> None:
    """Close a place as of today, once no room needs it open; what refers to it stays."""
    require(actor, "organisations.describe", site.organisation)
    held = Site.objects.select_for_update().get(pk=site.pk)
    if held.closed_on is not None:
        raise Refused("site_closed", _("Ce site est déjà fermé."))
    check_closing(held)
    held.closed_on = timezone.localdate()
    held.save(update_fields=["closed_on"])
    record(actor, "organisations.close_site", site)


@transaction.atomic
def deactivate_organisation(actor: Actor, organisation: Organisation, *, reason: str) -> None:
    """Let a party take part no more: its people no longer act, their keys are revoked, its history stays."""
    require(actor, "organisations.manage")
    if actor.belongs_to(organisation.pk):
        raise Refused("own_organisation", _("Votre propre organisation ne peut pas être fermée par vous."))
    if not Organisation.objects.filter(pk=organisation.pk, active=True).update(active=False):
        raise Refused("organisation_closed", _("Cette organisation ne participe plus."))
    revoke_keys_of_organisation(actor, organisation)
    record(actor, "organisations.deactivate", organisation, after={"reason": reason})


@transaction.atomic
def reactivate_organisation(actor: Actor, organisation: Organisation) -> None:
    """Let a party take part again; no key of before opens anything."""
    require(actor, "organisations.manage")
    if not Organisation.objects.filter(pk=organisation.pk, active=False).update(active=True):
        raise Refused("organisation_open", _("Cette organisation participe déjà."))
    revoke_keys_of_organisation(actor, organisation)  # where it was closed before keys were revoked with it
    record(actor, "organisations.reactivate", organisation)


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
        delegated_by=None,
        defaults={"valid_from": valid_from, "valid_to": valid_to},
    )
    record(
        actor,
        "organisations.grant_membership",
        membership,
        after={"user": user.pk, "organisation": organisation.pk, "role": role, "valid_to": valid_to},
    )
    return membership
