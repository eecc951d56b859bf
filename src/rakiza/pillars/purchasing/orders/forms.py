"""Forms of orders: what is ordered, what came, why."""
# ruff: noqa: ANN401  # forms hand Django's own arguments through

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.presentation.listing import QuantityField
from rakiza.pillars.purchasing.orders.actions import Terms, Wanted
from rakiza.pillars.purchasing.orders.models import Order, OrderLine
from rakiza.pillars.purchasing.orders.receiving import Arrived
from rakiza.pillars.purchasing.orders.remaining import Remaining

_SELECT = {"class": "select select-sm w-full"}
_TEXT = {"class": "input input-sm w-full"}
_AREA = {"class": "textarea w-full", "rows": 3}
MOST = Decimal(10) ** 13


def _day(label: object, **options: Any) -> forms.DateField:
    control = forms.DateInput(attrs={"type": "date", "class": "input input-sm w-full"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=control, **options)  # type: ignore[arg-type]


class ReasonForm(forms.Form):
    """A typed reason."""

    reason = forms.CharField(label=_("Motif"), max_length=2000, widget=forms.Textarea(attrs=_AREA))


class DraftReasonForm(forms.Form):
    """A reason that a draft may go without."""

    reason = forms.CharField(
        label=_("Motif"), max_length=2000, required=False, widget=forms.Textarea(attrs=_AREA)
    )


class OrderForm(forms.Form):
    """Where and when an order is delivered, and how much of each award: `q<award>`, empty for none."""

    site = forms.ModelChoiceField(
        label=_("Lieu de livraison"),
        queryset=Site.objects.none(),
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )
    deliver_by = _day(
        _("À livrer au plus tard le"), help_text=_("Vide : le dernier jour du mois."), required=False
    )
    note = forms.CharField(
        label=_("Remarque"), max_length=2000, required=False, widget=forms.Textarea(attrs=_AREA)
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        month: int,
        rows: Sequence[Remaining],
        titles: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.month, self.rows = month, rows
        sites = Site.objects.filter(organisation=actor.organisation, closed_on__isnull=True)
        self.fields["site"].queryset = sites.order_by("name")  # type: ignore[attr-defined]
        for row in rows:
            self.fields[f"q{row.award.pk}"] = QuantityField(
                label=titles[row.award.pk], least=Decimal(0), most=MOST, required=False
            )

    def quantities(self) -> list[tuple[Remaining, forms.BoundField]]:
        """Return each award with its field."""
        return [(row, self[f"q{row.award.pk}"]) for row in self.rows]

    def terms(self) -> Terms:
        """Return when and where."""
        given = self.cleaned_data
        return Terms(self.month, given["site"], given["deliver_by"], given["note"])

    def wanted(self) -> list[Wanted]:
        """Return what is ordered: awards with a quantity above zero."""
        asked = ((row, self.cleaned_data[f"q{row.award.pk}"]) for row in self.rows)
        return [Wanted(row.award.pk, quantity) for row, quantity in asked if quantity]


class ReceiveForm(forms.Form):
    """What came on a day: for each line that is awaited, quantity, refused, why, batch, remark."""

    received_on = _day(_("Reçue le"))

    def __init__(
        self, *args: Any, lines: Sequence[OrderLine], titles: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.awaited > 0]
        self.titles = titles
        self.fields["received_on"].initial = timezone.localdate
        for line in self.lines:
            self._add(line)

    def _add(self, line: OrderLine) -> None:
        key = str(line.pk)
        number: dict[str, Any] = {"least": Decimal(0), "most": MOST, "required": False}
        self.fields[f"quantity{key}"] = QuantityField(
            label=_("Quantité reçue"), initial=line.awaited, **number
        )
        self.fields[f"refused{key}"] = QuantityField(label=_("Dont refusée"), **number)
        for name, label, most in (
            ("refusal", _("Motif du refus"), 500),
            ("batch", _("Numéro de lot de fabrication"), 60),
            ("remark", _("Remarque"), 500),
        ):
            self.fields[f"{name}{key}"] = forms.CharField(
                label=label, max_length=most, required=False, widget=forms.TextInput(attrs=_TEXT)
            )

    def by_line(self) -> list[tuple[OrderLine, str, list[forms.BoundField]]]:
        """Return each line with its title and its fields."""
        names = ("quantity", "batch", "refused", "refusal", "remark")
        return [
            (line, self.titles[line.award_id], [self[f"{name}{line.pk}"] for name in names])
            for line in self.lines
        ]

    def arrived(self) -> list[Arrived]:
        """Return what came, line by line; a line without a quantity is left out."""
        given = self.cleaned_data
        return [
            Arrived(
                line.pk,
                given[f"quantity{line.pk}"],
                given[f"refused{line.pk}"] or Decimal(0),
                given[f"refusal{line.pk}"],
                given[f"batch{line.pk}"],
                given[f"remark{line.pk}"],
            )
            for line in self.lines
            if given[f"quantity{line.pk}"]
        ]


def started(order: Order, month: int) -> dict[str, object]:
    """Return what the form of a draft starts with, for `month`."""
    return {
        "site": order.site_id,
        "deliver_by": order.deliver_by if month == order.month else None,
        "note": order.note,
        **{f"q{line.award_id}": line.quantity for line in order.lines.all()},
    }
