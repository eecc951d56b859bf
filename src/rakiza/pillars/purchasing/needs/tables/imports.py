"""One import as a row and as the head of its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.jobs.models import Job
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.models import NeedImport

_TONES = {
    ImportState.UPLOADED: "info",
    ImportState.MAPPED: "info",
    ImportState.REFUSED: "attention",
    ImportState.REVIEWED: "confirm",
    ImportState.CONFIRMED: "good",
    ImportState.UNDONE: "neutral",
}

STEPS: dict[str, str | Promise] = {
    "fichier": _("Fichier"),
    "colonnes": _("Colonnes"),
    "verification": _("Vérification"),
    "confirmation": _("Confirmation"),
}
_WAITS_AT = {
    ImportState.UPLOADED: "colonnes",
    ImportState.REFUSED: "colonnes",
    ImportState.MAPPED: "verification",
    ImportState.REVIEWED: "verification",
    ImportState.CONFIRMED: "confirmation",
    ImportState.UNDONE: "fichier",
}
_STAGES: dict[str, str | Promise] = {
    "": _("En attente d'un poste de travail"),
    "opening": _("Ouverture du fichier"),
    "reading": _("Lecture des désignations"),
    "comparing": _("Comparaison au catalogue"),
    "saving": _("Enregistrement"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an import: whether it is behind, shown, and can be opened yet."""

    key: str
    label: str | Promise
    done: bool
    current: bool
    open: bool


def first_step(need_import: NeedImport) -> str:
    """Return the step that an import waits at."""
    return _WAITS_AT[ImportState(need_import.state)]


def steps_of(need_import: NeedImport, shown: str) -> tuple[Step, ...]:
    """Return the four steps; those after the one that the import waits at aren't open yet."""
    keys = list(STEPS)
    reached = {
        ImportState.UPLOADED: 1,
        ImportState.REFUSED: 1,
        ImportState.MAPPED: 2,
        ImportState.REVIEWED: 3,
        ImportState.CONFIRMED: 4,
        ImportState.UNDONE: 4,
    }[ImportState(need_import.state)]
    behind = 2 if need_import.state == ImportState.REVIEWED else reached
    return tuple(
        Step(key, STEPS[key], keys.index(key) < behind, key == shown, keys.index(key) <= reached)
        for key in keys
    )


def stage_words(job: Job | None) -> str | Promise:
    """Say what a reading job is doing."""
    return _STAGES.get(job.stage, job.stage) if job else ""


@dataclass(frozen=True, slots=True)
class ShownImport:
    """An import with the tone of its state."""

    item: NeedImport
    tone: str


def shown_import(need_import: NeedImport) -> ShownImport:
    """Return an import for a page."""
    return ShownImport(need_import, tone_of(need_import))


def tone_of(need_import: NeedImport) -> str:
    """Return the tone of an import's state."""
    return _TONES[ImportState(need_import.state)]
