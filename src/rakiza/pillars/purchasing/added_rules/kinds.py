"""What each kind of added rule is called, says of itself and asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.engine.allocation import Aim, Group, Measure, Per, Served
from rakiza.engine.planning.added import Kind

Words = str | Promise


class Part(StrEnum):
    """The groups under which kinds are offered."""

    MAKERS = "makers"
    LOCAL = "local"
    MONEY = "money"
    LOTS = "lots"


PARTS: Final[Mapping[Part, Words]] = {
    Part.MAKERS: _("Fabricants"),
    Part.LOCAL: _("Part locale et réserves"),
    Part.MONEY: _("Budgets et régions"),
    Part.LOTS: _("Lots et engagements"),
}


@dataclass(frozen=True, slots=True)
class KindText:
    """A kind for people: its name, its help, the fields that it reads, the measures and parts it knows."""

    part: Part
    label: Words
    help: Words
    asks: tuple[str, ...]
    per: tuple[Per, ...] = ()
    measures: tuple[Measure, ...] = ()


_OVER = ("families", "lots")
_LOT_FAMILY_PLAN = (Per.LOT, Per.FAMILY, Per.PLAN)
_PLAN_FAMILY_LOT = (Per.PLAN, Per.FAMILY, Per.LOT)
_VALUES = (Measure.VALUE, Measure.QUANTITY)

KINDS: Final[Mapping[Kind, KindText]] = {
    Kind.MAKER_SHARE: KindText(
        Part.MAKERS,
        _("Part d'un fabricant"),
        _(
            "Le moins et le plus qu'un fabricant retenu tient. Sans fabricant coché, la règle vaut pour chacun."
        ),
        ("minimum", "maximum", "per", "measure", "makers", *_OVER, "vital"),
        _LOT_FAMILY_PLAN,
        _VALUES,
    ),
    Kind.SOURCES: KindText(
        Part.MAKERS,
        _("Nombre de fabricants d'un lot"),
        _("Un lot servi ici l'est par autant de fabricants ; chacun compte à partir de 10 % du lot."),
        ("least", "most", *_OVER, "vital"),
    ),
    Kind.SINGLE_SOURCE: KindText(
        Part.MAKERS,
        _("Un seul fabricant par lot"),
        _("Chaque lot va entier à une seule offre, ou n'est pas servi ici."),
        (*_OVER, "vital"),
    ),
    Kind.MAKER_COUNT: KindText(
        Part.MAKERS,
        _("Nombre de fabricants au plus"),
        _("Pour chaque membre, chaque famille ou tout le plan."),
        ("most", "per", "families"),
        (Per.MEMBER, Per.FAMILY, Per.PLAN),
    ),
    Kind.LOCAL_SHARE: KindText(
        Part.LOCAL,
        _("Part locale au moins"),
        _(
            "En valeur, en quantité, ou en valeur ajoutée ici : le contenu local déclaré de chaque article ; ce qui n'est pas déclaré compte pour rien."
        ),
        ("minimum", "measure", "per", *_OVER, "vital"),
        _PLAN_FAMILY_LOT,
        (Measure.VALUE, Measure.VALUE_ADDED, Measure.QUANTITY),
    ),
    Kind.RESERVED_SHARE: KindText(
        Part.LOCAL,
        _("Part réservée aux petites entreprises"),
        _("Ce que les petites et moyennes entreprises ou les jeunes pousses reçoivent au moins, ensemble."),
        ("group", "minimum", "measure", "per", *_OVER),
        _PLAN_FAMILY_LOT,
        _VALUES,
    ),
    Kind.INCUMBENT_SHARE: KindText(
        Part.LOCAL,
        _("Part des fournisseurs en place"),
        _(
            "Le moins (pour garder) et le plus (pour ouvrir) que reçoivent les fabricants retenus au plan publié de l'année d'avant, chacun dans ses lots."
        ),
        ("minimum", "maximum", "measure", "per", *_OVER),
        _PLAN_FAMILY_LOT,
        _VALUES,
    ),
    Kind.MEMBER_BUDGET: KindText(
        Part.MONEY,
        _("Budget d'un membre"),
        _("Au plus ce montant pour sa part de chaque lot, imports et taxes compris."),
        ("member", "amount"),
    ),
    Kind.SERVICE: KindText(
        Part.MONEY,
        _("Service des régions"),
        _("La part de la demande de chaque région qui est servie. Sans région cochée, toutes comptent."),
        ("minimum", "spread", "served", "regions"),
    ),
    Kind.EXCLUSIVE: KindText(
        Part.LOTS,
        _("Lots à séparer"),
        _("Aucun fabricant ne tient plus de ce nombre parmi ces lots."),
        ("lots", "most"),
    ),
    Kind.TIED: KindText(
        Part.LOTS,
        _("Lots liés"),
        _("Un fabricant qui sert l'un de ces lots les sert tous."),
        ("lots",),
    ),
    Kind.COMMITMENT: KindText(
        Part.LOTS,
        _("Engagement sur plusieurs années"),
        _(
            "L'outillage d'un fabricant est remboursé sur 2 à 6 ans ; en échange il reçoit au moins une part de la demande de ses familles."
        ),
        ("makers", "years", "amount", "minimum", "families"),
    ),
}

PER: Final[Mapping[Per, Words]] = {
    Per.LOT: _("dans chaque lot"),
    Per.FAMILY: _("dans chaque famille"),
    Per.MEMBER: _("pour chaque membre"),
    Per.PLAN: _("dans le plan"),
}
MEASURES: Final[Mapping[Measure, Words]] = {
    Measure.QUANTITY: _("de la quantité"),
    Measure.VALUE: _("de la dépense"),
    Measure.VALUE_ADDED: _("de la dépense, en valeur ajoutée ici"),
}
GROUPS: Final[Mapping[Group, Words]] = {
    Group.SMALL_OR_STARTUP: _("petites et moyennes entreprises et jeunes pousses"),
    Group.SMALL: _("petites et moyennes entreprises"),
    Group.STARTUP: _("jeunes pousses"),
}
SERVED: Final[Mapping[Served, Words]] = {
    Served.LOCAL: _("par des fabricants d'ici"),
    Served.COVERED: _("ici ou par un import au prix connu"),
}
AIMS: Final[Mapping[Aim, Words]] = {
    Aim.COST: _("moindre coût"),
    Aim.IMPORTS: _("moindre dépendance aux imports"),
    Aim.VALUE_ADDED: _("plus grande valeur ajoutée ici"),
}
