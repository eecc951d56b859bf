"""A digest in words: its subject, its plain text, and the same as a page that reads right to left where it must."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rakiza.kernel.identity.models import User
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.wording import formats

LONGEST = 40


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message, and the membership in which it awaits the person."""

    message: Notification
    membership: Membership


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, as text and as a page."""

    subject: str
    text: str
    page: str


@dataclass(frozen=True, slots=True)
class _Item:
    said: str
    whom: str  # empty for who acts in one role only
    deadline: str
    late: bool
    address: str


def write(user: User, waiting: Sequence[Waiting], day: date) -> Letter:
    """Write a person's digest of `day` in their language; beyond `LONGEST` messages the rest is counted."""
    with translation.override(user.language):
        count = len(waiting)
        subject = ngettext(
            "Rakiza : %(count)s message vous attend", "Rakiza : %(count)s messages vous attendent", count
        ) % {"count": formats.number(count)}
        several = len({one.membership.pk for one in waiting}) > 1
        items = [_item(one, user.language, day, several=several) for one in waiting[:LONGEST]]
        context = {
            "greeting": _("Bonjour %(name)s,") % {"name": user},
            "subject": subject,
            "items": items,
            "others": _others(count - LONGEST),
            "home": _address("home"),
            "account": _address("own-account"),
        }
        return Letter(subject, _text(context, items), render_to_string("notifications/digest.html", context))


def _others(left: int) -> str:
    if left <= 0:
        return ""
    return ngettext("Et %(left)s autre message", "Et %(left)s autres messages", left) % {
        "left": formats.number(left)
    }


def _item(one: Waiting, language: str, day: date, *, several: bool) -> _Item:
    deadline = one.message.deadline
    late = deadline is not None and deadline < day
    until = _("Échéance dépassée : %(date)s") if late else _("Échéance : %(date)s")
    return _Item(
        said=str(one.message),
        whom=one.membership.label_in(language) if several else "",
        deadline=until % {"date": formats.day(deadline)} if deadline else "",
        late=late,
        address=_address("notification", one.message.pk),
    )


def _text(context: Mapping[str, object], items: Sequence[_Item]) -> str:
    parts = [str(context["greeting"])]
    parts += [
        "\n".join(line for line in (one.whom, one.said, one.deadline, one.address) if line) for one in items
    ]
    if context["others"]:
        parts.append(f"{context['others']}\n{context['home']}")
    parts.append(_("Ne plus recevoir ce résumé : %(address)s") % {"address": context["account"]})
    return "\n\n".join(parts)


def _address(name: str, *args: int) -> str:
    return str(settings.RAKIZA_ADDRESS) + reverse(name, args=args)
