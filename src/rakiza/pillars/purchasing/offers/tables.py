"""What the review shows: each offer against the one that stands, and the problems by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.imports.problems import RowProblem
from rakiza.kernel.presentation.tones import Tone
from rakiza.pillars.industry.actions import OfferTerms
from rakiza.pillars.industry.import_outcome import Outcome
from rakiza.pillars.industry.offer_queries import OfferChange
from rakiza.pillars.purchasing.needs.knowledge import family_label
from rakiza.pillars.purchasing.spreadsheets.offers import OffersFile

_SHOWN = 200
_WORDS = {Outcome.CREATED: _("nouvelle"), Outcome.CHANGED: _("changée"), Outcome.UNCHANGED: _("inchangée")}
_TONES = {Outcome.CREATED: Tone.INFO, Outcome.CHANGED: Tone.CONFIRM, Outcome.UNCHANGED: Tone.NEUTRAL}
_ORDER = {Outcome.CHANGED: 0, Outcome.CREATED: 1, Outcome.UNCHANGED: 2}
_TERMS = {
    "tiers": _("prix et paliers"),
    "vat_rate": _("TVA"),
    "minimum_order": _("minimum de commande"),
    "order_multiple": _("multiple de commande"),
    "monthly_capacity": _("capacité mensuelle"),
    "line": _("ligne de production"),
    "lead_time_days": _("délai"),
    "delivery_cost": _("frais de livraison"),
    "valid_from": _("début de validité"),
    "valid_to": _("fin de validité"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One offer of the file: what it would do, the old and the new price, and which terms change."""

    name: str
    reference: str
    family: str
    new_article: bool
    words: object
    tone: Tone
    old_price: Decimal | None
    new_price: Decimal
    tiers: int
    changed: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many offers would be created, changed, left alone."""

    created: int
    changed: int
    unchanged: int

    @property
    def anything(self) -> bool:
        """Tell whether confirming would do something."""
        return bool(self.created or self.changed)


def counts_of(changes: Sequence[OfferChange]) -> Counts:
    """Count changes by outcome."""
    outcomes = [change.outcome for change in changes]
    return Counts(*(outcomes.count(one) for one in (Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED)))


def changes_of(changes: Sequence[OfferChange], language: str) -> list[ChangeRow]:
    """Return what to show, changed offers first."""
    return [_row(change, language) for change in sorted(changes, key=lambda one: _ORDER[one.outcome])]


def _row(change: OfferChange, language: str) -> ChangeRow:
    article, device = change.row.article, change.device
    return ChangeRow(
        name=device.name_in(language) if device else article.name,
        reference=device.reference if device else article.reference,
        family=family_label(article.family, language),
        new_article=device is None,
        words=_WORDS[change.outcome],
        tone=_TONES[change.outcome],
        old_price=change.before.tiers[0].unit_price if change.before else None,
        new_price=change.after.tiers[0].unit_price,
        tiers=len(change.after.tiers),
        changed=_changed(change.before, change.after),
    )


def _changed(before: OfferTerms | None, after: OfferTerms) -> tuple[object, ...]:
    if before is None:
        return ()
    return tuple(
        _TERMS[field.name]
        for field in fields(OfferTerms)
        if field.name in _TERMS and getattr(before, field.name) != getattr(after, field.name)
    )


@dataclass(frozen=True, slots=True)
class Problems:
    """Errors and warnings, the first of each; `more` are in the rejected-rows file."""

    errors: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]
    more: int


def problems_of(file: OffersFile) -> Problems:
    """Return what to show of a file's problems."""
    errors = [problem for problem in file.problems if problem.is_error]
    warnings = [problem for problem in file.problems if not problem.is_error]
    more = max(len(errors) - _SHOWN, 0) + max(len(warnings) - _SHOWN, 0)
    return Problems(tuple(errors[:_SHOWN]), tuple(warnings[:_SHOWN]), more)
