"""What happened to an import or a line, from the audit trail, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import history_of
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine

_WORDS: Mapping[str, Promise] = {
    "needs.upload": _("Fichier déposé"),
    "needs.map": _("Colonnes fixées, lecture lancée"),
    "needs.say_unit": _("Unité expliquée, fichier relu"),
    "needs.forget_unit": _("Explication d'une unité retirée, fichier relu"),
    "needs.confirm": _("Import confirmé"),
    "needs.undo": _("Import annulé"),
    "needs.accept_readings": _("Lectures acceptées"),
    "needs.correct_reading": _("Lecture corrigée"),
    "needs.keep_requirement": _("Exigence gardée"),
    "needs.relax_requirement": _("Exigence assouplie"),
    "needs.withdraw_decision": _("Décision sur une exigence reprise"),
    "needs.reopen_readings": _("Réponses reprises"),
    "needs.forget_correction": _("Lecture corrigée oubliée"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: what, when, who."""

    event: AuditEvent
    words: str | Promise


def history_of_import(need_import: NeedImport) -> tuple[Happening, ...]:
    """Return what happened to an import, the latest first."""
    return _said([*history_of(need_import)])


def history_of_line(line: NeedLine) -> tuple[Happening, ...]:
    """Return what happened to a line and to its import, the latest first."""
    return _said([*history_of(line), *history_of(line.need_import)])


def _said(events: list[AuditEvent]) -> tuple[Happening, ...]:
    events.sort(key=lambda event: event.pk, reverse=True)
    return tuple(Happening(event, _WORDS.get(event.action, event.action)) for event in events)
