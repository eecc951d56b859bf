"""Forms of a case's contract."""
# ruff: noqa: ANN401  # forms hand Django's own arguments through

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.presentation.listing import QuantityField
from rakiza.pillars.certification.contracts import FORESEEN, ContractTerms
from rakiza.pillars.certification.enums import Decline, Scheme
from rakiza.pillars.certification.forms import date_input
from rakiza.pillars.certification.models import CertificationCase

_AREA = {"class": "textarea w-full", "rows": 3}
MOST_DAYS, MOST_FEE = Decimal(400), Decimal("999999999")
# In how many days what a form proposes comes: the answer, then what is foreseen.
DAYS = {"answer_by": 15, "stage_1_on": 30, "stage_2_on": 90, "tests_on": 30, "factory_on": 90}


class OfferForm(forms.Form):
    """The terms that a body proposes, with the days that its scheme foresees."""

    scope = forms.CharField(
        label=_("Domaine et prestations"),
        help_text=_("Ce qui est audité, sur quels sites, ce que le prix comprend."),
        max_length=2000,
        widget=forms.Textarea(attrs=_AREA),
    )
    audit_days = QuantityField(
        label=_("Journées d'audit"), help_text=_("Par demi-journées."), least=Decimal("0.5"), most=MOST_DAYS
    )
    fee = QuantityField(label=_("Prix (MAD hors taxe)"), least=Decimal(0), most=MOST_FEE)
    stage_1_on = forms.DateField(label=_("Étape 1 prévue le"), widget=date_input())
    stage_2_on = forms.DateField(label=_("Étape 2 prévue le"), widget=date_input())
    tests_on = forms.DateField(label=_("Essais de type prévus le"), widget=date_input())
    factory_on = forms.DateField(label=_("Audit d'usine prévu le"), widget=date_input())
    answer_by = forms.DateField(label=_("Réponse attendue le"), widget=date_input())
    file = forms.FileField(
        label=_("Contrat"),
        help_text=_("Facultatif : le document à signer. PDF, image, classeur ou texte."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"class": "file-input file-input-sm w-full"}),
    )

    def __init__(self, *args: Any, case: CertificationCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for scheme in Scheme:
            for name in FORESEEN[scheme]:
                if scheme != case.scheme:
                    del self.fields[name]
        today = timezone.localdate()
        for name in DAYS.keys() & self.fields.keys():
            self.fields[name].initial = today + timedelta(days=DAYS[name])

    def terms(self) -> ContractTerms:
        """Return the terms themselves."""
        return ContractTerms(**{name: value for name, value in self.cleaned_data.items() if name != "file"})


class AgreeForm(forms.Form):
    """Which terms are accepted: those that were read."""

    contract = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput())


class DeclineForm(AgreeForm):
    """Why terms are declined, and what comes next."""

    choice = forms.ChoiceField(
        label=_("Suite"),
        choices=Decline.choices,
        widget=forms.Select(attrs={"class": "select select-sm w-full"}),
    )
    reason = forms.CharField(label=_("Motif"), max_length=2000, widget=forms.Textarea(attrs=_AREA))

    def clean_choice(self) -> Decline:
        """Return the choice itself."""
        return Decline(self.cleaned_data["choice"])
