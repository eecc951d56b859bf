"""Send a notification, and mark it read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from rakiza.kernel.identity.models import User
from rakiza.kernel.notifications.kinds import deadline_of
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.names import kept_params
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Organisation


def notify(
    code: str,
    *,
    organisation: Organisation | None = None,
    role: Role | None = None,
    person: User | None = None,
    params: Mapping[str, object] | None = None,
    about: models.Model | None = None,
    deadline: date | None = None,
) -> Notification:
    """Leave a message for an organisation, a role, or a role within an organisation.

    Where `person` acts in that role today it is for them alone; else it stays in the role's queue.
    What has a name in each language is handed over itself: the reader's own is said. Without a
    `deadline`, one that asks for an act has the house's (`kinds`); ValueError where it has none either.
    """
    awaited_by = deadline_of(code, deadline, today=timezone.localdate(), days=settings.RAKIZA_DAYS_TO_ACT)
    return Notification.objects.create(
        organisation=organisation,
        role=role or "",
        person=person if _acts(person, organisation, role) else None,
        code=code,
        params=kept_params(params),
        link=_link(about) if about else "",
        deadline=awaited_by,
    )


def step_towards(deadline: date, day: date, before: Sequence[int]) -> str:
    """Return how close `day` is: the fewest of `before` days that are still enough, `late` once it is over."""
    left = (deadline - day).days
    if left < 0:
        return "late"
    return str(min((days for days in before if left <= days), default=max(before)))


def remind_once(
    code: str,
    *,
    organisation: Organisation,
    about: models.Model,
    deadline: date,
    step: str,
    role: Role | None = None,
    person: User | None = None,
    params: Mapping[str, object] | None = None,
    instead_of: Collection[str] = (),
) -> bool:
    """Leave a reminder unless this `step` towards this deadline was reminded of before; tell whether it was left.

    Where it is left, what the same party was told of the same thing by the codes of `instead_of` is put away.
    """
    told = {**(params or {}), "step": step}
    same = Notification.objects.filter(
        organisation=organisation, role=role or "", code=code, link=_link(about), deadline=deadline
    )
    if any(said.get("step") == step for said in same.values_list("params", flat=True)):
        return False
    with transaction.atomic():
        settle(about, organisation, instead_of)
        notify(
            code,
            organisation=organisation,
            role=role,
            person=person,
            params=told,
            about=about,
            deadline=deadline,
        )
    return True


def settle(about: models.Model, organisation: Organisation | None, codes: Collection[str]) -> None:
    """Put away what an organisation (None: a role of all) was told of something that awaits nobody any more."""
    waiting = Notification.objects.filter(organisation=organisation, link=_link(about), code__in=codes)
    waiting.unread().update(read_at=timezone.now())


def settle_all(about: Iterable[models.Model], codes: Collection[str]) -> None:
    """Put away what anybody was told of several things that await nobody any more; one query, none of nothing."""
    links = [_link(one) for one in about]
    if links:
        waiting = Notification.objects.filter(link__in=links, code__in=codes)
        waiting.unread().update(read_at=timezone.now())


def _link(about: models.Model) -> str:
    return f"{about._meta.label_lower}:{about.pk}"


def _acts(person: User | None, organisation: Organisation | None, role: Role | None) -> bool:
    if person is None or organisation is None:
        return False
    held = Membership.objects.valid_on(timezone.localdate()).filter(user=person, organisation=organisation)
    return (held.filter(role=role) if role else held).exists()


def mark_read(actor: Actor, notification_id: int) -> bool:
    """Mark one of the actor's notifications read; False where it isn't theirs or already was."""
    mine = Notification.objects.for_actor(actor).unread().filter(pk=notification_id)
    return bool(mine.update(read_at=timezone.now()))


def mark_news_read(actor: Actor, newest: int) -> int:
    """Mark read what awaits the actor without a deadline, up to the `newest` they saw; return how many."""
    news = Notification.objects.for_actor(actor).unread().filter(deadline=None, pk__lte=newest)
    return news.update(read_at=timezone.now())
