"""The printed order: a title block, its lines with their prices, totals, a QR code to its page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from rakiza.kernel.documents.pdf import write_pdf
from rakiza.kernel.documents.qr import qr_svg
from rakiza.kernel.presentation.templatetags.rakiza import unit_counted
from rakiza.kernel.wording import in_language
from rakiza.kernel.wording.formats import day, money, number
from rakiza.kernel.wording.language import apart, isolate
from rakiza.pillars.purchasing.orders.actions import amount
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderLine
from rakiza.pillars.purchasing.orders.queries import lines_of
from rakiza.pillars.purchasing.orders.wording import lot_titles, month_in_words

_ACROSS = frozenset({OrderState.DRAFT, OrderState.DECLINED, OrderState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Printed:
    """What the template lays out, worded."""

    language: str
    number: str
    heading: str
    across: str
    notice: str
    facts: list[tuple[str, str]]
    columns: list[str]
    rows: list[list[str]]
    totals: list[tuple[str, str]]
    remark: str
    note: str
    scan: str
    url: str


def write_order_pdf(order: Order, path: Path, language: str) -> None:
    """Write an order as an A4 document in `language`; the same order gives the same bytes."""
    address = settings.RAKIZA_ADDRESS + reverse("orders:order", args=[order.pk])
    with in_language(language):
        content = printed_order(order, language, address)
    template = files("rakiza.pillars.purchasing.orders") / "order.typ"
    created = (order.sent_at or order.created_at).date()
    write_pdf(path, template, asdict(content), assets={"qr.svg": qr_svg(address)}, created=created)


def printed_order(order: Order, language: str, address: str) -> Printed:
    """Return what the document of an order says in `language`, the active one; `address` is its page's."""
    lines = lines_of(order)
    titles = lot_titles([line.award for line in lines], language)
    return Printed(
        language=language,
        number=order.number,
        heading=_("Bon de commande"),
        across=order.get_state_display() if order.state in _ACROSS else "",
        notice=_("Document de démonstration, sans valeur") if order.buyer.is_demonstration else "",
        facts=_facts(order, language),
        columns=[
            _("Lot et dispositif"),
            _("Quantité"),
            _("Prix unitaire hors taxe"),
            _("Prix rendu, toutes taxes comprises"),
            _("Montant rendu, toutes taxes comprises"),
        ],
        rows=[_row(line, titles[line.award_id], order.currency, language) for line in lines],
        totals=[
            (_("Total hors taxe"), money(order.untaxed, order.currency, language)),
            (_("Total rendu, toutes taxes comprises"), money(order.value, order.currency, language)),
        ],
        remark=_("Remarque"),
        note=apart(order.note),
        scan=_("Cette commande, à jour :"),
        url=address,
    )


def _facts(order: Order, language: str) -> list[tuple[str, str]]:
    facts = [
        (_("Acheteur"), apart(order.buyer.name_in(language))),
        (_("Fabricant"), apart(order.maker.name_in(language))),
        (_("Plan"), apart(order.plan.name_in(language))),
        (_("Mois de livraison"), month_in_words(order, language)),
        (_("À livrer au plus tard le"), day(order.deliver_by)),
        (_("Lieu de livraison"), apart(str(order.site)) if order.site else "—"),
        (_("État"), order.get_state_display()),
    ]
    if order.sent_at is not None:
        facts.append((_("Envoyée le"), day(order.sent_at)))
    return facts


def _row(line: OrderLine, title: str, currency: str, language: str) -> list[str]:
    device = line.award.offer.device
    unit = unit_counted(line.award.lot.base_unit, line.quantity)
    return [
        f"{apart(title)}\n{apart(device.name_in(language))} · {isolate(device.reference, language)}",
        f"{number(line.quantity, language)} {unit}",
        money(line.unit_price, currency, language, places=4),
        money(line.landed_price, currency, language, places=4),
        money(amount(line.quantity, line.landed_price), currency, language),
    ]
