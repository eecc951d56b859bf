"""Terms of an offer as a form: what a maker types, checked field by field."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rakiza.engine.planning.values import PriceTier
from rakiza.kernel.presentation.listing import QuantityField
from rakiza.pillars.industry.actions import OfferTerms
from rakiza.pillars.industry.models import Device, Offer, ProductionLine

TIERS = 5
_CONTROL = {"class": "input input-sm w-full"}
_HUNDRED = Decimal(100)


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **_CONTROL}, format="%Y-%m-%d")


class OfferForm(forms.Form):
    """One device's terms for one year. Quantities in base units, prices excluding tax."""

    year = forms.IntegerField(
        label=gettext_lazy("Année du plan"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs=_CONTROL),
    )
    vat = QuantityField(label=gettext_lazy("TVA (%)"), least=Decimal(0), most=Decimal(99))
    monthly_capacity = QuantityField(
        label=gettext_lazy("Capacité par mois"),
        help_text=gettext_lazy("En unités de base. Vide : celle de la ligne, ou sans limite."),
        required=False,
    )
    line = forms.ModelChoiceField(
        label=gettext_lazy("Ligne de production"),
        help_text=gettext_lazy("Les dispositifs d'une même ligne partagent sa capacité."),
        queryset=ProductionLine.objects.none(),
        required=False,
        widget=forms.Select(attrs={"class": "select select-sm w-full"}),
    )
    minimum_order = QuantityField(
        label=gettext_lazy("Minimum de commande"),
        least=Decimal(0),
        help_text=gettext_lazy("Par lot et par an."),
    )
    order_multiple = QuantityField(
        label=gettext_lazy("Commander par multiple de"),
        least=Decimal("0.01"),
        help_text=gettext_lazy("La taille d'un carton, par exemple."),
    )
    lead_time_days = forms.IntegerField(
        label=gettext_lazy("Délai de livraison (jours)"),
        min_value=0,
        max_value=730,
        widget=forms.NumberInput(attrs=_CONTROL),
    )
    delivery_cost = QuantityField(label=gettext_lazy("Livraison (MAD hors taxe par unité)"), least=Decimal(0))
    valid_from = forms.DateField(
        label=gettext_lazy("Valable du"),
        help_text=gettext_lazy("Vide : toute l'année."),
        required=False,
        widget=_date_input(),
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Valable au"),
        help_text=gettext_lazy("Ce jour compris."),
        required=False,
        widget=_date_input(),
    )

    def __init__(self, *args: Any, device: Device, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **options)
        self.fields["line"].queryset = device.maker.production_lines.open().order_by("name")  # type: ignore[attr-defined]
        for rank in range(TIERS):
            self.fields[f"from_{rank}"] = QuantityField(
                label=_("Palier %(rank)s : à partir de") % {"rank": rank + 1},
                required=False,
                least=Decimal(0),
            )
            self.fields[f"price_{rank}"] = QuantityField(
                label=_("Palier %(rank)s : prix hors taxe") % {"rank": rank + 1}, required=rank == 0
            )

    def tier_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the pairs of fields of the price tiers."""
        return [(self[f"from_{rank}"], self[f"price_{rank}"]) for rank in range(TIERS)]

    def term_fields(self) -> list[forms.BoundField]:
        """Return the fields that aren't tiers."""
        return [field for field in self if not field.name.startswith(("from_", "price_"))]

    def clean(self) -> dict[str, Any]:
        """Check what concerns several fields."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("La fin de validité précède son début."))
        for rank in range(1, TIERS):
            start, price = cleaned.get(f"from_{rank}"), cleaned.get(f"price_{rank}")
            if (start is None) != (price is None) and f"price_{rank}" not in self.errors:
                self.add_error(f"price_{rank}", _("Un palier demande une quantité et un prix."))
        return cleaned

    def terms(self) -> OfferTerms:
        """Return the terms of a valid form."""
        given = self.cleaned_data
        return OfferTerms(
            year=given["year"],
            tiers=tuple(self._tiers()),
            vat_rate=given["vat"] / _HUNDRED,
            minimum_order=given["minimum_order"],
            order_multiple=given["order_multiple"],
            monthly_capacity=given["monthly_capacity"],
            line=given["line"],
            lead_time_days=given["lead_time_days"],
            delivery_cost=given["delivery_cost"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
        )

    def _tiers(self) -> Iterable[PriceTier]:
        for rank in range(TIERS):
            start, price = self.cleaned_data[f"from_{rank}"], self.cleaned_data[f"price_{rank}"]
            if price is not None:
                yield PriceTier(start or Decimal(0), price)


def initial_terms(offer: Offer | None, year: int) -> dict[str, object]:
    """Return what the form starts from: the standing offer, else usual terms."""
    if offer is None:
        return {
            "year": year,
            "vat": _HUNDRED / 5,
            "minimum_order": Decimal(0),
            "order_multiple": Decimal(1),
            "lead_time_days": 30,
            "delivery_cost": Decimal(0),
            "from_0": Decimal(0),
        }
    initial: dict[str, object] = {
        "year": offer.year,
        "vat": offer.vat_rate * _HUNDRED,
        "monthly_capacity": offer.monthly_capacity,
        "line": offer.line_id,
        "minimum_order": offer.minimum_order,
        "order_multiple": offer.order_multiple,
        "lead_time_days": offer.lead_time_days,
        "delivery_cost": offer.delivery_cost,
        "valid_from": offer.valid_from,
        "valid_to": offer.valid_to,
    }
    for rank, tier in enumerate(offer.tiers.all()[:TIERS]):
        initial |= {f"from_{rank}": tier.from_quantity, f"price_{rank}": tier.unit_price}
    return initial
