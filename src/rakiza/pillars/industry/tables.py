"""What the lists of devices and offers show, on the page and in their export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.presentation.tones import Tone
from rakiza.kernel.wording import say_attributes
from rakiza.kernel.wording.formats import day
from rakiza.pillars.industry.models import Device, Offer
from rakiza.pillars.industry.values import attributes_from
from rakiza.pillars.registration.enums import TitleState
from rakiza.pillars.registration.models import RegistrationCertificate
from rakiza.pillars.registration.queries import registrations_of
from rakiza.reference.families import load

# A device has its name in the three languages; the lists follow the reader's.
DEVICE_NAME = NameColumn("name", ("ar", "en"))
NAME_OF_DEVICE = NameColumn("device__name", ("ar", "en"))


def language() -> str:
    """Return the base code of the reader's language."""
    return (get_language() or "fr")[:2]


def family_name(family_id: str) -> str:
    """Return a family's name; the identifier itself where the family is no longer authored."""
    found = load().by_id().get(family_id)
    return found.labels.in_language(language()) if found else family_id


@dataclass(frozen=True, slots=True)
class Registered:
    """How a device stands with the health authority today: a tone and words."""

    tone: Tone
    words: str


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device in the list."""

    device: Device
    name: str
    family: str
    specification: str
    registered: Registered


def registered(certificate: RegistrationCertificate | None, today: date) -> Registered:
    """Say how a registration stands on `today`."""
    if certificate is None:
        return Registered(Tone.CONFIRM, _("non enregistré"))
    if certificate.state == TitleState.WITHDRAWN:
        return Registered(Tone.ATTENTION, _("enregistrement retiré"))
    if certificate.state == TitleState.SUSPENDED:
        return Registered(Tone.ATTENTION, _("enregistrement suspendu"))
    if certificate.valid_to is not None and certificate.valid_to < today:
        return Registered(Tone.ATTENTION, _("expiré le %(date)s") % {"date": day(certificate.valid_to)})
    if certificate.differs_since is not None:
        return Registered(Tone.ATTENTION, _("enregistré pour d'autres caractéristiques"))
    end = certificate.valid_to
    return Registered(Tone.GOOD, _("jusqu'au %(date)s") % {"date": day(end)} if end else _("enregistré"))


def device_rows(devices: Iterable[Device], today: date) -> list[DeviceRow]:
    """Return the devices as their list shows them; one query for all registrations."""
    shown = list(devices)
    certificates = registrations_of(device.pk for device in shown)
    return [
        DeviceRow(
            device,
            device.name_in(language()),
            family_name(device.family),
            say_attributes(attributes_from(device.attributes)),
            registered(certificates.get(device.pk), today),
        )
        for device in shown
    ]


def device_sheet(rows: Iterable[DeviceRow]) -> Sheet:
    """Return the list of devices as a sheet."""
    columns = (
        Column(_("Dispositif"), width=44),
        Column(_("Référence"), CellKind.CODE, 16),
        Column(_("Fabricant"), width=28),
        Column(_("Famille"), width=30),
        Column(_("Caractéristiques"), CellKind.LONG_TEXT, 50),
        Column(_("Classe"), CellKind.CODE, 8),
        Column("GTIN", CellKind.CODE, 16),
        Column(_("Unités par conditionnement"), CellKind.COUNT, 16),
        Column(_("Homologation"), width=28),
    )
    cells = (
        (
            row.name,
            row.device.reference,
            row.device.maker.name_in(language()),
            row.family,
            row.specification,
            row.device.risk_class,
            row.device.gtin,
            row.device.pack_size,
            row.registered.words,
        )
        for row in rows
    )
    return Sheet(_("Dispositifs"), columns, cells)


def offer_sheet(offers: Iterable[Offer]) -> Sheet:
    """Return offers as a sheet, one row a price tier."""
    columns = (
        Column(_("Dispositif"), width=44),
        Column(_("Référence"), CellKind.CODE, 16),
        Column(_("Fabricant"), width=28),
        Column(_("Année"), CellKind.CODE, 8),
        Column(_("À partir de (unités)"), CellKind.COUNT, 16),
        Column(_("Prix unitaire (MAD hors taxe)"), CellKind.PRICE, 16),
        Column(_("TVA"), CellKind.SHARE, 8),
        Column(_("Minimum de commande"), CellKind.COUNT, 16),
        Column(_("Capacité par mois"), CellKind.COUNT, 16),
        Column(_("Délai (jours)"), CellKind.COUNT, 10),
        Column(_("Valable du"), CellKind.DATE, 12),
        Column(_("Valable au"), CellKind.DATE, 12),
        Column(_("Site fermé le"), CellKind.DATE, 12),
        Column(_("État"), width=12),
    )
    cells = (
        (
            offer.device.name_in(language()),
            offer.device.reference,
            offer.device.maker.name_in(language()),
            str(offer.year),
            tier.from_quantity,
            tier.unit_price,
            offer.vat_rate,
            offer.minimum_order,
            offer.monthly_capacity,
            offer.lead_time_days,
            offer.valid_from,
            offer.valid_to,
            offer.site_closed,
            str(offer.get_state_display()),
        )
        for offer in offers
        for tier in offer.tiers.all()
    )
    return Sheet(_("Offres"), columns, cells)
