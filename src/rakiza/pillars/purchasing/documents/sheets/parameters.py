"""What the run depended on: rules, versions, the hash of every file, and the proof of the optimum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rakiza.engine.planning.plan import PlanFigures, SolveReport
from rakiza.engine.planning.values import Rules
from rakiza.kernel.documents.table import Cell, CellKind, Column, Sheet, Styled
from rakiza.kernel.wording.formats import number
from rakiza.kernel.wording.language import translate as _
from rakiza.pillars.purchasing.added_rules.wording import (
    UNNAMED,
    RuleNames,
    goals_words,
    rule_label,
    rule_value,
)
from rakiza.pillars.purchasing.documents.plan_view import PlanView

Row = tuple[str, Cell, str]


def parameters(view: PlanView) -> Sheet:
    """Return the parameters, rules, versions and input hashes, one a row."""
    columns = [
        Column(_("Rubrique"), CellKind.TEXT, 18),
        Column(_("Paramètre"), CellKind.LONG_TEXT, 46),
        Column(_("Valeur"), CellKind.CODE, 68),
        Column(_("Clé"), CellKind.CODE, 26),
    ]
    return Sheet(_("Paramètres"), columns, _rows(view), frozen_columns=2)


def _rows(view: PlanView) -> Iterator[Sequence[Cell]]:
    for label, value, key in rule_rows(view.plan.inputs.rules, view.rule_names):
        yield [_("Règle"), label, value, key]
    for label, value, key in proof_rows(view):
        yield [_("Preuve"), label, value, key]
    for label, value, key in version_rows(view):
        yield [_("Version"), label, value, key]
    for name, digest in view.plan.inputs.files:
        yield [_("Fichier d'entrée"), name, digest, "sha256"]
    for source in sorted({reference.source for reference in view.plan.inputs.imports}):
        yield [_("Référence d'import"), _("Source"), source, "imports.source"]


def _counting_rows(rules: Rules) -> list[Row]:
    """Return the rules that count makers; 0 stands for none."""
    counts = (
        (_("Fabricants exigés pour un lot vital"), "required_sources_vital"),
        (_("Fabricants au plus par famille"), "makers_per_family"),
        (_("Fabricants au plus par membre"), "makers_per_member"),
    )
    return [
        (words, Styled(getattr(rules, key), CellKind.COUNT) if getattr(rules, key) else _("aucun"), key)
        for words, key in counts
    ]


def rule_rows(rules: Rules, names: RuleNames = UNNAMED) -> list[Row]:
    """Return each rule of the plan in words, its value and its key in the rules file.

    `names`: what lots, makers and others that added rules name are called.
    """
    added: list[Row] = [
        (rule_label(rule, names), rule_value(rule, rules.currency), rule.id) for rule in rules.added
    ]
    return [
        (_("Objectif"), goals_words(rules.goals), "goals"),
        (
            _("Marge de préférence locale (% de la référence import, TTC)"),
            Styled(rules.preference_margin, CellKind.SHARE),
            "preference_margin",
        ),
        (
            _("Part maximale d'un fabricant dans un lot (%)"),
            Styled(rules.maximum_share, CellKind.SHARE),
            "maximum_share",
        ),
        (
            _("Fournisseurs au moins pour un lot vital"),
            Styled(rules.minimum_sources_vital, CellKind.COUNT),
            "minimum_sources_vital",
        ),
        (
            _("Part locale au moins (% de la dépense du plan)"),
            Styled(rules.local_share_floor, CellKind.SHARE),
            "local_share_floor",
        ),
        (
            _("Part maximale d'un fabricant dans le plan (% de la dépense)"),
            Styled(rules.maximum_plan_share, CellKind.SHARE),
            "maximum_plan_share",
        ),
        (
            _("Budget du plan (taxes et imports compris)"),
            Styled(rules.plan_budget, CellKind.MONEY) if rules.plan_budget else _("aucun"),
            "plan_budget",
        ),
        *_counting_rows(rules),
        (
            _("Écart de service entre régions (points de %)"),
            Styled(rules.regional_gap, CellKind.SHARE),
            "regional_gap",
        ),
        *added,
        (_("Attribuer malgré une caractéristique à vérifier"), _yes(rules.accept_unknown), "accept_unknown"),
        (
            _("Lectures à confirmer sous (% de confiance)"),
            Styled(rules.confirm_below, CellKind.SHARE),
            "confirm_below",
        ),
        (_("Lectures non confirmées admises au plan"), _yes(rules.use_unconfirmed), "use_unconfirmed"),
        (_("Certificat exigé"), _yes(rules.require_certificate), "require_certificate"),
        (_("Enregistrement exigé"), _yes(rules.require_registration), "require_registration"),
        (_("Déclaration d'établissement exigée"), _yes(rules.require_declaration), "require_declaration"),
        (_("Écart relatif admis à l'optimum"), small_share(rules.gap), "gap"),
        (
            _("Temps de calcul au plus (secondes)"),
            Styled(rules.time_limit_seconds, CellKind.COUNT),
            "time_limit_seconds",
        ),
        (_("Monnaie"), rules.currency, "currency"),
    ]


def proof_rows(view: PlanView) -> list[Row]:
    """Return what the plan costs, and the proof: status, bound and gap as shares of the objective.

    The objective itself is never printed: it weighs lots without a price by a penalty, so that it is no money.
    """
    solve = view.plan.solve
    return [
        (_("État du calcul"), solve.status, "solve.status"),
        (
            _("Coût rendu total (%(currency)s TTC)") % {"currency": view.currency},
            Styled(landed_cost(view.plan.figures), CellKind.MONEY),
            "figures",
        ),
        (_("Ce que le coût additionne"), cost_words(), "figures"),
        (_("Ce que l'objectif minimise"), objective_words(), "solve.objective"),
        (
            _("Borne prouvée, en part de l'objectif sans pénalités"),
            small_share(bound_share(solve)),
            "solve.bound",
        ),
        (
            _("Écart prouvé à l'optimum, en part de l'objectif sans pénalités"),
            small_share(solve.gap),
            "solve.gap",
        ),
        (_("Sous-problèmes résolus"), Styled(solve.components, CellKind.COUNT), "solve.components"),
    ]


def landed_cost(figures: PlanFigures) -> Decimal:
    """Return what the plan costs, tax included: awards, surplus of last packs, tools, imports at their reference."""
    return figures.covered_value + figures.surplus_value + figures.import_value + figures.tooling_value


def bound_share(solve: SolveReport) -> float:
    """Return the proven bound as a share of what the gap is a share of; above 1 where the objective is a gain."""
    return 1.0 + solve.gap if solve.objective < 0 else max(0.0, 1.0 - solve.gap)


def cost_words() -> str:
    """Say what the landed cost adds up."""
    return _(
        "Attributions à leur prix rendu, surplus des derniers conditionnements compris, outillage payé dans l'année, "
        "et reste à importer au prix de référence. Les lots sans aucun prix n'y sont pas."
    )


def objective_words() -> str:
    """Say what was minimised, and why it isn't a cost."""
    return _(
        "L'offre locale à son prix, l'import à la référence majorée de la marge de préférence, et une pénalité pour "
        "ce qui n'a aucun prix : l'objectif sert à choisir, ce n'est pas un montant. Où le plan a un autre premier "
        "objectif, c'est lui que la borne prouve."
    )


def version_rows(view: PlanView) -> list[Row]:
    """Return what identifies the run: year, engine, knowledge base, inputs."""
    return [
        (_("Année du plan"), str(view.year), "year"),
        (_("Version du moteur"), view.plan.engine_version, "engine_version"),
        (_("Version de la base de familles"), view.plan.knowledge_version, "knowledge_version"),
        (_("Empreinte des entrées"), view.plan.input_hash, "input_hash"),
    ]


def small_share(share: float) -> str:
    """Write a share too small for one decimal (0.000005) as a percentage (0,0005 %)."""
    return f"{number(Decimal(str(share)) * 100)}\u202f%"


def _yes(value: bool) -> str:  # noqa: FBT001 - a rule's value, not a switch
    return _("oui") if value else _("non")
