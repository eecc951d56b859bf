"""Builds the value of plan.pdf from a plan: words, figures, charts, tables, glossary."""

from __future__ import annotations

from decimal import Decimal

from rakiza.engine.matching.values import Verdict
from rakiza.engine.planning.plan import CandidateState, UncoveredKind
from rakiza.kernel.documents.table import Cell, CellKind, Styled
from rakiza.kernel.wording import say_enum
from rakiza.kernel.wording.formats import money, number, percent, quarter, tax_words
from rakiza.kernel.wording.language import translate as _
from rakiza.pillars.purchasing.documents.plan_view import NOTHING, PlanView
from rakiza.pillars.purchasing.documents.report import Entry, Figure, Report
from rakiza.pillars.purchasing.documents.report_charts import charts
from rakiza.pillars.purchasing.documents.report_tables import (
    READINGS_SHOWN,
    amount,
    award_tables,
    confirm_rows,
    import_value,
    uncovered_tables,
    value_of,
)
from rakiza.pillars.purchasing.documents.sheets.parameters import proof_rows, rule_rows, version_rows
from rakiza.pillars.purchasing.documents.sheets.summary import KeyFigure, key_figures, state_words

ZERO = Decimal(0)
HASH_LENGTH = 64


def build_report(view: PlanView, *, draft: bool, notice: str, url: str) -> Report:
    """Return the document as a value, in the view's language."""
    return Report(
        language=view.language,
        direction="rtl" if view.language == "ar" else "ltr",
        title=_("Plan annuel des achats locaux"),
        year=str(view.year),
        state=state_words(draft=draft),
        draft=draft,
        notice=notice,
        cover=_cover(view),
        figures=tuple(_figure(figure, view) for figure in key_figures(view)),
        charts=charts(view),
        awards=award_tables(view),
        awards_total=amount(view, sum((value_of(award) for award in view.plan.awards), ZERO)),
        uncovered=uncovered_tables(view),
        uncovered_total=amount(view, sum((import_value(rest) for rest in view.plan.uncovered), ZERO)),
        confirm_sentence=_confirm_sentence(view),
        confirm=confirm_rows(view),
        parameters=_parameters(view),
        glossary=_glossary(),
        input_hash=view.plan.input_hash,
        url=url,
        words=_words(view),
        quarter_names=tuple(quarter(q, None, view.language) for q in (1, 2, 3, 4)),
    )


def _cover(view: PlanView) -> tuple[Entry, ...]:
    inputs = view.plan.inputs
    counts = (
        (_("Membres"), len({need.member for need in inputs.needs})),
        (_("Lignes de besoin"), len(inputs.needs)),
        (_("Lots"), len(view.plan.lots)),
        (_("Fabricants"), len(inputs.makers)),
        (_("Offres"), len(inputs.offers)),
    )
    return tuple(Entry(term, number(count, view.language)) for term, count in counts)


def _figure(figure: KeyFigure, view: PlanView) -> Figure:
    if figure.value is None:
        value = NOTHING
    elif figure.kind is CellKind.MONEY:
        value = money(figure.value, view.currency, view.language, places=0)
    elif figure.kind is CellKind.SHARE:
        value = percent(figure.value, view.language)
    else:
        value = number(figure.value, view.language)
    unit = tax_words(tax=True) if figure.kind is CellKind.MONEY else ""
    return Figure(figure.label, value, unit, figure.denominator, figure.tone)


def _confirm_sentence(view: PlanView) -> str:
    count = view.plan.figures.needs_to_confirm
    if not count:
        return _("Aucune lecture n'est à confirmer.")
    shown = min(count, READINGS_SHOWN)
    return _(
        "%(count)s lignes sur %(needs)s ont une lecture à confirmer\u202f; les %(shown)s moins sûres suivent, "
        "toutes sont dans plan.xlsx."
    ) % {
        "count": number(count, view.language),
        "needs": number(view.plan.figures.needs, view.language),
        "shown": shown,
    }


