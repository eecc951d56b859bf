"""Reasons in words: one French sentence a code, with named parameters, translated by gettext."""

from __future__ import annotations

from collections.abc import Mapping

from rakiza.engine.reasons import Reason
from rakiza.kernel.wording.formats import DIRHAM
from rakiza.kernel.wording.language import base_language, translate
from rakiza.kernel.wording.reasons.allocation import ALLOCATION
from rakiza.kernel.wording.reasons.explanation import EXPLANATION
from rakiza.kernel.wording.reasons.lint import LINT
from rakiza.kernel.wording.reasons.matching import MATCHING
from rakiza.kernel.wording.reasons.parameters import shown_parameters
from rakiza.kernel.wording.reasons.planning import PLANNING
from rakiza.kernel.wording.reasons.reading import READING
from rakiza.kernel.wording.vocabulary import Vocabulary, vocabulary

CATALOGUE: dict[str, str] = {**READING, **MATCHING, **LINT, **PLANNING, **ALLOCATION, **EXPLANATION}


def say(
    reason: Reason,
    language: str | None = None,
    words: Vocabulary | None = None,
    names: Mapping[str, str] | None = None,
    rules: Mapping[str, str] | None = None,
    currency: str = DIRHAM,
) -> str:
    """Return the reason as one sentence in `language` (None: the active one).

    `names` gives the names of families and of offers' makers by identifier, where a sentence names one;
    `rules` what the rules of a plan are called; prices are in `currency`.

    A code without words gives the code itself: a page never breaks over a sentence that is missing.
    """
    template = CATALOGUE.get(reason.code)
    if template is None:
        return reason.code
    own = (words or vocabulary(), names or {}, rules or {})
    shown = shown_parameters(reason, base_language(language), *own, currency)
    return translate(template, language) % shown
