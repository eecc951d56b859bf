"""What happened to an import or a line, from the audit trail."""

from __future__ import annotations

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import history_of
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine


def history_of_import(need_import: NeedImport) -> tuple[AuditEvent, ...]:
    """Return what happened to an import, the latest first."""
    return _latest_first([*history_of(need_import, need_import.file)])


def history_of_line(line: NeedLine) -> tuple[AuditEvent, ...]:
    """Return what happened to a line and to its import, the latest first."""
    return _latest_first([*history_of(line), *history_of(line.need_import)])


def _latest_first(events: list[AuditEvent]) -> tuple[AuditEvent, ...]:
    return tuple(sorted(events, key=lambda event: event.pk, reverse=True))
