"""Parties ask to join; the cluster accepts or refuses, once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actions import create_organisation
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import ROLES_OF_KIND, ApplicationState, OrganisationKind, Role
from rakiza.kernel.organisations.invitations import Sent, invite_applicant
from rakiza.kernel.organisations.models import JoinRequest, Organisation
from rakiza.kernel.organisations.permissions import Refused, require

FILED = "organisations.join_request"


@transaction.atomic
def file_join_request(fields: Mapping[str, str]) -> JoinRequest:
    """Keep a visitor's request; the cluster is told. The reference lets them follow it."""
    filed = JoinRequest.objects.create(**fields, reference=secrets.token_hex(12))
    record(None, "organisations.file_join_request", filed, after={"name": filed.organisation_name})
    notify(
        FILED,
        role=Role.CLUSTER_STAFF,
        params={"organisation": filed.organisation_name},
        about=filed,
    )
    return filed


@transaction.atomic
def accept_join_request(actor: Actor, request: JoinRequest) -> Sent:
    """Open the organisation and invite its contact, who will manage its people."""
    require(actor, "organisations.decide_join_request")
    kept = _undecided(request)
    if Organisation.objects.filter(name=kept.organisation_name).exists():
        raise Refused("name_taken", _("Une organisation porte déjà ce nom."))
    organisation = create_organisation(
        actor,
        kind=OrganisationKind(kept.kind),
        name=kept.organisation_name,
        ice=kept.ice,
        region=kept.region,
    )
    kept.organisation = organisation
    _decide(actor, kept, ApplicationState.ACCEPTED)
    return invite_applicant(
        actor,
        organisation,
        email=kept.contact_email,
        name=kept.contact_name,
        role=ROLES_OF_KIND[OrganisationKind(kept.kind)][0],
        language=kept.language,
    )


@transaction.atomic
def refuse_join_request(actor: Actor, request: JoinRequest, *, reason: str) -> None:
    """Refuse, with the reason that the applicant will read."""
    require(actor, "organisations.decide_join_request")
    kept = _undecided(request)
    kept.reason = reason
    _decide(actor, kept, ApplicationState.REFUSED)


def _undecided(request: JoinRequest) -> JoinRequest:
    kept = JoinRequest.objects.select_for_update().get(pk=request.pk)
    if kept.state != ApplicationState.FILED:
        raise Refused("request_decided", _("Cette demande a déjà été réglée par quelqu'un d'autre."))
    return kept


def _decide(actor: Actor, kept: JoinRequest, state: ApplicationState) -> None:
    kept.state, kept.decided_by, kept.decided_at = state, actor.user, timezone.now()
    kept.save()
    settle(kept, None, {FILED})
    record(actor, f"organisations.join_request_{state}", kept, after={"reason": kept.reason})
