"""One run of `rakiza demo`: an empty, half-made or ready folder in, a loaded demonstration out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from rakiza.demonstration.catalogue import YEAR
from rakiza.demonstration.folder import DemoFolder, FolderState
from rakiza.demonstration.loading import PLAN_NAME, load_demonstration
from rakiza.demonstration.steps import LoadingFailed, Show
from rakiza.engine.planning.plan import PlanFigures
from rakiza.kernel.codec import load
from rakiza.kernel.files.storage import flushed_together
from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.kernel.wording import formats
from rakiza.pillars.purchasing.eligibility.models import TitleAlert
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.plans.models import Plan


class DemoRefused(Exception):  # noqa: N818 - said to the user as it is
    """The demonstration can't be made here; the message says why and what to do."""


def prepare(folder: Path, *, reset: bool, console: Console) -> None:
    """Make the demonstration ready in `folder`, loading it only where it isn't there yet."""
    if connection.vendor != "sqlite" or Path(str(settings.DATABASES["default"]["NAME"])).parent != folder:
        raise DemoRefused(
            _("La démonstration tient dans son propre dossier : retirez DATABASE_URL de l'environnement.")
        )
    demo = DemoFolder(folder)
    state = demo.state()
    if state is FolderState.FOREIGN:
        raise DemoRefused(
            _(
                "%(folder)s contient déjà une base qui n'est pas la démonstration ; rien n'y est touché. "
                "Donnez un autre dossier dans RAKIZA_DATA_DIR."
            )
            % {"folder": folder}
        )
    if state is FolderState.HALF_MADE:
        console.print(_("Un premier chargement avait été interrompu : il est repris du début."))
    if state is FolderState.HALF_MADE or (reset and state is FolderState.READY):
        demo.clear()
        state = FolderState.EMPTY
    if state is FolderState.READY:
        call_command("migrate", verbosity=0, interactive=False)
        return
    demo.begin()
    with flushed_together(), _unhurried_disk():
        _load(console)
    demo.finish()


@contextmanager
def _unhurried_disk() -> Iterator[None]:
    """Commit without waiting for the disk: what a power cut leaves of a demonstration is made anew anyway."""
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA synchronous").fetchone()
        cursor.execute("PRAGMA synchronous=OFF")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={int(before)}")


def _load(console: Console) -> None:
    started = time.monotonic()
    with _bars(console) as show:
        label = _("Base de données")
        show(label, 0, 1)
        call_command("migrate", verbosity=0, interactive=False)
        show(label, 1, 1)
        try:
            load_demonstration(show)
        except LoadingFailed as failure:
            raise DemoRefused(str(failure)) from failure
    seconds = formats.number(round(time.monotonic() - started, 1))
    console.print(_("Démonstration chargée en %(seconds)s s.") % {"seconds": seconds})


@contextmanager
def _bars(console: Console) -> Iterator[Show]:
    columns = (
        TextColumn("{task.description}", justify="left"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, TaskID] = {}

        def show(label: str, done: int, total: int) -> None:
            if label not in tasks:
                for task in tasks.values():
                    _complete(progress, task)
                tasks[label] = progress.add_task(label, total=max(total, 1))
            progress.update(tasks[label], completed=done if total else 1, total=max(total, 1))

        yield show
        for task in tasks.values():
            _complete(progress, task)


def _complete(progress: Progress, task: TaskID) -> None:
    progress.update(task, completed=progress.tasks[task].total)


def print_summary(console: Console, folder: Path) -> None:
    """Print what was loaded, where it is, and who can sign in."""
    plan = Plan.objects.select_related("current_run").get(name=PLAN_NAME)
    table = Table(title=plan.name, title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_column()
    for row in _figures(plan):
        table.add_row(*row)
    console.print(table)
    _print_accounts(console)
    console.print(
        _("Données : %(folder)s (fictives ; `rakiza demo --reset` repart de zéro)") % {"folder": folder},
        soft_wrap=True,
    )


def _figures(plan: Plan) -> list[tuple[str, str, str]]:
    lines = NeedLine.objects.confirmed_for(YEAR).count()
    parties = Organisation.objects.filter(is_demonstration=True)
    rows = [
        (_("Fabricants"), formats.number(parties.suppliers().count()), _("fictifs")),
        (_("Lignes de besoin"), formats.number(lines), _("de %(count)s groupes de santé") % {"count": parties.health_groups().count()}),
    ]  # fmt: skip
    if plan.current_run is None:
        return rows
    figures = load(PlanFigures, plan.current_run.figures)
    share = "—" if figures.local_share is None else formats.percent(figures.local_share)
    covered = formats.money(figures.covered_value, "MAD", places=0)
    return [
        *rows,
        (_("Lots"), formats.number(figures.lots), _("%(whole)s couverts, %(part)s en partie, %(none)s non couverts") % {
            "whole": figures.lots_covered, "part": figures.lots_partly_covered, "none": figures.lots_uncovered}),
        (_("Part locale"), share, _("de la valeur estimée ; %(covered)s couverts") % {"covered": covered}),
        (_("En jeu"), formats.money(_at_stake(plan), "MAD", places=0), _("par des titres qui finissent après la publication")),
        (_("Économie"), formats.money(figures.savings, "MAD", places=0), _("contre le prix de référence, là où il est connu")),
    ]  # fmt: skip


def _at_stake(plan: Plan) -> Decimal:
    alerts = TitleAlert.objects.filter(plan=plan).standing()
    return sum((alert.value for alert in alerts), Decimal(0))


def _print_accounts(console: Console) -> None:
    table = Table(
        title=_("Comptes (mot de passe : %(password)s)") % {"password": PASSWORD},
        title_justify="left",
        show_header=False,
    )
    table.add_column(no_wrap=True)
    own = Membership.objects.filter(
        user__email__endswith=f"@{DOMAIN}", delegated_by=None
    )  # none that is lent
    memberships = own.select_related("user", "organisation")
    for membership in memberships.order_by("pk"):
        table.add_row(membership.user.email, membership.get_role_display(), membership.organisation.name)
    console.print(table)
