"""Candidates side by side: one column each, one row a characteristic, what differs in plain sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.matching.values import AttributeVerdict, Verdict
from rakiza.engine.planning.plan import MonthEligibility
from rakiza.kernel.presentation.tones import Tone
from rakiza.kernel.wording import say, say_enum, vocabulary
from rakiza.kernel.wording.attributes import bound, readable, say_measure, say_scalar
from rakiza.kernel.wording.formats import listed, month_name
from rakiza.pillars.purchasing.plans.enums import CandidateState
from rakiza.pillars.purchasing.plans.lineage_queries import CandidateRow

MARKS = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.UNKNOWN: "?"}
STATE_TONES = {
    CandidateState.AWARDED: Tone.GOOD,
    CandidateState.OUTBID: Tone.NEUTRAL,
    CandidateState.TOO_DEAR: Tone.NEUTRAL,
    CandidateState.NOT_ELIGIBLE: Tone.ATTENTION,
    CandidateState.NO_MATCH: Tone.ATTENTION,
    CandidateState.NO_CAPACITY: Tone.CONFIRM,
    CandidateState.BELOW_MINIMUM: Tone.CONFIRM,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One verdict: its mark and colour, what the device has, the gap in units, the whole sentence."""

    verdict: str
    mark: str
    spoken: str
    offered: str
    gap: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Month:
    """One cell of the eligibility strip."""

    name: str
    short: str
    eligible: bool
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """One candidate. `cells` follow the comparison's characteristics; None where it says nothing of one."""

    row: CandidateRow
    tone: Tone
    months: tuple[Month, ...]
    months_words: str
    since: str  # how today's titles differ from those that the plan was computed with; '' where they don't
    cells: tuple[tuple[str, Cell | None], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole table: characteristics with what is required, and the candidates."""

    attributes: tuple[tuple[str, str, str], ...]  # name, label, required
    columns: tuple[Column, ...]

    def lines(self) -> list[tuple[str, str, list[Cell | None]]]:
        """Return the table row by row: label, required, one cell a candidate."""
        return [
            (label, required, [column.cells[rank][1] for column in self.columns])
            for rank, (_name, label, required) in enumerate(self.attributes)
        ]


def compare(
    requirement: Sequence[AttributeValue],
    candidates: Sequence[CandidateRow],
    months: Mapping[int, Sequence[MonthEligibility]],
    today: Mapping[int, Sequence[MonthEligibility]],
    language: str,
) -> Comparison:
    """Return the candidates held side by side against the requirement.

    `months` are those that the plan was computed with, `today` those under the titles known now.
    """
    words = vocabulary()
    names = list(dict.fromkeys(value.name for value in requirement))
    for candidate in candidates:
        names += [one.name for one in candidate.match.attributes if one.name not in names]
    attributes = tuple(
        (name, words.attribute(name, language), _required([v for v in requirement if v.name == name]))
        for name in names
    )
    columns = tuple(
        _column(candidate, attributes, months.get(candidate.offer_id, ()), today.get(candidate.offer_id, ()))
        for candidate in candidates
    )
    return Comparison(attributes, columns)


def _required(values: Sequence[AttributeValue]) -> str:
    return (
        " · ".join(bound(value.op, say_scalar(value.name, value.value, value.unit)) for value in values)
        or "—"
    )


def _column(
    candidate: CandidateRow,
    attributes: Sequence[tuple[str, str, str]],
    months: Sequence[MonthEligibility],
    today: Sequence[MonthEligibility],
) -> Column:
    verdicts = {verdict.name: verdict for verdict in candidate.match.attributes}
    strip = tuple(_month(month) for month in months)
    open_months = sum(month.eligible for month in strip)
    return Column(
        row=candidate,
        tone=STATE_TONES[candidate.state],
        months=strip,
        months_words=_("%(count)s mois livrables sur 12") % {"count": open_months},
        since=_since(months, today),
        cells=tuple(
            (label, _cell(verdicts[name]) if name in verdicts else None)
            for name, label, _required in attributes
        ),
    )


def _since(months: Sequence[MonthEligibility], today: Sequence[MonthEligibility]) -> str:
    """Say which months opened or closed since the plan was computed."""
    before = {month.month for month in months if month.eligible}
    now = {month.month for month in today if month.eligible}
    if not months or not today or before == now:
        return ""
    names = [
        listed(month_name(one, short=True) for one in sorted(some)) for some in (now - before, before - now)
    ]
    opened, closed = names
    if not closed:
        return _("Les titres ont changé depuis le calcul : s'ouvrent %(opened)s.") % {"opened": opened}
    if not opened:
        return _("Les titres ont changé depuis le calcul : se ferment %(closed)s.") % {"closed": closed}
    return _("Les titres ont changé depuis le calcul : s'ouvrent %(opened)s ; se ferment %(closed)s.") % {
        "opened": opened,
        "closed": closed,
    }


def _cell(verdict: AttributeVerdict) -> Cell:
    offered = _("non indiqué")
    if verdict.offered is not None:
        offered = say_scalar(verdict.name, verdict.offered, verdict.unit)
    gap = ""
    if verdict.verdict is Verdict.FAIL and verdict.gap:
        gap = _("écart %(gap)s") % {"gap": say_measure(*readable(verdict.gap, verdict.unit))}
    return Cell(
        verdict.verdict.value,
        MARKS[verdict.verdict],
        say_enum(verdict.verdict),
        offered,
        gap,
        say(verdict.reason),
    )


def _month(month: MonthEligibility) -> Month:
    return Month(
        month_name(month.month),
        month_name(month.month, short=True),
        month.eligible,
        " · ".join(say(reason) for reason in month.reasons),
    )
