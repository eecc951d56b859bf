"""Organisations and people."""

from __future__ import annotations

import factory

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation

KIND_OF_ROLE = {
    Role.BUYER: OrganisationKind.HEALTH_GROUP,
    Role.COORDINATOR: OrganisationKind.ASSOCIATION,
    Role.MAKER: OrganisationKind.MAKER,
    Role.CERTIFICATION_OFFICER: OrganisationKind.CERTIFICATION_BODY,
    Role.REGISTRATION_OFFICER: OrganisationKind.AUTHORITY_HEALTH,
    Role.CLUSTER_STAFF: OrganisationKind.CLUSTER,
    Role.ADMINISTRATOR: OrganisationKind.CLUSTER,
    Role.PARTNER: OrganisationKind.UNIVERSITY,
}


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.HEALTH_GROUP
    name = factory.Sequence(lambda n: f"Organisation fictive {n:06}")
    is_demonstration = True


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n:06}@example.org")
    name = factory.Sequence(lambda n: f"Personne {n:06}")


def an_actor(role: Role, organisation: Organisation | None = None) -> Actor:
    """Return a new person in `role`, of a new organisation of the fitting kind unless one is given."""
    organisation = organisation or OrganisationFactory(kind=KIND_OF_ROLE[role])
    user = UserFactory()
    return Actor.of(Membership.objects.create(user=user, organisation=organisation, role=role))
