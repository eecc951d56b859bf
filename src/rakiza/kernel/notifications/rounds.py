"""The daily round of this room: digests, each morning, where mail goes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.jobs.daily import daily
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.notifications.digest import send_digests
from rakiza.kernel.organisations.permissions import Refused

MORNING = 7  # the hour from which digests leave, in the country


def _mails() -> bool:
    return bool(settings.RAKIZA_MAILS)


def mail(day: date, progress: JobProgress) -> Mapping[str, object]:
    """Mail the digests of `day`; what the server refused fails the round, which is taken up again in an hour."""
    sent = send_digests(day, beat=lambda done: progress("digest", done, 0))
    if sent.failed:
        raise Refused(
            "digest.refused",
            _("Le serveur de courrier a refusé %(failed)s résumés ; %(mails)s sont partis."),
            failed=sent.failed,
            mails=sent.mails,
        )
    return {"mails": sent.mails}


daily("notifications.digest", _("Résumés par courrier"), mail, hour=MORNING, wanted=_mails)
