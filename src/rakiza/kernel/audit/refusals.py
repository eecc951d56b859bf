"""Acts that weren't done: who tried what, on which page, and why it was refused.

They are kept beside the trail, not in it: the chain holds what was done, and nobody makes it longer by trying.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone, translation

from rakiza.kernel.audit.models import RefusedAct
from rakiza.kernel.audit.origin import current_origin

if TYPE_CHECKING:
    from rakiza.kernel.identity.models import User
    from rakiza.kernel.organisations.actor import Actor

LONGEST = 500
MOST_A_DAY = 200


@dataclass(frozen=True, slots=True)
class Reason:
    """The code of a refusal and the exception that says it in words."""

    code: str
    said: Exception


_HEARD: ContextVar[list[Reason] | None] = ContextVar("refusals", default=None)


def hear(code: str, said: Exception) -> None:
    """Note a refusal, where an act of a page is being listened to; nothing anywhere else."""
    heard = _HEARD.get()
    if heard is not None:
        heard.append(Reason(code, said))


@contextmanager
def listening() -> Iterator[list[Reason]]:
    """Hear the refusals of what is done inside."""
    heard: list[Reason] = []
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)


def keep_visitor(page: str, about: str, code: str, said: object) -> RefusedAct | None:
    """Write down what a visitor without an account was refused; None where it was said enough already.

    The same thing is written once a day, and no more than `MOST_A_DAY` such things: whoever tries at random
    fills no table.
    """
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = RefusedAct.objects.filter(organisation=None, user=None, page=page, at__gte=midnight)
    if today.filter(about=about[:80]).exists() or today.count() >= MOST_A_DAY:
        return None
    return _kept(page, about, code, said)


def keep(who: Actor | User, page: str, about: str, code: str, said: object = "") -> RefusedAct:
    """Write down an act that was refused; `page`: name of its address, `about`: what the address names.

    `who`: an actor, or a person who acts for no organisation (any more).
    """
    actor, user = (None, who) if isinstance(who, AbstractBaseUser) else (who, who.user)
    return _kept(page, about, code, said, user=user.pk, actor=actor)


def _kept(
    page: str, about: str, code: str, said: object, *, user: int | None = None, actor: Actor | None = None
) -> RefusedAct:
    with translation.override("fr"):
        sentence = str(said)[:LONGEST]
    return RefusedAct.objects.create(
        at=timezone.now(),
        user_id=user,
        organisation_id=actor.organisation.pk if actor else None,
        role=actor.role if actor else "",
        page=page[:80],
        about=about[:80],
        code=code[:80],
        sentence=sentence,
        origin=current_origin(),
    )
