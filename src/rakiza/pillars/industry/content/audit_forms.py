"""Forms of a control: why outside the draw, findings, answer, decision."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.presentation.listing import QuantityField
from rakiza.pillars.industry.content.auditing import Findings
from rakiza.pillars.industry.enums import Consequence

_SELECT = {"class": "select select-sm w-full"}
_LONG = {"class": "textarea w-full", "rows": 4}
HUNDRED = Decimal(100)


class FindingsForm(forms.Form):
    """What was found, and what is proposed."""

    remark = forms.CharField(
        label=_("Constats"),
        help_text=_("Le fabricant les lit : quelles entrées, quelles preuves, quel calcul."),
        max_length=4000,
        widget=forms.Textarea(attrs={**_LONG, "rows": 6}),
    )
    consequence = forms.TypedChoiceField(
        label=_("Suite proposée"),
        choices=Consequence.choices,
        coerce=Consequence,
        widget=forms.Select(attrs=_SELECT),
    )
    corrected_share = QuantityField(
        label=_("Part corrigée, en pour cent"),
        help_text=_("Seulement si la part est à corriger."),
        required=False,
        least=Decimal(0),
        most=HUNDRED,
    )

    def findings(self) -> Findings:
        """Return what was found; the share as a fraction of one, four decimals at most."""
        given = self.cleaned_data
        share = given["corrected_share"]
        fraction = None if share is None else (share / HUNDRED).quantize(Decimal("0.0001"))
        return Findings(given["remark"], given["consequence"], fraction)


class AnswerForm(forms.Form):
    """Whether the maker agrees, and why not."""

    agrees = forms.TypedChoiceField(
        label=_("Ces constats"),
        choices=[("1", _("je les accepte")), ("0", _("je les conteste"))],
        coerce=lambda value: value == "1",
        widget=forms.Select(attrs=_SELECT),
    )
    answer = forms.CharField(
        label=_("Votre réponse"),
        help_text=_("Obligatoire pour contester."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=_LONG),
    )


class DecisionForm(forms.Form):
    """Whether the findings are upheld, and why."""

    upheld = forms.TypedChoiceField(
        label=_("Les constats sont"),
        choices=[
            ("1", _("retenus : la suite proposée s'applique")),
            ("0", _("écartés : la part est confirmée")),
        ],
        coerce=lambda value: value == "1",
        widget=forms.Select(attrs=_SELECT),
    )
    reason = forms.CharField(
        label=_("Décision motivée"),
        help_text=_("Elle répond au fabricant, qui la lit."),
        max_length=2000,
        widget=forms.Textarea(attrs=_LONG),
    )


class OpenForm(forms.Form):
    """Why a share is controlled that the draw doesn't name."""

    reason = forms.CharField(
        label=_("Pourquoi la contrôler"),
        help_text=_("Inutile si le tirage de l'année la désigne."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=_LONG),
    )
