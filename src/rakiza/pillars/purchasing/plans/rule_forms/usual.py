"""The usual rules of a plan: how each is asked, and the value at which it does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Words = str | Promise


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


# The value at which a usual rule asks for nothing; the others always say something.
OFF: Final[Mapping[str, Decimal]] = {
    "preference_margin": Decimal(0),
    "maximum_share": Decimal(1),
    "minimum_sources_vital": Decimal(1),
    "local_share_floor": Decimal(0),
    "maximum_plan_share": Decimal(1),
    "plan_budget": Decimal(0),
    "required_sources_vital": Decimal(0),
    "makers_per_family": Decimal(0),
    "makers_per_member": Decimal(0),
    "regional_gap": Decimal(1),
}


def shown(value: object, scale: int) -> Decimal:
    """Return a stored value as it is asked: 0.15 as 15 where it is a percentage."""
    return (Decimal(str(value)) * scale).normalize() + 0