def _parameters(view: PlanView) -> tuple[Entry, ...]:
    identity = [row for row in version_rows(view) if row[2] != "input_hash"]  # whole in every footer
    rows = [*rule_rows(view.plan.inputs.rules, view.rule_names), *proof_rows(view), *identity]
    return tuple(Entry(label, _cell(value, view)) for label, value, _key in rows)


def _cell(cell: Cell, view: PlanView) -> str:
    """Write a typed cell of the parameters sheet as text; a hash by its beginning."""
    value, kind = (cell.value, cell.kind) if isinstance(cell, Styled) else (cell, CellKind.TEXT)
    if isinstance(value, int | float | Decimal):
        return _written(value, kind, view)
    text = NOTHING if value is None else str(value)
    return text if len(text) < HASH_LENGTH or " " in text else f"{text[:16]}…"


def _written(value: float | Decimal, kind: CellKind, view: PlanView) -> str:
    if kind is CellKind.SHARE:
        return percent(value, view.language)
    return number(value, view.language, places=2 if kind is CellKind.MONEY else None)


def _glossary() -> tuple[Entry, ...]:
    return (
        Entry(say_enum(Verdict.PASS), _("Chaque caractéristique demandée est atteinte par le dispositif.")),
        Entry(say_enum(Verdict.FAIL), _("Une caractéristique au moins n'est pas atteinte ; l'écart est mesuré.")),
        Entry(say_enum(Verdict.UNKNOWN), _("Le dispositif ne dit pas une caractéristique demandée ; rien n'est supposé.")),
        Entry(say_enum(CandidateState.OUTBID), _("L'offre convient ; une autre a un prix rendu plus bas.")),
        Entry(say_enum(CandidateState.TOO_DEAR), _("Le prix rendu dépasse la référence d'import et la marge de préférence.")),
        Entry(say_enum(CandidateState.NOT_ELIGIBLE), _("Déclaration, certificat ou enregistrement manque aux mois de livraison.")),
        Entry(say_enum(UncoveredKind.NEAR_MISS), _("Un dispositif local échoue sur une seule caractéristique.")),
        Entry(say_enum(UncoveredKind.NO_DEVICE), _("Aucun dispositif local de la famille ne convient.")),
        Entry(_("Prix rendu"), _("Prix d'une unité de base, taxe et livraison comprises.")),
        Entry(_("Unité de base"), _("Ce que l'on compte : pièce, paire, test, millilitre ; les conditionnements y sont convertis.")),
    )  # fmt: skip


def _words(view: PlanView) -> dict[str, str]:
    currency = {"currency": view.currency}
    return {
        "summary": _("Synthèse"),
        "awards": _("Le plan par famille"),
        "uncovered": _("Besoins non couverts"),
        "confirm": _("Lectures à confirmer"),
        "parameters": _("Paramètres et preuve"),
        "glossary": _("Glossaire"),
        "state": _("État"),
        "draft": _("BROUILLON"),
        "lot": _("Lot"),
        "product": _("Produit et spécification"),
        "unit": _("Unité"),
        "year": _("Année"),
        "supplier": _("Fabricant et dispositif"),
        "price": _("Prix unitaire %(currency)s HT") % currency,
        "amount": _("Montant %(currency)s TTC") % currency,
        "members": _("Membres"),
        "quantity": _("Quantité"),
        "cause": _("Cause et explication"),
        "nearest": _("Dispositif le plus proche"),
        "gap": _("écart"),
        "import_amount": _("Import %(currency)s TTC") % currency,
        "total": _("Total"),
        "subtotal": _("Sous-total"),
        "designation": _("Désignation"),
        "member": _("Membre"),
        "read_as": _("Lu comme"),
        "confidence": _("Confiance"),
        "covered": _("Couvert localement"),
        "imported": _("À importer"),
        "page": _("Page"),
        "hash": _("Empreinte des entrées"),
        "permanent": _("Page permanente"),
        "no_award": _("Aucun lot n'est attribué."),
        "no_uncovered": _("Tous les lots sont couverts."),
    }
