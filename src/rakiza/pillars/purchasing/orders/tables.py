"""Orders as rows and sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.presentation.tones import Tone
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderLine

STATE_TONES: Mapping[str, Tone] = {
    OrderState.DRAFT: Tone.NEUTRAL,
    OrderState.SENT: Tone.INFO,
    OrderState.CONFIRMED: Tone.GOOD,
    OrderState.DECLINED: Tone.ATTENTION,
    OrderState.PARTLY: Tone.CONFIRM,
    OrderState.RECEIVED: Tone.GOOD,
    OrderState.CANCELLED: Tone.NEUTRAL,
}


def order_sheet(orders: Iterable[Order]) -> Sheet:
    """Return orders as a sheet, amounts in the currency of each."""
    language = base_language(None)
    columns = (
        Column(_("Numéro"), CellKind.CODE, 16),
        Column(_("Acheteur"), width=32),
        Column(_("Fabricant"), width=32),
        Column(_("Plan"), width=32),
        Column(_("Mois de livraison"), CellKind.DATE, 14),
        Column(_("À livrer au plus tard le"), CellKind.DATE, 14),
        Column(_("Lieu de livraison"), width=28),
        Column(_("État"), width=18),
        Column(_("Alerte"), width=10),
        Column(_("Montant hors taxe"), CellKind.MONEY, 16),
        Column(_("Montant rendu, toutes taxes comprises"), CellKind.MONEY, 16),
        Column(_("Monnaie"), CellKind.CODE, 8),
    )
    rows = (
        (
            order.number,
            order.buyer.name_in(language),
            order.maker.name_in(language),
            order.plan.called,
            date(order.plan.year, order.month, 1),
            order.deliver_by,
            str(order.site or ""),
            order.get_state_display(),
            _("oui") if getattr(order, "alert_stands", False) else "",
            order.untaxed,
            order.value,
            order.currency,
        )
        for order in orders
    )
    return Sheet(_("Commandes"), columns, rows)


def line_sheet(order: Order, lines: Sequence[OrderLine], titles: Mapping[int, str]) -> Sheet:
    """Return the lines of an order; quantities in base units of their lot."""
    language = base_language(None)
    columns = (
        Column(_("Numéro"), CellKind.CODE, 16),
        Column(_("Lot"), width=44),
        Column(_("Dispositif"), width=32),
        Column(_("Unité"), width=12),
        Column(_("Quantité"), CellKind.COUNT, 12),
        Column(_("Acceptée"), CellKind.COUNT, 12),
        Column(_("Prix unitaire hors taxe"), CellKind.PRICE, 14),
        Column(_("Prix rendu, toutes taxes comprises"), CellKind.PRICE, 14),
        Column(_("Monnaie"), CellKind.CODE, 8),
    )
    rows = (
        (
            order.number,
            titles[line.award_id],
            line.award.offer.device.name_in(language),
            line.award.lot.base_unit,
            line.quantity,
            line.accepted,
            line.unit_price,
            line.landed_price,
            order.currency,
        )
        for line in lines
    )
    return Sheet(_("Lignes"), columns, rows)


def receipt_sheet(order: Order, lines: Sequence[OrderLine], titles: Mapping[int, str]) -> Sheet:
    """Return what was received of an order, day by day."""
    columns = (
        Column(_("Numéro"), CellKind.CODE, 16),
        Column(_("Lot"), width=44),
        Column(_("Reçue le"), CellKind.DATE, 12),
        Column(_("Quantité reçue"), CellKind.COUNT, 12),
        Column(_("Quantité refusée"), CellKind.COUNT, 12),
        Column(_("Motif du refus"), CellKind.LONG_TEXT, 32),
        Column(_("Numéro de lot de fabrication"), CellKind.CODE, 18),
        Column(_("Remarque"), CellKind.LONG_TEXT, 32),
    )
    rows = (
        (
            order.number,
            titles[line.award_id],
            one.received_on,
            one.quantity,
            one.refused,
            one.refusal,
            one.batch,
            one.remark,
        )
        for line in lines
        for one in line.receipts.all()
    )
    return Sheet(_("Réceptions"), columns, rows)
