"""What the shell of every page shows: navigation, organisation, languages, count of what awaits."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise

from rakiza.kernel.identity.demonstration import PASSWORD
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Membership
from rakiza.web.demonstration_accounts import DemonstrationAccount, demonstration_accounts
from rakiza.web.navigation import Link, Section, navigation, shortcuts

LANGUAGE_NAMES = (("fr", "Français"), ("ar", "العربية"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame around a page; a visitor has no actor and no navigation."""

    actor: Actor | None
    membership: Membership | None
    memberships: tuple[Membership, ...]
    navigation: tuple[Section, ...]
    shortcuts: tuple[Link, ...]
    role_label: str | Promise
    awaiting: int
    query: str
    demonstration: bool
    mails: bool
    provider: str
    demonstration_accounts: tuple[DemonstrationAccount, ...] = ()
    demonstration_password: str = PASSWORD
    languages: tuple[tuple[str, str], ...] = LANGUAGE_NAMES


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Return the shell for templates."""
    actor: Actor | None = getattr(request, "actor", None)
    membership: Membership | None = getattr(request, "membership", None)
    return {
        "shell": Shell(
            actor=actor,
            membership=membership,
            memberships=tuple(getattr(request, "memberships", ())),
            navigation=navigation(request, actor.role) if actor else (),
            shortcuts=shortcuts(request, actor.role) if actor else (),
            role_label=actor.role.label if actor else "",
            awaiting=awaiting(actor).count() if actor else 0,
            query=request.GET.get("q", "") if request.path.startswith("/recherche") else "",
            demonstration=bool(settings.RAKIZA_DEMO or (actor and actor.organisation.is_demonstration)),
            mails=settings.RAKIZA_MAILS,
            provider=settings.RAKIZA_OIDC.name if settings.RAKIZA_OIDC else "",
            demonstration_accounts=() if actor else demonstration_accounts(),
        )
    }
