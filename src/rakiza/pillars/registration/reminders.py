"""What the registration room reminds people of before it is too late: titles that end, dossiers to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.followers import follow
from rakiza.kernel.jobs.daily import daily
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.notifications.actions import remind_once, step_towards
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.wording.gaps import Gap
from rakiza.pillars.registration.closed_sites import tell_closed_sites
from rakiza.pillars.registration.ending import EXPIRES, UNCOVERED, followed
from rakiza.pillars.registration.enums import TitleState
from rakiza.pillars.registration.models import (
    AuthorityTitle,
    Dossier,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
)
from rakiza.pillars.registration.moving import IN_HAND

BEFORE_THE_END = (180, 90, 30)
BEFORE_THE_DECISION = (14, 3)


def remind(day: date, progress: JobProgress) -> Mapping[str, object]:
    """Leave the reminders that `day` asks for; done again, it leaves none twice."""
    left = 0
    for done, (holder, title, next_after) in enumerate(_ending(day)):
        progress("reminders", done, 0)
        if title.pk not in next_after:
            left += _of_its_end(holder, title, day)
        elif (days := next_after[title.pk]) is not None:
            left += _of_gap_between(holder, title, days, day)
    return {"reminders": left + _dossiers(day) + tell_closed_sites()}


def _of_its_end(holder: Organisation, title: AuthorityTitle, day: date) -> bool:
    assert title.valid_to is not None  # noqa: S101 - `_ending` keeps those that have an end
    return remind_once(
        EXPIRES,
        organisation=holder,
        about=title,
        deadline=title.valid_to,
        step=step_towards(title.valid_to, day, BEFORE_THE_END),
        params={"number": title.number, "date": title.valid_to},
        instead_of={UNCOVERED},
    )


def _of_gap_between(holder: Organisation, title: AuthorityTitle, days: Gap, day: date) -> bool:
    assert title.valid_to is not None  # noqa: S101 - `_ending` keeps those that have an end
    return remind_once(
        UNCOVERED,
        organisation=holder,
        about=title,
        deadline=title.valid_to,
        step=f"{days.last}:{step_towards(title.valid_to, day, BEFORE_THE_END)}",
        params={
            "number": title.number,
            "date": title.valid_to,
            "first_day": days.first,
            "last_day": days.last,
        },
        instead_of={EXPIRES, UNCOVERED},
    )


def _ending(day: date) -> Iterator[tuple[Organisation, AuthorityTitle, Mapping[int, Gap | None]]]:
    """Return who holds each title that ends soon, the title, and what follows those of its kind."""
    span = {"valid_to__range": (day, day + timedelta(days=BEFORE_THE_END[0]))}
    declared = EstablishmentDeclaration.objects.filter(**span).exclude(state=TitleState.WITHDRAWN)
    next_after = followed(declared)
    for declaration in declared.select_related("maker").order_by("pk"):
        yield declaration.maker, declaration, next_after
    for kind in (RegistrationCertificate, SpecificAuthorisation):
        found = kind.objects.filter(**span).exclude(state=TitleState.WITHDRAWN)
        next_after = followed(found)
        for title in found.select_related("device__maker").order_by("pk").iterator(chunk_size=500):
            yield title.device.maker, title, next_after


def _dossiers(day: date) -> int:
    close = Dossier.objects.filter(
        state__in=IN_HAND, due_on__lte=day + timedelta(days=BEFORE_THE_DECISION[0])
    )
    return sum(
        remind_once(
            "registration.decision_due",
            organisation=one.authority,
            role=Role.REGISTRATION_OFFICER,
            person=one.assigned_to,
            about=one,
            deadline=one.due_on,
            step=step_towards(one.due_on, day, BEFORE_THE_DECISION),
            params={"subject": one, "date": one.due_on},
        )
        for one in close.select_related("authority", "device", "assigned_to").order_by("pk")
        if one.due_on is not None
    )


follow("registration.closed_sites", ("organisations.close_site",), tell_closed_sites)
daily("registration.reminders", _("Rappels d'homologation"), remind)
