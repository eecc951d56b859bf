"""What became of a party's people: its history with invitations and loans, and who acted at the end of a day.

Both are read from the trail, which nobody changes; a membership that no event tells of counts by its own dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model, Q
from django.utils import timezone

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import midnight_after
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.enums import InvitationState, Role
from rakiza.kernel.organisations.invitations import LIFE
from rakiza.kernel.organisations.models import Invitation, Membership, Organisation, Site

ACCOUNT = ("organisations.close_account", "organisations.reopen_account")
PART = ("organisations.deactivate", "organisations.reactivate")
GIVEN = frozenset({"organisations.grant_membership", "organisations.join", "organisations.delegate"})
OPENED = frozenset({"organisations.approve_invitation", "organisations.resend_invitation"})
Events = Mapping[str, Sequence[AuditEvent]]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a party's history, and whom or what it is about where that isn't the party itself."""

    event: AuditEvent
    about: str


@dataclass(frozen=True, slots=True)
class Acted:
    """Somebody who acted for a party on a day; `lender`: who had lent them the role."""

    person: User
    role: Role
    manages: bool
    until: date | None
    lender: User | None


@dataclass(frozen=True, slots=True)
class Waited:
    """An invitation that nobody had settled at the end of a day, and how far it had come."""

    invitation: Invitation
    state: InvitationState


@dataclass(frozen=True, slots=True)
class Asked:
    """A loan that waited for a second person at the end of a day."""

    lender: User
    to: User
    role: Role
    until: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A party's people as they stood at the end of a day."""

    day: date
    active: bool
    acted: tuple[Acted, ...]
    waited: tuple[Waited, ...]
    asked: tuple[Asked, ...]


def history_of_party(organisation: Organisation) -> list[Happening]:
    """Return what was done to a party, its sites, its people, invitations and loans, oldest first."""
    told = {
        Organisation._meta.label_lower: {organisation.pk: ""},
        Site._meta.label_lower: {one.pk: str(one) for one in organisation.sites.all()},
        Membership._meta.label_lower: {one.pk: _held(one) for one in _memberships(organisation)},
        Invitation._meta.label_lower: {
            one.pk: f"{one.name} · {one.get_role_display()}" for one in organisation.invitations.all()
        },
    }
    wanted = Q()
    for label, rows in told.items():
        wanted |= Q(object_type=label, object_id__in=[str(pk) for pk in rows])
    people = {one.user_id: str(one.user) for one in _memberships(organisation)}
    told[User._meta.label_lower] = people
    wanted |= Q(object_type=User._meta.label_lower, object_id__in=map(str, people), action__in=ACCOUNT)
    events = AuditEvent.objects.filter(wanted).select_related("user", "organisation").order_by("pk")
    return [Happening(one, told[one.object_type][int(one.object_id)]) for one in events]


def standing_on(organisation: Organisation, day: date) -> Standing:
    """Return who acted for a party at the end of `day`, and what then waited to be settled."""
    memberships = _memberships(organisation)
    people = {one.user_id: one.user for one in memberships}
    events = _events(memberships, day)
    closed = _closed(people, day)
    active = _was_active(organisation, day)
    held = [one for one in memberships if active and one.user_id not in closed]
    acted = _acted(held, events, day)
    return Standing(
        day,
        active,
        tuple(sorted(acted, key=lambda one: (str(one.person), one.role, one.lender is not None))),
        tuple(_waited(organisation, events, day)),
        tuple(_asked(memberships, events, people)),
    )


def _held(membership: Membership) -> str:
    return f"{membership.user} · {membership.get_role_display()}"


def _memberships(organisation: Organisation) -> list[Membership]:
    return list(organisation.memberships.select_related("user", "delegated_by__user").order_by("pk"))


def _events(subjects: Iterable[Model], day: date) -> Events:
    """Return the events of some objects of one kind up to the end of a day, by object, oldest first."""
    rows = list(subjects)
    found: dict[str, list[AuditEvent]] = defaultdict(list)
    if rows:
        for event in AuditEvent.objects.about(*rows).filter(at__lt=midnight_after(day)):
            found[event.object_id].append(event)
    return found


