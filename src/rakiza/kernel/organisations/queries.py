"""Reads of organisations and memberships."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import (
    Membership,
    MembershipQuerySet,
    Organisation,
    OrganisationQuerySet,
)
from rakiza.kernel.organisations.permissions import allowed


def memberships_of(user: User, day: date | None = None) -> list[Membership]:
    """Return the person's memberships in force on `day` (default today), by organisation then role.

    One's own come before those lent: whoever chose none goes on in their own role when another is lent to them.
    """
    day = day or timezone.localdate()
    return list(
        Membership.objects.valid_on(day)
        .filter(user=user)
        .select_related("organisation", "user", "delegated_by__user")
        .order_by("organisation__name", F("delegated_by").asc(nulls_first=True), "role")
    )


def actor_for(user: User, membership_id: int | None = None, day: date | None = None) -> Actor | None:
    """Return whom the person acts as: the chosen membership where it is in force, else the first.

    None where the person has no membership in force.
    """
    memberships = memberships_of(user, day)
    chosen = next((m for m in memberships if m.pk == membership_id), None)
    if chosen is None and memberships:
        chosen = memberships[0]
    return Actor.of(chosen) if chosen else None


def acts_within_group(user: User, organisation: Organisation) -> bool:
    """Tell whether a person acts today for the organisation, its group or another part of that group."""
    return in_groups(organisation, groups_of(user))


def in_groups(organisation: Organisation, groups: Collection[int]) -> bool:
    """Tell whether a party is, or is part of, one of the groups."""
    return group_of(organisation) in groups


def group_of(organisation: Organisation) -> int:
    """Return the group that a party is part of: one that is no part of any is its own."""
    return organisation.parent_id or organisation.pk


def groups_of(user: User) -> frozenset[int]:
    """Return the groups for which a person acts today: a party that is no part of a group is its own."""
    acting = Membership.objects.valid_on(timezone.localdate()).filter(user=user)
    rows = acting.values_list("organisation_id", "organisation__parent_id")
    return frozenset(parent or own for own, parent in rows)


def directory(actor: Actor) -> OrganisationQuerySet:
    """Return the parties an actor may see: those that take part; the cluster sees closed ones too."""
    rows = Organisation.objects.select_related("parent")
    return (
        rows
        if allowed(actor, "organisations.manage")
        else rows.filter(Q(active=True) | Q(pk=actor.organisation.pk))
    )


def closed_accounts(actor: Actor, organisation: Organisation) -> list[User]:
    """Return who acted for a party and whose account is closed, by name; for who may open it again."""
    if not allowed(actor, "organisations.close_account"):
        return []
    closed = User.objects.filter(is_active=False, memberships__organisation=organisation)
    return list(closed.distinct().order_by("name"))


def people_of(organisation: Organisation) -> MembershipQuerySet:
    """Return the memberships in force of a party, by name; the caller has checked who reads them."""
    return (
        Membership.objects.valid_on(timezone.localdate())
        .filter(organisation=organisation)
        .select_related("user", "organisation", "delegated_by__user")
        .order_by("user__name", "role", "pk")
    )


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who acts for a party, and whether the reader may end it."""

    membership: Membership
    may_end: bool


def colleagues_of(actor: Actor, organisation: Organisation) -> list[Colleague]:
    """Return who acts for a party today, by name."""
    rows = people_of(organisation)
    return [Colleague(row, allowed(actor, "organisations.end_membership", row)) for row in rows]


def names_in(names: Iterable[str], language: str) -> Mapping[str, str]:
    """Return, by name, what parties are called in a language; only those that have a name of their own in it."""
    if language != "ar":
        return {}
    found = Organisation.objects.filter(name__in=set(names)).exclude(name_ar="")
    return dict(found.values_list("name", "name_ar"))
