"""Forms of local content."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.presentation.listing import QuantityField
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.industry.content.queries import components_for
from rakiza.pillars.industry.enums import ContentMethod, InputOrigin
from rakiza.pillars.industry.models import Device

_TEXT = {"class": "input input-sm w-full"}
_SELECT = {"class": "select select-sm w-full"}
_LONG = {"class": "textarea w-full", "rows": 3}
MOST_MONEY = Decimal("9999999999")


class BillForm(forms.Form):
    """The head of a bill, per base unit."""

    price = QuantityField(
        label=_("Prix sortie d'usine (MAD hors taxe)"), least=Decimal("0.0001"), most=MOST_MONEY
    )
    own_cost = QuantityField(
        label=_("Coûts propres (MAD) : main-d'œuvre, énergie, amortissement"),
        least=Decimal(0),
        most=MOST_MONEY,
    )
    method = forms.ChoiceField(
        label=_("Méthode"), choices=ContentMethod.choices, widget=forms.Select(attrs=_SELECT)
    )


class InputForm(forms.Form):
    """One input of one base unit."""

    name = forms.CharField(label=_("Nom de l'entrée"), max_length=160, widget=forms.TextInput(attrs=_TEXT))
    quantity = QuantityField(
        label=_("Quantité par unité de base"), least=Decimal("0.000001"), most=Decimal(999_999_999)
    )
    unit_cost = QuantityField(label=_("Coût unitaire (MAD hors taxe)"), least=Decimal(0), most=MOST_MONEY)
    origin = forms.ChoiceField(
        label=_("Origine"), choices=InputOrigin.choices, widget=forms.Select(attrs=_SELECT)
    )
    component = forms.ModelChoiceField(
        label=_("Article fabriqué ici"),
        help_text=_("Le vôtre, par sa nomenclature ; celui d'un autre membre, par la part qu'il déclare."),
        queryset=Device.objects.none(),
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )
    evidence = forms.FileField(
        label=_("Preuve"),
        help_text=_("Facture ou certificat. Sans preuve, une entrée achetée ici compte comme importée."),
        required=False,
        widget=forms.FileInput(attrs={"class": "file-input w-full"}),
    )

    def __init__(self, *args: Any, device: Device, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        offered = components_for(device).order_by(NameColumn("name", ("ar", "en")).expression())
        self.fields["component"].queryset = offered  # type: ignore[attr-defined]
        self.fields["component"].label_from_instance = lambda one: one.name_in(base_language(None))  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A typed reason, answer or decision."""

    reason = forms.CharField(label=_("Motif"), max_length=2000, widget=forms.Textarea(attrs=_LONG))
