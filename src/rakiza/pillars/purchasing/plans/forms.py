"""Forms of a coordinator: a plan and its rules, publication, its withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rakiza.engine.planning.values import Rules
from rakiza.kernel.presentation.listing import QuantityField
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.rules_file import BOUNDS, RulesError, rules_from_mapping

Words = str | Promise
_CONTROL = {"class": "input input-sm w-full"}


@dataclass(frozen=True, slots=True)
class RuleText:
    """How a rule is asked: its words, and what its stored value is multiplied by (100 for percentages)."""

    label: Words
    help: Words
    scale: int = 1


NUMBERS: Final[Mapping[str, RuleText]] = {
    "preference_margin": RuleText(
        gettext_lazy("Marge de préférence locale (%)"),
        gettext_lazy("De combien une offre locale peut dépasser l'import, taxes comprises, et l'emporter."),
        100,
    ),
    "maximum_share": RuleText(
        gettext_lazy("Part maximale d'un fabricant dans un lot (%)"),
        gettext_lazy("100 : un seul fabricant peut tenir le lot entier."),
        100,
    ),
    "minimum_sources_vital": RuleText(
        gettext_lazy("Fabricants voulus pour un lot vital"),
        gettext_lazy("Autant que possible jusqu'à ce nombre."),
    ),
    "local_share_floor": RuleText(
        gettext_lazy("Part locale au moins (% de la dépense du plan)"),
        gettext_lazy("Le plan coûte ce qu'il faut pour l'atteindre. 0 : aucune."),
        100,
    ),
    "maximum_plan_share": RuleText(
        gettext_lazy("Part maximale d'un fabricant dans le plan (% de la dépense)"),
        gettext_lazy("100 : un seul fabricant peut tenir le plan entier."),
        100,
    ),
    "plan_budget": RuleText(
        gettext_lazy("Budget du plan (taxes et imports compris)"),
        gettext_lazy("Au plus ce montant, dans la monnaie du plan. 0 : pas de budget."),
    ),
    "required_sources_vital": RuleText(
        gettext_lazy("Fabricants exigés pour un lot vital"),
        gettext_lazy(
            "Un lot vital servi par des fabricants l'est par autant au moins, sinon il est importé. 0 : aucune exigence."
        ),
    ),
    "makers_per_family": RuleText(
        gettext_lazy("Fabricants au plus par famille"),
        gettext_lazy("Moins de fabricants, de plus grandes séries. 0 : aucune limite."),
    ),
    "makers_per_member": RuleText(
        gettext_lazy("Fabricants au plus par membre"),
        gettext_lazy("Moins de contrats et de livraisons à suivre pour chacun. 0 : aucune limite."),
    ),
    "regional_gap": RuleText(
        gettext_lazy("Écart de service entre régions (points de %)"),
        gettext_lazy(
            "De combien la part servie localement d'une région peut rester sous celle d'une autre. 100 : aucune limite."
        ),
        100,
    ),
    "confirm_below": RuleText(
        gettext_lazy("Lectures à confirmer sous (% de confiance)"),
        gettext_lazy("Les lectures moins sûres sont listées pour que leur membre les vérifie."),
        100,
    ),
    "gap": RuleText(
        gettext_lazy("Écart admis à l'optimum (%)"),
        gettext_lazy("Le calcul s'arrête quand il a prouvé qu'aucun plan ne coûte moins, à cet écart près."),
        100,
    ),
    "time_limit_seconds": RuleText(
        gettext_lazy("Temps d'attribution au plus (secondes)"),
        gettext_lazy("Passé ce temps, le meilleur plan trouvé est retenu avec son écart."),
    ),
}
CHOICES: Final[Mapping[str, RuleText]] = {
    "require_declaration": RuleText(
        gettext_lazy("Exiger la déclaration d'établissement"), gettext_lazy("Loi 84-12, article 7.")
    ),
    "require_certificate": RuleText(
        gettext_lazy("Exiger le certificat de système de management"),
        gettext_lazy("ISO 13485, valable au mois livré."),
    ),
    "require_registration": RuleText(
        gettext_lazy("Exiger l'enregistrement du dispositif"),
        gettext_lazy("Loi 84-12, article 12 ; une autorisation spécifique le remplace."),
    ),
    "accept_unknown": RuleText(
        gettext_lazy("Attribuer malgré une caractéristique non indiquée"),
        gettext_lazy("Elle reste à vérifier avant la commande."),
    ),
    "use_unconfirmed": RuleText(
        gettext_lazy("Compter les lectures non confirmées"),
        gettext_lazy("Sinon leurs besoins attendent hors du plan."),
    ),
}


def _shown(value: object, scale: int) -> Decimal:
    return (Decimal(str(value)) * scale).normalize() + 0


class RulesForm(forms.Form):
    """The rules that members vote; each starts from its default or from what the plan holds."""

    def __init__(self, *args: Any, rules: Rules | None = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        held, usual = rules or Rules(), Rules()
        for key, text in NUMBERS.items():
            self.fields[key] = QuantityField(
                label=text.label,
                help_text=_("%(help)s De %(low)s à %(high)s\u00a0; d'ordinaire %(default)s.")
                % {
                    "help": text.help,
                    "low": number(_shown(BOUNDS[key].lowest, text.scale)),
                    "high": number(_shown(BOUNDS[key].highest, text.scale)),
                    "default": number(_shown(getattr(usual, key), text.scale)),
                },
                least=_shown(BOUNDS[key].lowest, text.scale),
                most=_shown(BOUNDS[key].highest, text.scale),
                initial=_shown(getattr(held, key), text.scale),
            )
        for key, text in CHOICES.items():
            self.fields[key] = forms.BooleanField(
                label=str(text.label),
                help_text=str(text.help),
                required=False,
                initial=getattr(held, key),
                widget=forms.CheckboxInput(attrs={"class": "checkbox checkbox-sm"}),
            )
        self._currency = held.currency

    def number_fields(self) -> list[forms.BoundField]:
        """Return the fields of the rules that are numbers."""
        return [self[key] for key in NUMBERS]

    def choice_fields(self) -> list[forms.BoundField]:
        """Return the fields of the rules that are yes or no."""
        return [self[key] for key in CHOICES]

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into rules; what the rules refuse is said of the whole form."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            cleaned["rules"] = rules_from_mapping({**self._stated(cleaned), "currency": self._currency})
        except RulesError as error:
            self.add_error(None, str(error))
        return cleaned

    def _stated(self, cleaned: Mapping[str, Any]) -> dict[str, object]:
        stated: dict[str, object] = {key: cleaned[key] for key in CHOICES}
        for key, text in NUMBERS.items():
            stated[key] = str(cleaned[key] / text.scale)
        return stated


class PlanForm(RulesForm):
    """A plan to open: its year, its name, its rules."""

    year = forms.IntegerField(
        label=gettext_lazy("Année"), min_value=2000, max_value=2100, widget=forms.NumberInput(attrs=_CONTROL)
    )
    name = forms.CharField(
        label=gettext_lazy("Nom du plan"), max_length=120, widget=forms.TextInput(attrs=_CONTROL)
    )


class PublishForm(forms.Form):
    """The plan's name typed again: a publication is seen by everyone."""

    name = forms.CharField(
        label=gettext_lazy("Nom du plan"),
        help_text=gettext_lazy("Écrivez-le exactement pour confirmer."),
        widget=forms.TextInput(attrs={**_CONTROL, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, expected: str, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **options)
        self._expected = expected

    def clean_name(self) -> str:
        """Refuse any other name."""
        typed = str(self.cleaned_data["name"]).strip()
        if typed != self._expected:
            raise forms.ValidationError(
                _("Ce n'est pas le nom du plan : « %(name)s »."), params={"name": self._expected}
            )
        return typed


class UnpublishForm(forms.Form):
    """Why a publication is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Les membres et les fabricants le liront."),
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "textarea w-full", "rows": 3}),
    )