def _closed(people: Mapping[int, User], day: date) -> set[int]:
    events = _events(people.values(), day)
    last = {
        int(key): next((one.action for one in reversed(rows) if one.action in ACCOUNT), "")
        for key, rows in events.items()
    }
    return {pk for pk, action in last.items() if action == ACCOUNT[0]}


def _was_active(organisation: Organisation, day: date) -> bool:
    done = [one.action for one in _events([organisation], day).get(str(organisation.pk), ())]
    last = next((one for one in reversed(done) if one in PART), PART[1])
    return last == PART[1]


def _acted(memberships: Sequence[Membership], events: Events, day: date) -> list[Acted]:
    found = [(one, _last(one, events.get(str(one.pk), ()), day)) for one in memberships]
    stood = [(one, acted) for one, acted in found if acted is not None]
    lending = {(acted.person.pk, acted.role) for _one, acted in stood if acted.lender is None}
    return [
        acted for _one, acted in stood if acted.lender is None or (acted.lender.pk, acted.role) in lending
    ]


def _last(membership: Membership, events: Sequence[AuditEvent], day: date) -> Acted | None:
    """Return how a membership stood, by the last event that gave or ended it; None where it did not."""
    said = [one for one in events if one.action in GIVEN or one.action == "organisations.end_membership"]
    if not said:
        return _by_its_dates(membership, day)
    last = said[-1]
    until = last.after.get("until") or last.after.get("valid_to")
    ends = date.fromisoformat(until) if until else None
    if last.action not in GIVEN or (ends is not None and ends < day):
        return None
    lent = last.action == "organisations.delegate"
    lender = membership.delegated_by.user if lent and membership.delegated_by else None
    if lender is not None and last.after.get("lender") != lender.pk:
        lender = User.objects.get(pk=last.after["lender"])
    manages = bool(last.after.get("manages", membership.manages and not lent))
    return Acted(membership.user, Role(membership.role), manages, ends, lender)


def _by_its_dates(membership: Membership, day: date) -> Acted | None:
    began = membership.valid_from or timezone.localdate(membership.created_at)
    if day < began or (membership.valid_to is not None and membership.valid_to < day):
        return None
    lender = membership.delegated_by.user if membership.delegated_by else None
    return Acted(membership.user, Role(membership.role), membership.manages, membership.valid_to, lender)


def _waited(organisation: Organisation, memberships: Events, day: date) -> Iterable[Waited]:
    invitations = list(organisation.invitations.order_by("pk"))
    joined = {
        (one.after.get("email"), one.after.get("role"), one.after.get("invitation"))
        for rows in memberships.values()
        for one in rows
        if one.action == "organisations.join"
    }
    events = _events(invitations, day)
    for one in invitations:
        rows = events.get(str(one.pk), ())
        accepted = {(one.email, one.role, one.pk), (one.email, one.role, None)} & joined
        if rows and not accepted:
            yield from _unsettled(one, rows, day)


def _unsettled(invitation: Invitation, events: Sequence[AuditEvent], day: date) -> Iterable[Waited]:
    last = events[-1]
    if last.action not in OPENED and last.action != "organisations.invite":
        return
    sent = last.action in OPENED or (invitation.approved_by_id is None and bool(invitation.expires_at))
    if not sent:
        yield Waited(invitation, InvitationState.ASKED)
    elif last.at + LIFE >= midnight_after(day) - timedelta(days=1):
        yield Waited(invitation, InvitationState.OPEN)


def _asked(memberships: Sequence[Membership], events: Events, people: Mapping[int, User]) -> Iterable[Asked]:
    lent = {
        (one.after["lender"], one.after["user"], one.after["role"], one.after["until"], one.pk)
        for rows in events.values()
        for one in rows
        if one.action == "organisations.delegate"
    }
    for membership in memberships:
        own = [
            one
            for one in events.get(str(membership.pk), ())
            if one.action in {"organisations.propose_delegation", "organisations.drop_delegation"}
        ]
        if not own or own[-1].action == "organisations.drop_delegation":
            continue
        said = own[-1].after
        key = (said["lender"], said["user"], said["role"], said["until"])
        if any(one[:4] == key and one[4] > own[-1].pk for one in lent):
            continue
        to = people.get(said["user"]) or User.objects.get(pk=said["user"])
        yield Asked(membership.user, to, Role(membership.role), date.fromisoformat(said["until"]))
