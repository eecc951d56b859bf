"""The accounts that the sign-in page offers in demonstration mode, and only then."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise

from rakiza.kernel.identity.demonstration import DOMAIN
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """One account: what it does, and its address."""

    role_label: str | Promise
    email: str


def demonstration_accounts() -> tuple[DemonstrationAccount, ...]:
    """Return the first account of each role, in the order of the roles; none unless the mode is on."""
    if not settings.RAKIZA_DEMO:
        return ()
    memberships = Membership.objects.valid_on(timezone.localdate()).filter(user__email__endswith=f"@{DOMAIN}")
    first: dict[str, str] = {}
    for role, email in memberships.order_by("pk").values_list("role", "user__email"):
        first.setdefault(role, email)
    return tuple(DemonstrationAccount(role.label, first[role]) for role in Role if role in first)
