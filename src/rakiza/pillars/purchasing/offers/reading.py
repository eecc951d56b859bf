"""An offers file as its maker may import it: its own articles only, titles left to the officers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rakiza.engine.planning.values import Device, Maker, SupplyOffer
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.workbooks import open_stored
from rakiza.kernel.imports.cells import RowReader
from rakiza.kernel.imports.problems import ProblemKind, Severity
from rakiza.kernel.imports.text import fold
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.actions import DeviceTerms, OfferTerms
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.offer_queries import (
    Catalogue,
    OfferChange,
    OfferedRow,
    catalogue_of,
    compare_offers,
)
from rakiza.pillars.purchasing.needs.knowledge import family_label, knowledge, reader
from rakiza.pillars.purchasing.spreadsheets.offers import OffersFile, offers_of

_ERROR = Severity.ERROR
OTHER_MAKER = ProblemKind(
    "offers.other_maker",
    _ERROR,
    _("cette ligne nomme le fabricant « %(value)s » ; vous n'importez que les offres de « %(own)s »"),
)
OTHER_FAMILY = ProblemKind(
    "offers.other_family",
    _ERROR,
    _(
        "cet article est à votre catalogue sous la famille « %(known)s », non « %(read)s » : corrigez la référence ou la famille"
    ),
)
WITHDRAWN = ProblemKind(
    "offers.withdrawn_article",
    _ERROR,
    _("cet article est retiré de votre catalogue : il ne peut plus être offert"),
)
REFERENCE_MISSING = ProblemKind(
    "offers.reference_missing",
    _ERROR,
    _("l'article n'est pas à votre catalogue et n'a pas de référence ; écrivez-la pour l'y ajouter"),
)
LINE_UNKNOWN = ProblemKind(
    "offers.line_unknown",
    _ERROR,
    _("la ligne de production « %(value)s » n'est pas déclarée ; déclarez-la ou videz la cellule"),
)


@dataclass(frozen=True, slots=True)
class Review:
    """What a file holds and what confirming it would do. `titles` and `imports` are left aside."""

    file: OffersFile
    rows: tuple[OfferedRow, ...]
    changes: tuple[OfferChange, ...]


def review(actor: Actor, stored: StoredFile, year: int) -> Review:
    """Read a stored file for its maker; FileRefused where it can't be used at all."""
    workbook = open_stored(stored)
    catalogue = catalogue_of(actor)
    file = offers_of(
        workbook,
        year=year,
        read=reader().read,
        families=knowledge().families,
        accept=_Own(actor, catalogue).check,
    )
    devices = {device.id: device for device in file.devices}
    rows = tuple(_row(devices[offer.device], offer, year) for offer in file.offers)
    return Review(file, rows, compare_offers(actor, rows, catalogue))


@dataclass(frozen=True, slots=True)
class _Own:
    """What a maker may offer: its own articles, on its own lines."""

    actor: Actor
    catalogue: Catalogue

    def check(self, row: RowReader, maker: Maker, device: Device, offer: SupplyOffer) -> None:
        """Report what this maker can't offer."""
        own = self.actor.organisation
        names = {fold(name) for name in (own.name, own.name_ar) if name}
        if fold(maker.name) not in names:
            row.report(OTHER_MAKER, "maker", own=own.name)
        if offer.line is not None and offer.line not in self.catalogue.lines:
            row.report(LINE_UNKNOWN, "line")
        known = self.catalogue.find(device.reference, device.gtin, device.name)
        if known is None:
            if not device.reference:
                row.report(REFERENCE_MISSING, "reference")
        elif known.state == DeviceState.WITHDRAWN:
            row.report(WITHDRAWN, "reference" if device.reference else "device")
        elif known.family != device.family:
            row.report(
                OTHER_FAMILY,
                "family",
                known=family_label(known.family, "fr"),
                read=family_label(device.family, "fr"),
            )


def _row(device: Device, offer: SupplyOffer, year: int) -> OfferedRow:
    article = DeviceTerms(
        family=device.family,
        reference=device.reference,
        name=device.name,
        attributes=device.attributes,
        gtin=device.gtin,
        pack_size=device.pack_size,
    )
    terms = OfferTerms(
        year=year,
        tiers=offer.tiers,
        vat_rate=offer.vat_rate,
        minimum_order=offer.minimum_order,
        order_multiple=offer.order_multiple,
        monthly_capacity=offer.monthly_capacity,
        lead_time_days=offer.lead_time_days,
        delivery_cost=offer.delivery_cost,
        valid_from=offer.valid_from,
        valid_to=offer.valid_to,
    )
    return OfferedRow(article, terms, offer.line or "")
