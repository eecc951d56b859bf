"""How long a dated title still holds, in a tone and words; the state is a room's own, the dates are everyone's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rakiza.kernel.presentation.tones import Tone
from rakiza.kernel.wording.formats import number

SOON_DAYS = 90


@dataclass(frozen=True, slots=True)
class Validity:
    """A tone, words, and the days left where they are counted."""

    tone: Tone
    words: str
    days_left: int | None


def validity(*, holds: bool, state: object, first: date, last: date | None, today: date) -> Validity:
    """Say how a title stands on `today`; `holds` is False where its state itself ends it."""
    if not holds:
        return Validity(Tone.ATTENTION, str(state), None)
    if first > today:
        return Validity(Tone.INFO, _("à venir"), None)
    if last is None:
        return Validity(Tone.GOOD, _("sans terme"), None)
    left = (last - today).days
    if left < 0:
        return Validity(Tone.ATTENTION, _("expiré"), left)
    words = ngettext("%(days)s jour", "%(days)s jours", left) % {"days": number(left)}
    return Validity(Tone.CONFIRM if left <= SOON_DAYS else Tone.GOOD, words, left)
