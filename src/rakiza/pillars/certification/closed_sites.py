"""Certificates of sites that have closed: they cover nothing more, and their body is asked to end or amend them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from rakiza.kernel.notifications.actions import remind_once
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.enums import CertificateState
from rakiza.pillars.certification.models import Certificate

# The house's own delay: no text gives one.
TO_END = timedelta(days=30)
SITE_CLOSED = "certification.site_closed"


@transaction.atomic
def tell_closed_sites() -> int:
    """Tell its body once of each certificate whose site has closed while it held; return how many messages."""
    standing = Certificate.objects.filter(site__closed_on__isnull=False, valid_to__gte=F("site__closed_on"))
    told = 0
    for one in standing.exclude(state=CertificateState.WITHDRAWN).select_related("body", "maker", "site"):
        assert one.site is not None  # noqa: S101 - filtered above
        assert one.site.closed_on is not None  # noqa: S101
        told += remind_once(
            SITE_CLOSED,
            organisation=one.body,
            role=Role.CERTIFICATION_OFFICER,
            about=one,
            deadline=one.site.closed_on + TO_END,
            step="closed",
            params={"number": one.number, "site": one.site, "maker": one.maker, "date": one.site.closed_on},
        )
    return told
