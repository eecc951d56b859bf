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
from django.core.mail import send_mail
from django.db import transaction

from rakiza.kernel.identity.models import User
from rakiza.kernel.notifications.letter import Letter, Waiting, write
from rakiza.kernel.notifications.models import Mailed, Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.queries import memberships_of

Send = Callable[[Letter, str], int]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails left, and how many the server refused."""

    mails: int
    failed: int


def _mail(letter: Letter, address: str) -> int:
    return send_mail(letter.subject, letter.text, None, [address], html_message=letter.page)


def _silent(_done: int) -> None:
    """Tell nobody."""


def send_digests(day: date, *, send: Send = _mail, beat: Callable[[int], None] = _silent) -> Sent:
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
            send(write(user, chosen, day), user.email)
        except (SMTPException, OSError):
            log.exception("digest_not_sent", user=user.pk)
            Mailed.objects.filter(user=user, day=day).delete()
            failed += 1
        else:
            mails += 1
    return Sent(mails, failed)


@transaction.atomic
def _chosen(user: User, day: date) -> list[Waiting]:
    """Return the messages for a person's digest of the day, marked; none where the day's has left."""
    User.objects.select_for_update().get(pk=user.pk)
    if Mailed.objects.filter(user=user, day=day).exists():
        return []
    found: dict[int, Waiting] = {}
    for membership in memberships_of(user, day):
        rows = Notification.objects.for_actor(Actor.of(membership)).unread().exclude(mailed__user=user)
        for row in rows:
            found.setdefault(row.pk, Waiting(row, membership))
    Mailed.objects.bulk_create([Mailed(user=user, notification_id=pk, day=day) for pk in found])
    return sorted(found.values(), key=lambda one: (one.message.deadline or date.max, -one.message.pk))
