"""Files whose rows one person proposed, and that wait for a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Min, Model, QuerySet

Proposal = TypeVar("Proposal", bound=Model)


@dataclass(frozen=True, slots=True)
class FileWaiting:
    """A file whose rows wait for a second person; one person proposed them all."""

    file: int
    name: str
    count: int
    proposed_by: int


def files_waiting(waiting: QuerySet[Proposal]) -> list[FileWaiting]:
    """Return the files that proposals (with `source` and `proposed_by`) wait from, oldest first, and how many."""
    rows = waiting.filter(source__isnull=False).order_by().values("source", "source__original_name")
    counted = rows.annotate(count=Count("pk"), by=Min("proposed_by")).order_by("source")
    return [
        FileWaiting(one["source"], one["source__original_name"], one["count"], one["by"]) for one in counted
    ]
