"""A site closes once its plant has: nothing is produced where nobody works any more."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.closing import before_closing
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.industry.models import Plant


def check_no_plant(site: Site) -> None:
    """Refuse to close a site whose plant still runs."""
    if Plant.objects.open().filter(site=site).exists():
        raise Refused(
            "industry.site_runs",
            _(
                "Une usine est encore ouverte sur le site « %(site)s » : son fabricant ferme d'abord ses lignes, puis l'usine (Industrie, Usines)."
            ),
            site=str(site),
        )


before_closing("industry.plants", check_no_plant)
