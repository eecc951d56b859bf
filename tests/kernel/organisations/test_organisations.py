from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.factories import OrganisationFactory, UserFactory, an_actor

from rakiza.kernel.organisations.actions import create_organisation, grant_membership
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.kernel.organisations.permissions import NotAllowed, allowed
from rakiza.kernel.organisations.queries import actor_for, memberships_of

pytestmark = pytest.mark.django_db
DAY = date(2027, 6, 15)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "expected"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2027, 6, 16), None, False),
        (None, date(2027, 6, 14), False),
    ],
)
def test_a_membership_holds_between_its_dates(
    valid_from: date | None, valid_to: date | None, expected: bool
) -> None:
    user = UserFactory()
    Membership.objects.create(
        user=user,
        organisation=OrganisationFactory(),
        role=Role.BUYER,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    assert bool(memberships_of(user, DAY)) is expected


def test_a_person_acts_as_the_membership_chosen_else_the_first() -> None:
    user = UserFactory()
    second = Membership.objects.create(user=user, organisation=OrganisationFactory(name="B"), role=Role.BUYER)
    first = Membership.objects.create(
        user=user, organisation=OrganisationFactory(name="A"), role=Role.COORDINATOR
    )
    foreign = Membership.objects.create(
        user=UserFactory(), organisation=first.organisation, role=Role.ADMINISTRATOR
    )

    assert actor_for(user, second.pk, DAY) == Actor.of(second)
    assert actor_for(user, None, DAY) == actor_for(user, foreign.pk, DAY) == Actor.of(first)
    assert actor_for(UserFactory(), None, DAY) is None


@pytest.mark.parametrize("fields", [{"is_active": False}])
def test_an_inactive_person_acts_for_nobody(fields: dict[str, object]) -> None:
    user = UserFactory(**fields)
    Membership.objects.create(user=user, organisation=OrganisationFactory(), role=Role.BUYER)
    assert actor_for(user, None, DAY) is None


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=UserFactory(),
            organisation=OrganisationFactory(),
            role=Role.BUYER,
            valid_from=DAY,
            valid_to=date(2027, 1, 1),
        )


def test_an_undeclared_permission_is_an_error() -> None:
    with pytest.raises(LookupError):
        allowed(an_actor(Role.ADMINISTRATOR), "no.such.permission")


def test_staff_register_organisations_and_administrators_grant_memberships() -> None:
    made = create_organisation(an_actor(Role.CLUSTER_STAFF), kind=OrganisationKind.MAKER, name="Neuve")
    user = UserFactory()
    administrator = an_actor(Role.ADMINISTRATOR)
    grant_membership(administrator, user=user, organisation=made, role=Role.MAKER)
    grant_membership(administrator, user=user, organisation=made, role=Role.MAKER, valid_to=DAY)
    membership = Membership.objects.get(user=user)
    assert (membership.organisation, membership.role, membership.valid_to) == (made, "maker", DAY)


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.CLUSTER_STAFF, Role.ADMINISTRATOR}]
)
def test_others_do_neither(role: Role) -> None:
    stranger = an_actor(role)
    with pytest.raises(NotAllowed):
        create_organisation(stranger, kind=OrganisationKind.MAKER, name="Neuve")
    with pytest.raises(NotAllowed):
        grant_membership(
            stranger, user=stranger.user, organisation=stranger.organisation, role=Role.ADMINISTRATOR
        )
    assert not Organisation.objects.filter(name="Neuve").exists()
    assert Membership.objects.get(user=stranger.user).role == role


def test_a_name_is_told_in_the_readers_language() -> None:
    named = OrganisationFactory(name="Atlas", name_ar="أطلس")
    assert [named.name_in(language) for language in ("fr", "ar", "en")] == ["Atlas", "أطلس", "Atlas"]
