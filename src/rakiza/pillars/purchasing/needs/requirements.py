"""What is wrong with a requirement, and what its buyer decides: kept with a reason, or relaxed.

A decision is about a text of a member's lists of one year. Relaxing takes the clause out of the lines
that no published plan holds; what is published keeps what it was made from, and so does its record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.matching.lint import Finding, Severity
from rakiza.engine.reading.values import Reading
from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump, load
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.purchasing.needs.corrections import recount
from rakiza.pillars.purchasing.needs.enums import Choice
from rakiza.pillars.purchasing.needs.knowledge import linter
from rakiza.pillars.purchasing.needs.models import NeedLine, RequirementDecision
from rakiza.pillars.purchasing.needs.relaxations import Relaxations
from rakiza.pillars.purchasing.needs.remarks import COUNTS, Market, about, remarks_on
from rakiza.pillars.purchasing.needs.values import READING_COLUMNS, RELAXED, apply_reading, reading_of

LEAST_JUSTIFICATION = 10
SERIOUS = frozenset({Severity.ERROR, Severity.WARNING})
_BATCH = 1000
_REWRITTEN = (*READING_COLUMNS, *COUNTS, "to_confirm", "confirmed_by", "confirmed_at")


@dataclass(frozen=True, slots=True)
class Standing:
    """One finding of today, and the decision on it where there is one."""

    finding: Finding
    decision: RequirementDecision | None

    @property
    def about(self) -> str:
        """What the finding is about, as a form sends it back."""
        return about(self.finding)

    @property
    def must_justify(self) -> bool:
        """Whether keeping it wants a written reason."""
        return self.finding.severity in SERIOUS


def standings(line: NeedLine) -> tuple[Standing, ...]:
    """Return the findings on a line held against what is on sale, each with its decision; three queries."""
    reading = reading_of(line)
    if reading.family is None:
        return ()
    market = Market.of({reading.family}, linter())
    found = market.findings(linter(), line.text, reading)
    decided = {(one.code, one.about): one for one in decisions_on(line)}
    return tuple(Standing(one, decided.get((one.code, about(one)))) for one in found)


def decisions_on(line: NeedLine) -> tuple[RequirementDecision, ...]:
    """Return the decisions in force on a line's text, the latest first."""
    found = RequirementDecision.objects.in_force().of_text(line.organisation_id, line.year, line.folded)
    return tuple(found.select_related("decided_by").order_by("-decided_at", "-pk"))


@transaction.atomic
def decide(
    actor: Actor, line: NeedLine, *, code: str, subject: str, choice: Choice, justification: str
) -> RequirementDecision:
    """Keep or relax one clause of a text, for its lines of the year that no published plan holds."""
    require(actor, "needs.change", line)
    lines = _open_lines(actor, line)
    standing = _standing(line, code, subject)
    written = justification.strip()[:2000]
    if choice is Choice.KEEP and standing.must_justify and len(written) < LEAST_JUSTIFICATION:
        raise Refused(
            "needs.justify",
            _("Écrivez pourquoi cette exigence est gardée, en %(least)s caractères au moins."),
            least=LEAST_JUSTIFICATION,
        )
    if standing.decision is not None:
        _withdraw(actor, standing.decision)
    removed = _removed(reading_of(line), standing.finding) if choice is Choice.RELAX else ()
    decision = RequirementDecision.objects.create(
        organisation=actor.organisation,
        year=line.year,
        folded=line.folded,
        code=code,
        about=subject,
        finding=dump(replace(standing.finding, relaxed=None, makers=())),
        choice=choice,
        justification=written,
        removed=[dump(value) for value in removed],
        decided_by=actor.user,
        decided_at=timezone.now(),
    )
    _rewrite(actor, lines, seen=bool(removed))
    record(
        actor,
        "needs.keep_requirement" if choice is Choice.KEEP else "needs.relax_requirement",
        line,
        after={"finding": code, "about": subject, "justification": written, "lines": len(lines)},
    )
    return decision


@transaction.atomic
def withdraw_decision(actor: Actor, line: NeedLine, decision: RequirementDecision) -> None:
    """Take a decision back: what was relaxed is asked for again."""
    require(actor, "needs.change", line)
    lines = _open_lines(actor, line)
    _withdraw(actor, decision)
    restored = load(tuple[AttributeValue, ...], decision.removed)
    for one in lines:
        apply_reading(one, _restored(reading_of(one), restored))
    _rewrite(actor, lines, seen=False)
    record(actor, "needs.withdraw_decision", line, before={"finding": decision.code, "about": decision.about})


def _open_lines(actor: Actor, line: NeedLine) -> list[NeedLine]:
    """Return the text's lines of the year that may change, locked; Refused where `line` is none of them."""
    twins = NeedLine.objects.changeable().filter(
        organisation=actor.organisation, year=line.year, folded=line.folded
    )
    lines = list(twins.select_for_update(of=("self",)))
    if line.pk not in {twin.pk for twin in lines}:
        raise Refused("needs.line_held", _("Cette ligne figure dans un plan publié ou un import annulé."))
    return lines


def _standing(line: NeedLine, code: str, subject: str) -> Standing:
    found = next((one for one in standings(line) if (one.finding.code, one.about) == (code, subject)), None)
    if found is None:
        raise Refused("needs.no_such_finding", _("Cette remarque n'a plus lieu d'être : relisez la ligne."))
    return found


def _withdraw(actor: Actor, decision: RequirementDecision) -> None:
    RequirementDecision.objects.filter(pk=decision.pk, withdrawn_at__isnull=True).update(
        withdrawn_by=actor.user, withdrawn_at=timezone.now()
    )


def _removed(reading: Reading, finding: Finding) -> tuple[AttributeValue, ...]:
    """Return what relaxing takes out: what the proposal drops, else the clause at fault."""
    if finding.relaxed is not None:
        return tuple(value for value in reading.attributes if value not in finding.relaxed.attributes)
    return tuple(value for value in reading.attributes if value.name == finding.attribute)


def _restored(reading: Reading, values: tuple[AttributeValue, ...]) -> Reading:
    missing = tuple(value for value in values if value not in reading.attributes)
    reasons = tuple(reason for reason in reading.reasons if reason.code != RELAXED)
    return replace(reading, attributes=(*reading.attributes, *missing), reasons=reasons)


def _rewrite(actor: Actor, lines: list[NeedLine], *, seen: bool) -> None:
    """Bring lines in step with the decisions in force; `seen`: the person looked at the reading too."""
    if not lines:
        return
    relaxations = Relaxations.of(actor.organisation.pk, lines[0].year, lines[0].folded)
    market = Market.of({line.family for line in lines if line.family}, linter())
    for line in lines:
        relaxations.apply(line, remarks_on(linter(), line.text, reading_of(line), market))
        if seen:
            line.to_confirm, line.confirmed_by, line.confirmed_at = False, actor.user, timezone.now()
    NeedLine.objects.bulk_update(lines, _REWRITTEN, batch_size=_BATCH)
    recount({line.need_import_id for line in lines})
