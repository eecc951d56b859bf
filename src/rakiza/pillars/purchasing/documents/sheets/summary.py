"""The first sheet: the plan's state, its key figures with their denominators, and what each sheet is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.kernel.documents.table import Cell, CellKind, Column, Sheet, Styled
from rakiza.kernel.wording.formats import money, number
from rakiza.kernel.wording.language import translate as _
from rakiza.pillars.purchasing.documents.plan_view import NOTHING, PlanView


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure: its name, value, unit, what it is a part of, and whether it calls for a look."""

    label: str
    value: Decimal | int | None
    kind: CellKind
    unit: str
    denominator: str
    tone: str = "plain"


def key_figures(view: PlanView) -> list[KeyFigure]:
    """Return the plan's key figures, each with its unit and denominator."""
    figures, language = view.plan.figures, view.language
    tax = _("%(currency)s TTC") % {"currency": view.currency}
    lines = _("sur %(count)s lignes de besoin") % {"count": number(figures.needs, language)}
    all_lots = _("sur %(count)s lots") % {"count": number(figures.lots, language)}
    value = _("sur %(amount)s estimés (lots dont un prix est connu)") % {
        "amount": money(figures.estimated_value, view.currency, language, tax=True, places=0)
    }
    both = _("référence moins attribution, lots où les deux prix sont connus")
    return [
        KeyFigure(
            _("Valeur couverte localement"), figures.covered_value, CellKind.MONEY, tax, value, "accent"
        ),
        KeyFigure(_("Part locale"), figures.local_share, CellKind.SHARE, "%", value, "accent"),
        KeyFigure(_("Économies"), figures.savings, CellKind.MONEY, tax, both),
        KeyFigure(_("Reste à l'import"), figures.import_value, CellKind.MONEY, tax, value, "attention"),
        KeyFigure(_("Lots entièrement couverts"), figures.lots_covered, CellKind.COUNT, _("lots"), all_lots),
        KeyFigure(
            _("Lots couverts en partie"), figures.lots_partly_covered, CellKind.COUNT, _("lots"), all_lots
        ),
        KeyFigure(
            _("Lots non couverts"), figures.lots_uncovered, CellKind.COUNT, _("lots"), all_lots, "attention"
        ),
        KeyFigure(_("Lots à risque"), figures.lots_at_risk, CellKind.COUNT, _("lots"), all_lots, "attention"),
        KeyFigure(_("Lignes regroupées en lots"), figures.needs_in_lots, CellKind.COUNT, _("lignes"), lines),
        KeyFigure(_("Lignes exclues"), figures.needs_excluded, CellKind.COUNT, _("lignes"), lines),
        KeyFigure(
            _("Lectures à confirmer"), figures.needs_to_confirm, CellKind.COUNT, _("lignes"), lines, "confirm"
        ),
    ]


def state_words(*, draft: bool) -> str:
    """Return the plan's state in words."""
    return _("Brouillon") if draft else _("Publié")


def summary(view: PlanView, *, draft: bool, notice: str) -> Sheet:
    """Return the sheet that explains the others."""
    columns = [
        Column(_("Rubrique"), CellKind.TEXT, 18),
        Column(_("Élément"), CellKind.TEXT, 38),
        Column(_("Valeur"), CellKind.TEXT, 24),
        Column(_("Unité"), CellKind.TEXT, 22),
        Column(_("Dénominateur ou explication"), CellKind.LONG_TEXT, 84),
    ]
    return Sheet(_("Lisez-moi"), columns, _rows(view, draft=draft, notice=notice), frozen_columns=2)


def _rows(view: PlanView, *, draft: bool, notice: str) -> Iterator[Sequence[Cell]]:
    title = _("Plan annuel des achats locaux")
    yield [_("Document"), Styled(title, CellKind.TEXT, strong=True), str(view.year), _("année"), ""]
    yield [_("Document"), _("État"), state_words(draft=draft), "", _state_note(draft=draft)]
    if notice:
        yield [_("Document"), _("Avertissement"), "", "", notice]
    members = len({need.member for need in view.plan.inputs.needs})
    yield [_("Document"), _("Membres"), Styled(members, CellKind.COUNT), _("membres"), ""]
    for figure in key_figures(view):
        value = NOTHING if figure.value is None else Styled(figure.value, figure.kind, strong=True)
        yield [_("Chiffre clé"), figure.label, value, figure.unit, figure.denominator]
    for name, explanation in sheet_guide():
        yield [_("Feuille"), Styled(name, CellKind.TEXT, strong=True), "", "", explanation]
    yield [_("Empreinte"), _("Empreinte des entrées"), "", "SHA-256", view.plan.input_hash]


def _state_note(*, draft: bool) -> str:
    if draft:
        return _("Document de travail : il n'engage aucun membre ni aucun fabricant.")
    return _("Version publiée du plan.")


def sheet_guide() -> list[tuple[str, str]]:
    """Return each other sheet's name and what it holds."""
    return [
        (
            _("Plan par produit"),
            _("Une ligne par attribution : volumes, spécification, fabricant, prix, membres servis."),
        ),
        (_("Lots"), _("Les besoins équivalents des membres, regroupés, et ce qui en est couvert.")),
        (
            _("Volumes des membres"),
            _("Pour chaque lot, membre et trimestre : le besoin et ce qui est attribué localement."),
        ),
        (
            _("Besoins non couverts"),
            _("Ce que personne ici ne fournit, la raison, et le dispositif le plus proche."),
        ),
        (
            _("Lectures à confirmer"),
            _("Les désignations dont la lecture est incertaine, la moins sûre d'abord."),
        ),
        (_("Éligibilité"), _("Mois par mois : déclaration, certificat et enregistrement sont-ils valides ?")),
        (_("Traçabilité"), _("Chaque ligne de besoin, du fichier reçu à l'attribution.")),
        (_("Candidatures"), _("Chaque offre examinée pour chaque lot, son verdict et son issue.")),
        (_("Lignes exclues"), _("Les lignes hors du plan, avec la raison.")),
        (_("Paramètres"), _("Règles, versions, empreintes des fichiers et preuve du calcul.")),
    ]
