"""The whole demonstration, step by step: parties, supply, buyers' files, plan."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from rakiza.demonstration.cases import load_cases
from rakiza.demonstration.catalogue import YEAR
from rakiza.demonstration.cluster import Cluster, create_cluster
from rakiza.demonstration.dossiers import load_dossiers
from rakiza.demonstration.expertise import load_expertise
from rakiza.demonstration.joining import load_joining
from rakiza.demonstration.makers_rooms import load_makers_rooms
from rakiza.demonstration.marks import load_marks
from rakiza.demonstration.needs_files import write_complement, write_needs_file
from rakiza.demonstration.next_year import load_next_year
from rakiza.demonstration.orders import hold_orders, load_orders
from rakiza.demonstration.publication import change_titles, publish
from rakiza.demonstration.steps import LoadingFailed, Show, finish, refused, reviewed
from rakiza.demonstration.supply import import_references, load_supply
from rakiza.engine.planning.progress import Stage
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.wording import say_enum
from rakiza.pillars.purchasing.needs.actions import confirm_import, undo_import, upload_needs
from rakiza.pillars.purchasing.needs.knowledge import knowledge, reader
from rakiza.pillars.purchasing.plans.actions import create_plan, run_plan, set_import_prices
from rakiza.pillars.purchasing.plans.models import Plan

PLAN_NAME = f"Plan {YEAR} des achats locaux (démonstration)"
_OTHER_NAMES = (f"مخطط {YEAR} للاقتناءات المحلية (تجريبي)", f"Local purchasing plan {YEAR} (demonstration)")


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
        load_marks(cluster)
        load_dossiers(cluster)
        load_expertise(cluster)
        load_makers_rooms(cluster)
        load_joining(cluster)
    with tempfile.TemporaryDirectory() as folder:
        _load_needs(cluster, Path(folder), show)
        plan = _plan(cluster.coordinator, show)
        label = _("L'année suivante")
        show(label, 0, 1)
        later = load_next_year(cluster, Path(folder))
    label = _("Publication et alertes")
    show(label, 0, 3)
    publish(cluster, plan, later)
    show(label, 1, 3)
    load_orders(cluster, plan)
    show(label, 2, 3)
    change_titles(cluster, plan)
    hold_orders(plan)
    show(label, 3, 3)
    return Loaded(count, plan)


def _load_needs(cluster: Cluster, folder: Path, show: Show) -> None:
    """Confirm each buyer's file; leave one handed over, one illegible, one to review, one undone."""
    label = _("Besoins des acheteurs")
    total = len(cluster.buyers) + 3
    for done, (group, actor) in enumerate(cluster.buyers):
        show(label, done, total)
        confirm_import(actor, reviewed(actor, write_needs_file(group, folder)))
    group, actor = cluster.buyers[-1]
    undo_import(actor, confirm_import(actor, reviewed(actor, write_complement(group, folder))))
    show(label, total - 2, total)
    group, actor = cluster.buyers[0]
    reviewed(actor, write_complement(group, folder))
    show(label, total - 1, total)
    group, actor = cluster.buyers[1]
    upload_needs(
        actor, [write_complement(group, folder).read_bytes()], name=f"complement-{group.key}", year=YEAR
    )
    refused(actor, _illegible(folder))
    show(label, total, total)


def _illegible(folder: Path) -> Path:
    """Write a table of something else: no heading of it is a list's."""
    path = folder / "horaires.csv"
    path.write_text("Service;Ouverture;Fermeture\nAccueil;8 h;18 h\nPharmacie;9 h;17 h\n", "utf-8")
    return path


def _plan(coordinator: Actor, show: Show) -> Plan:
    set_import_prices(coordinator, YEAR, import_references())
    plan = create_plan(coordinator, year=YEAR, name=PLAN_NAME, names=_OTHER_NAMES)
    run = run_plan(coordinator, plan)
    if run.job is None:
        raise LoadingFailed(_("Le calcul du plan n'a pas pu être lancé."))
    finish(run.job, lambda stage, done, total: show(stage_label(stage), done, total))
    show(stage_label("saving"), 1, 1)
    plan.refresh_from_db()
    return plan


def stage_label(stage: str) -> str:
    """Return the words of a stage of the plan's job."""
    own = {
        "gathering": _("Réunion des données"),
        "documents": _("Écriture des documents"),
        "saving": _("Enregistrement"),
    }
    return own[stage] if stage in own else say_enum(Stage(stage))
