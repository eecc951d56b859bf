"""Declarations of sites that have closed: they cover nothing more, and the authority is asked to end or amend them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from rakiza.kernel.notifications.actions import remind_once, settle
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.enums import TitleState
from rakiza.pillars.registration.models import EstablishmentDeclaration

# The house's own delay: no text gives one.
TO_END = timedelta(days=30)
SITE_CLOSED, SITE_LEFT = "registration.site_closed", "registration.site_left"


@transaction.atomic
def tell_closed_sites() -> int:
    """Tell authority and maker once of each declaration whose site has closed while it held; return how many messages."""
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=F("site__closed_on"))
    standing = EstablishmentDeclaration.objects.filter(held, site__closed_on__isnull=False)
    told = 0
    for one in standing.exclude(state=TitleState.WITHDRAWN).select_related("authority", "maker", "site"):
        assert one.site is not None  # noqa: S101 - filtered above
        assert one.site.closed_on is not None  # noqa: S101
        said = {"number": one.number, "site": one.site, "date": one.site.closed_on}
        due = one.site.closed_on + TO_END
        told += remind_once(
            SITE_CLOSED,
            organisation=one.authority,
            role=Role.REGISTRATION_OFFICER,
            about=one,
            deadline=due,
            step="closed",
            params={**said, "maker": one.maker},
        )
        told += remind_once(
            SITE_LEFT, organisation=one.maker, about=one, deadline=due, step="closed", params=said
        )
    return told


def settle_site(declaration: EstablishmentDeclaration) -> None:
    """Put away what was told of a declaration's site once the declaration is amended or has ended."""
    settle(declaration, declaration.maker, {SITE_LEFT})
    settle(declaration, declaration.authority, {SITE_CLOSED})
