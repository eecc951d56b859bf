"""Who may hold a title: a declared maker or importer, for its own device, when it files and when it is decided."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Site
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording.formats import day
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import Process, TitleState
from rakiza.pillars.registration.models import Dossier, EstablishmentDeclaration


def check_declared(kept: Dossier) -> None:
    """Only a declared manufacturer or importer asks for a registration (law 84-12, article 12)."""
    if not declared(kept):
        raise Refused(
            "dossier.not_declared",
            _("Votre établissement n'est pas déclaré à ce jour : déposez d'abord sa déclaration."),
        )


def check_still_declared(kept: Dossier) -> None:
    """Refuse to grant to who takes part no more, or is declared no more since it filed."""
    if not kept.applicant.active:
        raise Refused(
            "dossier.applicant_left", _("Le demandeur ne participe plus : rien ne lui est accordé.")
        )
    if not declared(kept):
        raise Refused(
            "dossier.no_longer_declared",
            _(
                "Le demandeur n'est plus déclaré à ce jour : rien ne lui est accordé sans déclaration en vigueur."
            ),
        )


def check_still_held(kept: Dossier, device: Device) -> None:
    """Refuse to grant for a device that has left its maker's hands, or its catalogue, since it was filed."""
    if device.maker_id != kept.applicant_id:
        raise Refused(
            "dossier.device_left",
            _("Le dispositif n'est plus celui du demandeur : rien n'est accordé pour lui."),
        )
    if device.state == DeviceState.WITHDRAWN:
        raise Refused(
            "dossier.device_withdrawn",
            _("Le demandeur a retiré ce dispositif de son catalogue : rien n'est accordé pour lui."),
        )


def check_site_stands(site: Site | None) -> None:
    """Refuse to declare a site that is closed; nobody closes one until the caller's transaction ends."""
    held = Site.objects.select_for_update().filter(pk=site.pk).first() if site else None
    if held is not None and held.closed_on is not None:
        raise Refused(
            "dossier.site_closed",
            _(
                "Le site « %(site)s » est fermé depuis le %(date)s : il ne se déclare plus. Choisissez un site ouvert, ou toute l'entreprise."
            ),
            site=str(held),
            date=day(held.closed_on),
        )


def declared(kept: Dossier) -> bool:
    """Tell whether who asks for a registration is a declared maker or importer today; for the rest none is asked."""
    if kept.process != Process.REGISTRATION:
        return True
    today = timezone.localdate()
    standing = EstablishmentDeclaration.objects.touching(today, today).filter(
        maker=kept.applicant, state=TitleState.VALID
    )
    return any(one.answers_for_devices for one in standing)
