"""Invitations and requests to join in every state: the association's second coordinator comes in by one."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from rakiza.demonstration.cluster import SECOND_COORDINATOR, Cluster
from rakiza.demonstration.market import titled
from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD
from rakiza.kernel.organisations.applications import (
    accept_join_request,
    file_join_request,
    refuse_join_request,
)
from rakiza.kernel.organisations.delegations import DELEGATE, approve_delegation, delegate
from rakiza.kernel.organisations.enums import OrganisationKind, Region, Role
from rakiza.kernel.organisations.invitations import (
    accept_as_new,
    approve_invitation,
    invite,
    refuse_invitation,
    revoke_invitation,
)
from rakiza.kernel.organisations.models import JoinRequest, Membership, Organisation, Proposal


def load_joining(cluster: Cluster) -> None:
    """Leave one invitation and one request in each of their states, a loan in force and one that waits."""
    _second_coordinator(cluster)
    _loans(cluster)
    _invitations(cluster)
    _requests(cluster)


def _second_coordinator(cluster: Cluster) -> None:
    """Invite by one, agree by another, accept by the person: coordinators decide for others."""
    sent = invite(
        cluster.staff,
        cluster.coordinator.organisation,
        email=SECOND_COORDINATOR.email,
        name=SECOND_COORDINATOR.name,
        role=Role.COORDINATOR,
    )
    opened = approve_invitation(cluster.administrator, sent.invitation)
    accept_as_new(opened.secret, name=SECOND_COORDINATOR.name, password=PASSWORD)


def _loans(cluster: Cluster) -> None:
    """Two officers who manage their colleagues lend their role with them; the cluster has agreed to the first."""
    until = timezone.localdate() + timedelta(days=30)
    for lender, to in (
        (cluster.certifier, cluster.second_certifier),
        (cluster.authority, cluster.second_authority),
    ):
        held = Membership.objects.filter(user=lender.user)
        held.update(manages=True)
        delegate(
            lender, held.select_related("user", "organisation").get(), to=to.user, until=until, manages=True
        )
    waiting = Proposal.objects.filter(action=DELEGATE, organisation=cluster.certifier.organisation)
    approve_delegation(cluster.staff, waiting.get())


def _invitations(cluster: Cluster) -> None:
    association, (_group, buyer) = cluster.coordinator.organisation, cluster.buyers[0]
    invite(
        cluster.staff,
        association,
        email=f"coordination3@{DOMAIN}",
        name="Compte à approuver",
        role=Role.COORDINATOR,
    )
    refused = invite(
        cluster.staff,
        association,
        email=f"coordination4@{DOMAIN}",
        name="Compte refusé",
        role=Role.COORDINATOR,
    )
    reason = "Deux personnes suffisent à l'association (démonstration)."
    refuse_invitation(cluster.administrator, refused.invitation, reason=reason)
    for number, kept in ((5, True), (6, False)):
        sent = invite(
            cluster.staff,
            buyer.organisation,
            email=f"acheteur{number}@{DOMAIN}",
            name="Compte acheteur invité",
            role=Role.BUYER,
        )
        if not kept:
            revoke_invitation(cluster.staff, sent.invitation)


def _requests(cluster: Cluster) -> None:
    _asked("Chergui Films Techniques", Region.ORIENTAL)
    accept_join_request(cluster.staff, _asked("Siroua Moulage", Region.SOUSS))
    Organisation.objects.filter(name=titled("Siroua Moulage")).update(is_demonstration=True)
    reason = "L'activité décrite n'est pas celle d'un fabricant (démonstration)."
    refuse_join_request(cluster.staff, _asked("Négoce du Détroit", Region.TANGER), reason=reason)


def _asked(name: str, region: Region) -> JoinRequest:
    return file_join_request(
        {
            "kind": OrganisationKind.MAKER.value,
            "organisation_name": titled(name),
            "region": region.value,
            "contact_name": "Compte de contact",
            "contact_email": f"contact-{region.value.lower()}@{DOMAIN}",
            "message": "Demande fictive de démonstration : injection de pièces plastiques.",
        }
    )
