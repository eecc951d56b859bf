"""Key figures of a plan page: each with its unit, what it is a part of, why, and a way in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from rakiza.engine.planning.plan import PlanFigures
from rakiza.kernel.wording.formats import money, number, percent
from rakiza.pillars.purchasing.plans.maker_queries import MakerStanding
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.queries import Overview

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure as shown; `url` leads to what it counts."""

    label: str
    value: str
    note: str
    why: str
    url: str = ""
    unit: str = ""


def key_figures(seen: Overview, currency: str) -> tuple[KeyFigure, ...]:
    """Return the plan's key figures; money reads as hidden where too few buyers stand behind it."""
    figures = seen.figures
    if figures is None:
        return ()
    return (*_money_figures(figures, currency, hidden=seen.money_hidden), *_count_figures(figures, seen.plan))


def _money_figures(figures: PlanFigures, currency: str, *, hidden: bool) -> tuple[KeyFigure, ...]:
    def amount(value: Decimal) -> str:
        return NOTHING if hidden else number(value, places=0)

    estimated = _("sur %(amount)s estimés, taxes comprises") % {
        "amount": money(figures.estimated_value, currency, places=0)
    }
    if hidden:
        estimated = _("masqué : trop peu d'acheteurs derrière ce qui n'est pas montré")
    share = NOTHING if hidden or figures.local_share is None else percent(figures.local_share)
    return (
        KeyFigure(
            _("Valeur couverte ici"),
            amount(figures.covered_value),
            estimated,
            _(
                "Quantités attribuées × prix rendu, taxe et livraison comprises. L'estimation prend le prix de référence de chaque lot, et le prix attribué là où il n'y en a pas."
            ),
            unit="" if hidden else currency,
        ),
        KeyFigure(
            _("Part locale"),
            share,
            _("de la valeur estimée"),
            _("Valeur couverte ici divisée par la valeur estimée des lots dont un prix est connu."),
        ),
        KeyFigure(
            _("Économie"),
            amount(figures.savings),
            _("contre le prix de référence, là où il est connu"),
            _(
                "Prix de référence moins prix rendu, fois la quantité attribuée. Un nombre négatif veut dire plus cher, dans la marge de préférence."
            ),
            unit="" if hidden else currency,
        ),
    )


def _count_figures(figures: PlanFigures, plan: Plan) -> tuple[KeyFigure, ...]:
    open_lots = figures.lots_uncovered + figures.lots_partly_covered
    lots = reverse("plans:plan", args=[plan.pk])
    return (
        KeyFigure(
            _("Lots non couverts"),
            number(open_lots),
            _("sur %(lots)s lots, dont %(partly)s en partie")
            % {"lots": number(figures.lots), "partly": number(figures.lots_partly_covered)},
            _(
                "Lots dont une part n'a pas d'attribution locale ; chacun porte sa cause et le dispositif le plus proche."
            ),
            reverse("plans:uncovered", args=[plan.pk]),
        ),
        KeyFigure(
            _("Lots à risque"),
            number(figures.lots_at_risk),
            _("sur %(lots)s lots") % {"lots": number(figures.lots)},
            _(
                "Lots couverts dont un titre expire dans l'année, dont un trimestre n'est livrable qu'en partie, ou vitaux avec un seul fabricant."
            ),
            f"{lots}?risque=1#lots",
        ),
        KeyFigure(
            _("Lectures à confirmer"),
            number(figures.needs_to_confirm),
            _("sur %(needs)s lignes de besoin") % {"needs": number(figures.needs)},
            _(
                "Lignes dont la lecture est moins sûre que le seuil des règles, ou dont le conditionnement a été supposé."
            ),
        ),
    )


def maker_figures(standing: MakerStanding, currency: str) -> tuple[KeyFigure, ...]:
    """Return what the plan holds for one maker."""
    return (
        KeyFigure(
            _("Vos attributions"),
            number(len(standing.awards)),
            _("lots dans ce plan"),
            _("Les lots dont une quantité est attribuée à l'une de vos offres."),
        ),
        KeyFigure(
            _("Leur valeur"),
            number(standing.value, places=0),
            _("hors taxe, à vos prix"),
            _("Quantités attribuées × prix unitaire du palier atteint, hors taxe."),
            unit=currency,
        ),
        KeyFigure(
            _("Vos occasions manquées"),
            number(len(standing.missed)),
            _("lots à une caractéristique près"),
            _(
                "Lots de la même famille que l'un de vos dispositifs, qu'une seule caractéristique sépare de vous."
            ),
        ),
    )
