"""Keys of programs: shown once, kept as a hash, opening nothing beyond their person, membership and day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.keys import a_key, membership_of

from rakiza.kernel.access.actions import MOST_KEYS, make_key, note_use, revoke_key
from rakiza.kernel.access.enums import Reach
from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.access.queries import key_in_force, keys_of, keys_overseen
from rakiza.kernel.access.secrets import Secret, fits, hash_of, prefix_of
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.accounts import close_account, reopen_account
from rakiza.kernel.organisations.actions import deactivate_organisation, reactivate_organisation
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import delegate
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.kernel.organisations.people import end_membership
from rakiza.kernel.organisations.permissions import NotAllowed, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def manager(actor: Actor) -> Actor:
    one = an_actor(actor.role, actor.organisation)
    Membership.objects.filter(user=one.user).update(manages=True)
    return Actor.of(membership_of(one))


def test_a_key_is_found_by_its_text_and_only_its_hash_is_kept(maker: Actor) -> None:
    made = a_key(maker)

    kept = AccessKey.objects.get()
    found = key_in_force(made.text)
    assert found == kept == made.key
    assert Actor.of(kept.membership) == maker
    assert kept.secret_hash == hash_of(made.text)
    assert made.text not in {str(value) for value in vars(kept).values()}
    assert made.text.split("_", 2)[2] not in str(vars(kept))


def test_making_a_key_is_traced_without_its_text(maker: Actor) -> None:
    made = a_key(maker)

    event = AuditEvent.objects.get(action="access.make_key")
    assert (event.user, event.organisation, event.role) == (maker.user, maker.organisation, Role.MAKER)
    assert event.after == {
        "name": "Export ERP",
        "reach": "write",
        "expires_on": made.key.expires_on.isoformat(),
        "organisation": maker.organisation.pk,
    }
    assert verify_chain().intact


@pytest.mark.parametrize(
    "text",
    ["", "rak_", "rak_0123456789ab_", "x" * 60, "rak_0123456789ab_" + "a" * 43, "rak_é\x00", "a" * 100_000],
)
def test_another_text_opens_nothing(maker: Actor, text: str) -> None:
    a_key(maker)

    assert key_in_force(text) is None


def test_the_beginning_of_a_key_with_another_secret_opens_nothing(maker: Actor) -> None:
    made = a_key(maker)
    forged = f"rak_{made.key.prefix}_{Secret.new().text.split('_', 2)[2]}"

    assert prefix_of(forged) == made.key.prefix
    assert not fits(forged, made.key.secret_hash)
    assert key_in_force(forged) is None


def test_a_key_of_another_site_opens_nothing(maker: Actor, settings) -> None:
    made = a_key(maker)

    settings.SECRET_KEY = "another"

    assert key_in_force(made.text) is None


def _expire(key: AccessKey) -> None:
    AccessKey.objects.filter(pk=key.pk).update(expires_on=timezone.localdate() - timedelta(days=1))


def _close_account(key: AccessKey) -> None:
    User.objects.filter(pk=key.membership.user_id).update(is_active=False)


def _close_organisation(key: AccessKey) -> None:
    Organisation.objects.filter(pk=key.membership.organisation_id).update(active=False)


def _end(key: AccessKey) -> None:
    end_membership(an_actor(Role.ADMINISTRATOR), key.membership, reason="Départ")


def _over(key: AccessKey) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=key.membership_id).update(valid_to=yesterday)


def _revoke(key: AccessKey) -> None:
    revoke_key(Actor.of(key.membership), key)


@pytest.mark.parametrize("death", [_expire, _close_account, _close_organisation, _end, _over, _revoke])
def test_a_key_dies(maker: Actor, death: Callable[[AccessKey], None]) -> None:
    made = a_key(maker)

    death(made.key)

    assert key_in_force(made.text) is None


def test_a_key_dies_with_the_delegation_it_acts_by(maker: Actor) -> None:
    colleague = an_actor(Role.PARTNER, maker.organisation)
    delegated = delegate(maker, membership_of(maker), to=colleague.user, until=timezone.localdate())
    made = a_key(Actor.of(delegated))
    assert key_in_force(made.text) is not None

    end_membership(an_actor(Role.ADMINISTRATOR), membership_of(maker), reason="Départ")

    assert key_in_force(made.text) is None
    assert AccessKey.objects.get().revoked_at is not None


def test_a_membership_given_anew_does_not_bring_its_keys_back(maker: Actor) -> None:
    made = a_key(maker)
    _end(made.key)

    Membership.objects.filter(pk=made.key.membership_id).update(valid_from=None, valid_to=None)

    assert key_in_force(made.text) is None
    assert AuditEvent.objects.filter(action="access.revoke_key").count() == 1


def test_a_closed_account_opened_again_does_not_bring_its_keys_back(maker: Actor) -> None:
    administrator, colleague = an_actor(Role.ADMINISTRATOR), an_actor(Role.BUYER, maker.organisation)
    delegation = delegate(
        maker, membership_of(maker), to=colleague.user, until=timezone.localdate() + timedelta(days=3)
    )
    own, lent, other = a_key(maker), a_key(Actor.of(delegation)), a_key(colleague)

    close_account(administrator, maker.user, reason=" Départ ")
    assert [key_in_force(key.text) for key in (own, lent)] == [None, None]
    reopen_account(administrator, maker.user)

    assert User.objects.get(pk=maker.user.pk).is_active
    assert [key_in_force(key.text) for key in (own, lent)] == [None, None]
    assert key_in_force(other.text) == other.key
    events = AuditEvent.objects.order_by("pk").exclude(
        action__in=("access.make_key", "organisations.delegate")
    )
    assert [(one.action, one.object_id, one.user_id) for one in events] == [
        ("access.revoke_key", str(own.key.pk), administrator.user.pk),
        ("access.revoke_key", str(lent.key.pk), administrator.user.pk),
        ("organisations.close_account", str(maker.user.pk), administrator.user.pk),
        ("organisations.reopen_account", str(maker.user.pk), administrator.user.pk),
    ]
    assert events[2].after == {"reason": "Départ"}
    assert verify_chain().intact


def test_an_organisation_opened_again_does_not_bring_its_keys_back(maker: Actor) -> None:
    staff, other = an_actor(Role.CLUSTER_STAFF), a_key(an_actor(Role.MAKER))
    key = a_key(maker)

    deactivate_organisation(staff, maker.organisation, reason="Cessation")
    reactivate_organisation(staff, maker.organisation)

    assert key_in_force(key.text) is None
    assert AccessKey.objects.get(pk=key.key.pk).revoked_by == staff.user
    assert key_in_force(other.text) == other.key


def test_an_account_closed_by_other_means_is_opened_again_without_its_keys(maker: Actor) -> None:
    key = a_key(maker)
    User.objects.filter(pk=maker.user.pk).update(is_active=False)

    reopen_account(an_actor(Role.ADMINISTRATOR), maker.user)

    assert key_in_force(key.text) is None


@pytest.mark.parametrize(
    ("who", "reason", "code"),
    [("own", "R", "own_account"), ("closed", "R", "account_closed"), ("open", "  ", "reason_missing")],
)
def test_an_account_is_not_closed_where_it_can_not_be(maker: Actor, who: str, reason: str, code: str) -> None:
    administrator = an_actor(Role.ADMINISTRATOR)
    User.objects.filter(pk=maker.user.pk).update(is_active=who != "closed")
    key, before = a_key(administrator), AuditEvent.objects.count()

    with pytest.raises(Refused) as refused:
        close_account(administrator, administrator.user if who == "own" else maker.user, reason=reason)

    assert refused.value.code == code
    assert AuditEvent.objects.count() == before
    assert key_in_force(key.text) == key.key


def test_nobody_but_an_administrator_closes_or_opens_an_account(maker: Actor) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(NotAllowed):
            close_account(an_actor(role), maker.user, reason="R")
        with pytest.raises(NotAllowed):
            reopen_account(an_actor(role), maker.user)
    assert User.objects.get(pk=maker.user.pk).is_active


@pytest.mark.parametrize("days", [-1, 366])
def test_a_key_ends_within_a_year(maker: Actor, days: int) -> None:
    with pytest.raises(Refused) as refusal:
        a_key(maker, days=days)

    assert refusal.value.code == "access.dates"
    assert not AccessKey.objects.exists()


@pytest.mark.parametrize("days", [0, 365])
def test_a_key_may_last_a_day_or_a_year(maker: Actor, days: int) -> None:
    assert key_in_force(a_key(maker, days=days).text) is not None


def test_nobody_makes_a_key_of_anothers_membership(maker: Actor) -> None:
    with pytest.raises(NotAllowed):
        make_key(
            an_actor(Role.ADMINISTRATOR),
            membership_of(maker),
            name="N",
            reach=Reach.READ,
            expires_on=timezone.localdate(),
        )

    assert not AccessKey.objects.exists()


def test_a_key_of_a_membership_that_ended_is_not_made(maker: Actor) -> None:
    membership = membership_of(maker)
    Membership.objects.filter(pk=membership.pk).update(valid_to=timezone.localdate() - timedelta(days=1))

    with pytest.raises(Refused) as refusal:
        a_key(maker)

    assert refusal.value.code == "access.membership"


def test_a_name_serves_once_until_its_key_is_revoked(maker: Actor) -> None:
    first = a_key(maker)
    with pytest.raises(Refused) as refusal:
        a_key(maker)
    assert refusal.value.code == "access.name_taken"

    revoke_key(maker, first.key)

    assert key_in_force(a_key(maker).text) is not None


def test_a_person_keeps_so_many_keys(maker: Actor) -> None:
    for number in range(MOST_KEYS):
        a_key(maker, name=f"Clé {number}")

    with pytest.raises(Refused) as refusal:
        a_key(maker, name="De trop")

    assert refusal.value.code == "access.too_many"
    assert AccessKey.objects.count() == MOST_KEYS


@pytest.mark.parametrize("role", [Role.CLUSTER_STAFF, Role.ADMINISTRATOR])
def test_the_cluster_revokes_any_key(maker: Actor, role: Role) -> None:
    made = a_key(maker)
    staff = an_actor(role)

    assert list(keys_overseen(staff)) == [made.key]
    revoke_key(staff, made.key)

    assert key_in_force(made.text) is None
    event = AuditEvent.objects.get(action="access.revoke_key")
    assert (event.user, event.after) == (staff.user, {"name": "Export ERP", "of": maker.user.pk})
    assert list(keys_overseen(staff)) == []


def test_who_manages_people_revokes_those_of_the_house(maker: Actor) -> None:
    own, foreign = a_key(maker), a_key(an_actor(Role.MAKER))
    chief = manager(maker)

    assert list(keys_overseen(chief)) == [own.key]
    revoke_key(chief, own.key)
    with pytest.raises(NotAllowed):
        revoke_key(chief, foreign.key)

    assert key_in_force(own.text) is None
    assert key_in_force(foreign.text) is not None


def test_a_colleague_revokes_nothing(maker: Actor) -> None:
    made = a_key(maker)
    colleague = an_actor(Role.MAKER, maker.organisation)

    with pytest.raises(NotAllowed):
        revoke_key(colleague, made.key)

    assert list(keys_overseen(colleague)) == []
    assert key_in_force(made.text) is not None


def test_a_key_is_revoked_once(maker: Actor) -> None:
    made = a_key(maker)
    revoke_key(maker, made.key)

    with pytest.raises(Refused) as refusal:
        revoke_key(maker, made.key)

    assert refusal.value.code == "access.revoked"
    assert AuditEvent.objects.filter(action="access.revoke_key").count() == 1


def test_use_is_noted_once_a_minute(maker: Actor, django_assert_num_queries) -> None:
    key = a_key(maker).key

    note_use(key, "10.1.2.3")
    key.refresh_from_db()
    first = key.last_used_at
    with django_assert_num_queries(0):
        note_use(key, "10.9.9.9")

    assert first is not None
    assert key.last_address == "10.1.2.3"
    AccessKey.objects.update(last_used_at=first - timedelta(minutes=2))
    key.refresh_from_db()
    note_use(key, "10.9.9.9")
    key.refresh_from_db()
    assert key.last_address == "10.9.9.9"


def test_ones_own_keys_are_listed_newest_first_those_revoked_last(maker: Actor) -> None:
    names = ("A", "B", "C")
    made = [a_key(maker, name=name) for name in names]
    a_key(an_actor(Role.MAKER), name="D")
    revoke_key(maker, made[2].key)

    assert {key.name for key in keys_of(maker.user)} == {"A", "B", "C"}
    assert keys_of(maker.user).standing().first() == made[1].key
