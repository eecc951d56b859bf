"""Findings on a requirement and what was decided of them, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.engine.matching.lint import Finding, Severity
from rakiza.kernel.codec import load
from rakiza.kernel.presentation.tones import Tone
from rakiza.kernel.wording import say
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.purchasing.needs.knowledge import family_label
from rakiza.pillars.purchasing.needs.models import RequirementDecision
from rakiza.pillars.purchasing.needs.requirements import Standing

_SAID: dict[Severity, tuple[Tone, str | Promise]] = {
    Severity.ERROR: (Tone.ATTENTION, _("rien ne peut y répondre")),
    Severity.WARNING: (Tone.CONFIRM, _("écarte la concurrence")),
    Severity.ADVICE: (Tone.INFO, _("à considérer")),
}


@dataclass(frozen=True, slots=True)
class ShownStanding:
    """One finding: how grave, what is wrong with the words quoted, what to write instead."""

    standing: Standing
    tone: str
    gravity: str | Promise
    sentence: str
    proposal: str
    makers: int


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """One decision and the finding that it was about, as it was then."""

    decision: RequirementDecision
    sentence: str

    @property
    def kept(self) -> bool:
        """Whether the requirement was kept."""
        return self.decision.choice == "keep"


def shown_standings(found: Iterable[Standing]) -> list[ShownStanding]:
    """Return the findings that nobody kept or relaxed yet, the gravest first."""
    return [_standing(one) for one in found if one.decision is None]


def _standing(standing: Standing) -> ShownStanding:
    finding = standing.finding
    tone, gravity = _SAID[finding.severity]
    names = _names(finding)
    return ShownStanding(
        standing,
        tone,
        gravity,
        say(finding.reason, names=names),
        say(finding.proposal, names=names),
        len(finding.makers),
    )


def _names(finding: Finding) -> dict[str, str]:
    family = finding.reason.as_mapping().get("family")
    return {str(family): family_label(str(family), base_language(None))} if family else {}


def shown_decisions(decisions: Iterable[RequirementDecision]) -> list[ShownDecision]:
    """Return decisions in words."""
    return [_decision(one) for one in decisions]


def _decision(decision: RequirementDecision) -> ShownDecision:
    finding = load(Finding, decision.finding)
    return ShownDecision(decision, say(finding.reason, names=_names(finding)))
