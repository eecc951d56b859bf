"""What awaits a person, by mail once a day in their language, each message with its deadline and one link.

A message is marked as mailed in the transaction that chooses it, before the mail leaves: a crash between
the two loses a mail, whose messages stay in the inbox, and never sends one twice. A server that
refuses the mail takes the marks back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rakiza.kernel.identity.models import User
from rakiza.kernel.notifications.models import Mailed, Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.queries import memberships_of
from rakiza.kernel.wording import formats

LONGEST = 40
Send = Callable[[str, str, None, list[str]], int]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails left, and how many the server refused."""

    mails: int
    failed: int


def _silent(_done: int) -> None:
    """Tell nobody."""


def send_digests(day: date, *, send: Send = send_mail, beat: Callable[[int], None] = _silent) -> Sent:
    """Mail everybody who wants it what is new since their last digest; running it again sends nothing.

    `beat` hears how many people were looked at, and may stop the rest by raising.
    """
    mails = failed = 0
    for done, user in enumerate(User.objects.filter(is_active=True, digest=True).order_by("pk").iterator()):
        beat(done)
        chosen = _chosen(user, day)
        if not chosen:
            continue
        try:
            _mail(user, chosen, send)
        except (SMTPException, OSError):
            log.exception("digest_not_sent", user=user.pk)
            Mailed.objects.filter(user=user, day=day).delete()
            failed += 1
        else:
            mails += 1
    return Sent(mails, failed)


@transaction.atomic
def _chosen(user: User, day: date) -> list[Notification]:
    """Return the messages for a person's digest of the day, marked; none where the day's has left."""
    User.objects.select_for_update().get(pk=user.pk)
    if Mailed.objects.filter(user=user, day=day).exists():
        return []
    found: dict[int, Notification] = {}
    for membership in memberships_of(user, day):
        rows = Notification.objects.for_actor(Actor.of(membership)).unread().exclude(mailed__user=user)
        found |= {row.pk: row for row in rows}
    Mailed.objects.bulk_create([Mailed(user=user, notification=row, day=day) for row in found.values()])
    return sorted(found.values(), key=lambda row: (row.deadline or date.max, -row.pk))


def _mail(user: User, chosen: list[Notification], send: Send) -> None:
    with translation.override(user.language):
        count = len(chosen)
        subject = ngettext(
            "Rakiza : %(count)s message vous attend", "Rakiza : %(count)s messages vous attendent", count
        ) % {"count": formats.number(count)}
        parts = [_("Bonjour %(name)s,") % {"name": user}, *map(_said, chosen[:LONGEST])]
        if count > LONGEST:
            left = formats.number(count - LONGEST)
            parts.append(_("Et %(left)s autres : %(address)s") % {"left": left, "address": _address("home")})
        parts.append(_("Ne plus recevoir ce résumé : %(address)s") % {"address": _address("own-account")})
        send(subject, "\n\n".join(parts), None, [user.email])


def _said(message: Notification) -> str:
    lines = [str(message)]
    if message.deadline:
        lines.append(_("Échéance : %(date)s") % {"date": formats.day(message.deadline)})
    lines.append(_address("notification", message.pk))
    return "\n".join(lines)


def _address(name: str, *args: int) -> str:
    return str(settings.RAKIZA_ADDRESS) + reverse(name, args=args)
