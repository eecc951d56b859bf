"""Which site a certificate or a case may be of: the maker's own, and one that stood when the certificate begins."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording.formats import day


def check_site(site: Site, maker: Organisation, first: date) -> None:
    """Refuse another company's site, and one that had closed when what is given begins on `first`.

    What began while the site still stood may be written down after it closed: it held until then. The day of
    the decision doesn't count, for nothing holds before its first day.
    """
    if site.organisation_id != maker.pk:
        raise Refused("certification.site", _("Ce site est celui d'une autre entreprise."))
    check_stands(site, first)


def held(sites: Collection[int]) -> dict[int, Site]:
    """Return sites as they are now, by number; nobody closes one until the caller's transaction ends."""
    rows = Site.objects.select_for_update().filter(pk__in=sites).order_by("pk") if sites else ()
    return {one.pk: one for one in rows}


def check_stands(site: Site, first: date) -> None:
    """Refuse a site, as it was read, that had closed on `first` or closed that very day."""
    if site.closed_on is None or first < site.closed_on:
        return
    raise Refused(
        "certification.site_closed",
        _(
            "Le site « %(site)s » est fermé depuis le %(closed)s : rien n'y commence le %(first)s. Choisissez un site ouvert, ou toute l'entreprise."
        ),
        site=str(site),
        closed=day(site.closed_on),
        first=day(first),
    )
