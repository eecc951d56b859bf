"""What the lint of a requirement says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rakiza.engine.matching.values import Requirement
from rakiza.engine.reasons import Reason


class Severity(StrEnum):
    """What a finding asks of the buyer: mend it, justify it, or think about it."""

    ERROR = "error"  # nothing can meet it
    WARNING = "warning"  # it shuts out competition
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `reason` says what is wrong (its code is the finding's), `proposal` what to write.

    `words` quotes the text where a word is at fault; `attribute` names the clause where one is.
    `relaxed` is the requirement once the proposal is taken, and `makers` those who would then qualify.
    """

    severity: Severity
    reason: Reason
    proposal: Reason
    words: str = ""
    attribute: str | None = None
    relaxed: Requirement | None = None
    makers: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """What kind of finding it is; stable, so that a justification can name it."""
        return self.reason.code
