"""What a state means to its reader: an icon and a colour, always beside a word."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """Good, to confirm, needs attention, plain information, or nothing in particular."""

    GOOD = "good"
    CONFIRM = "confirm"
    ATTENTION = "attention"
    INFO = "info"
    NEUTRAL = "neutral"


TONES: Final[Mapping[Tone, str]] = {
    Tone.GOOD: "check",
    Tone.CONFIRM: "question",
    Tone.ATTENTION: "alert",
    Tone.INFO: "info",
    Tone.NEUTRAL: "dot",
}
