"""The whole demonstration, step by step: parties, supply, buyers' files, plan."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from rakiza.demonstration.cases import load_cases
from rakiza.demonstration.catalogue import YEAR
from rakiza.demonstration.cluster import Cluster, create_cluster
from rakiza.demonstration.dossiers import load_dossiers
from rakiza.demonstration.makers_rooms import load_makers_rooms
from rakiza.demonstration.needs_files import write_complement, write_needs_file
from rakiza.demonstration.supply import import_references, load_supply
from rakiza.engine.planning.progress import Stage
from rakiza.kernel.jobs.actions import run as run_job
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.wording import say_enum
from rakiza.pillars.purchasing.needs.actions import confirm_import, map_columns, undo_import, upload_needs
from rakiza.pillars.purchasing.needs.knowledge import knowledge, reader
from rakiza.pillars.purchasing.needs.models import NeedImport
from rakiza.pillars.purchasing.plans.actions import create_plan, run_plan, set_import_prices
from rakiza.pillars.purchasing.plans.models import Plan

PLAN_NAME = f"Plan {YEAR} des achats locaux (démonstration)"
Show = Callable[[str, int, int], None]


class LoadingFailed(Exception):  # noqa: N818 - what happened, said to the user
    """A step didn't succeed; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the demonstration holds once loaded."""

    articles: int
    plan: Plan


def load_demonstration(show: Show) -> Loaded:
    """Load everything into an empty database; `show(label, done, total)` hears of progress."""
    label = _("Organisations et catalogue")
    show(label, 0, 1)
    with transaction.atomic():
        cluster = create_cluster()
        count = load_supply(cluster, knowledge(), reader(), partial(show, label))
        load_cases(cluster)
        load_dossiers(cluster)
        load_makers_rooms(cluster)
    with tempfile.TemporaryDirectory() as folder:
        _load_needs(cluster, Path(folder), show)
    return Loaded(count, _plan(cluster.coordinator, show))


def _load_needs(cluster: Cluster, folder: Path, show: Show) -> None:
    """Confirm each buyer's file, leave one to review, undo one: so that every page has something to show."""
    label = _("Besoins des acheteurs")
    total = len(cluster.buyers) + 2
    for done, (group, actor) in enumerate(cluster.buyers):
        show(label, done, total)
        confirm_import(actor, _reviewed(actor, write_needs_file(group, folder)))
    group, actor = cluster.buyers[-1]
    undo_import(actor, confirm_import(actor, _reviewed(actor, write_complement(group, folder))))
    show(label, total - 1, total)
    group, actor = cluster.buyers[0]
    _reviewed(actor, write_complement(group, folder))
    show(label, total, total)


def _reviewed(actor: Actor, path: Path) -> NeedImport:
    """Hand a file over and have it read, as the page and its worker do."""
    with transaction.atomic():
        upload = upload_needs(actor, [path.read_bytes()], name=path.name, year=YEAR)
        job = map_columns(actor, upload.need_import)
    _finish(job, None)
    upload.need_import.refresh_from_db()
    return upload.need_import


def _plan(coordinator: Actor, show: Show) -> Plan:
    set_import_prices(coordinator, YEAR, import_references())
    plan = create_plan(coordinator, year=YEAR, name=PLAN_NAME)
    run = run_plan(coordinator, plan)
    if run.job is None:
        raise LoadingFailed(_("Le calcul du plan n'a pas pu être lancé."))
    _finish(run.job, lambda stage, done, total: show(stage_label(stage), done, total))
    show(stage_label("saving"), 1, 1)
    plan.refresh_from_db()
    return plan


def _finish(job: Job, listener: Show | None) -> None:
    """Run a job here and now; the copy that waits in the queue will find it done."""
    if run_job(job.pk, listener) != JobState.DONE:
        job.refresh_from_db()
        raise LoadingFailed(job.message or job.message_code)


def stage_label(stage: str) -> str:
    """Return the words of a stage of the plan's job."""
    own = {
        "gathering": _("Réunion des données"),
        "documents": _("Écriture des documents"),
        "saving": _("Enregistrement"),
    }
    return own[stage] if stage in own else say_enum(Stage(stage))
