"""One run of `rakiza plan`: read, plan, write, sum up. All of the output, or none of it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from rakiza.engine.allocation import NO_PLAN
from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning import PlanInputError, make_plan
from rakiza.engine.planning.plan import Plan
from rakiza.engine.planning.progress import Stage
from rakiza.engine.planning.values import PlanInputs, Rules
from rakiza.engine.reading import Reader
from rakiza.kernel.imports.column_map import ColumnMap, read_column_map
from rakiza.kernel.imports.problems import RowProblem
from rakiza.kernel.imports.refusals import FileRefused
from rakiza.kernel.system_errors import said_of
from rakiza.kernel.wording import say_enum
from rakiza.pillars.purchasing.documents import write_plan_documents
from rakiza.pillars.purchasing.plan_summary import print_problems, print_summary
from rakiza.pillars.purchasing.rules_file import RulesError, read_rules
from rakiza.pillars.purchasing.spreadsheets import (
    NeedsFile,
    OffersFile,
    read_needs,
    read_offers,
    write_rejected,
)
from rakiza.reference.families import load as load_families
from rakiza.reference.nomenclature import emdn

DONE, DONE_WITH_REJECTED, NOTHING_DONE = 0, 1, 2
REJECTED = "rejected.xlsx"


class GivenTwiceError(RulesError):
    """Two needs files hold the very same bytes; counting both would double the needs."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            _(
                "%(second)s est le même fichier que %(first)s : ses besoins compteraient deux fois. N'en donnez qu'un."
            )
            % {"first": first, "second": second}
        )


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What the command was asked for."""

    needs: tuple[Path, ...]
    offers: Path
    year: int
    output: Path
    rules: Path | None
    columns: Path | None
    language: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything read from the files."""

    needs: tuple[NeedsFile, ...]
    offers: OffersFile
    rules: Rules

    @property
    def files(self) -> tuple[NeedsFile | OffersFile, ...]:
        """Every file read, in the order given, offers last."""
        return (*self.needs, self.offers)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """Every row problem, files in the order given, offers last."""
        return tuple(p for file in self.files for p in file.problems)

    @property
    def rejected(self) -> int:
        """How many rows were left out."""
        return sum(len(file.rejected) for file in self.files)

    def inputs(self, year: int) -> PlanInputs:
        """Return the planner's inputs."""
        files = tuple((file.file, file.sha256) for file in self.files)
        return PlanInputs(
            year=year,
            needs=tuple(need for file in self.needs for need in file.needs),
            makers=self.offers.makers,
            devices=self.offers.devices,
            offers=self.offers.offers,
            titles=self.offers.titles,
            imports=self.offers.imports,
            rules=self.rules,
            files=files,
        )


def run(request: PlanRequest, console: Console, errors: Console) -> int:
    """Run the whole job and return the exit code."""
    started = time.monotonic()
    with _stages(console) as stages:
        knowledge = load_families()
        reader = Reader(knowledge, emdn().terms)
        try:
            gathered = _gather(request, knowledge, reader, stages)
        except (FileRefused, RulesError) as refusal:
            stages.stop()
            said = refusal.message() if isinstance(refusal, FileRefused) else str(refusal)
            errors.print(f"[bold]{escape(said)}[/bold]", soft_wrap=True)
            return NOTHING_DONE
        inputs = gathered.inputs(request.year)
        if not inputs.needs:
            stages.stop()
            print_problems(errors, gathered.problems)
            errors.print(_("Aucune ligne de besoin utilisable : rien n'a été écrit."))
            return NOTHING_DONE
        try:
            plan = make_plan(inputs, knowledge, reader, stages, processes=os.cpu_count() or 1)
        except PlanInputError as error:
            stages.stop()
            errors.print(_("Les données du plan se contredisent : %(why)s") % {"why": error}, soft_wrap=True)
            return NOTHING_DONE
        if plan.solve.status in NO_PLAN:
            stages.stop()
            errors.print(
                _(
                    "Aucun plan n'obéit à ces règles ensemble : rien n'a été écrit. Desserrez le plancher de part "
                    "locale, la part maximale d'un fabricant ou le budget."
                ),
                soft_wrap=True,
            )
            return NOTHING_DONE
        try:
            written = _write(plan, knowledge, gathered, request, stages)
        except OSError as error:
            stages.stop()
            errors.print(
                _("Le dossier %(path)s ne peut pas être écrit : %(why)s")
                % {"path": request.output, "why": said_of(error)}
            )
            return NOTHING_DONE
    print_problems(errors, gathered.problems)
    print_summary(console, plan, written, gathered.rejected, time.monotonic() - started)
    return DONE_WITH_REJECTED if gathered.rejected else DONE


def _gather(request: PlanRequest, knowledge: KnowledgeBase, reader: Reader, stages: _Stages) -> Gathered:
    rules = read_rules(request.rules) if request.rules else Rules()
    column_map: ColumnMap | None = read_column_map(request.columns) if request.columns else None
    paths = (*request.needs, request.offers)
    needs: list[NeedsFile] = []
    for number, path in enumerate(request.needs):
        stages.show(_("Lecture des fichiers"), number, len(paths))
        file = read_needs(path, member=path.stem, year=request.year, column_map=column_map, read=reader.read)
        twice = next((other for other in needs if other.sha256 == file.sha256), None)
        if twice is not None:
            raise GivenTwiceError(twice.file, file.file)
        needs.append(file)
    stages.show(_("Lecture des fichiers"), len(needs), len(paths))
    offers = read_offers(request.offers, year=request.year, read=reader.read, families=knowledge)
    stages.show(_("Lecture des fichiers"), len(paths), len(paths))
    return Gathered(tuple(needs), offers, rules)


def _write(
    plan: Plan, knowledge: KnowledgeBase, gathered: Gathered, request: PlanRequest, stages: _Stages
) -> tuple[Path, ...]:
    """Write the documents beside their place, then move them in: nobody sees half a plan."""
    label = _("Écriture des documents")
    stages.show(label, 0, 2)
    request.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=request.output, prefix=".writing-") as folder:
        draft = Path(folder)
        write_plan_documents(plan, knowledge, draft, request.language)
        stages.show(label, 1, 2)
        if gathered.rejected:
            write_rejected(draft / REJECTED, gathered.files, request.language)
        names = sorted(path.name for path in draft.iterdir())
        for name in names:
            shutil.move(draft / name, request.output / name)
    if not gathered.rejected:
        (request.output / REJECTED).unlink(missing_ok=True)
    stages.show(label, 2, 2)
    return tuple(request.output / name for name in names)


class _Stages:
    """Progress by stage on the terminal; callable as the planner's `Progress`."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        self.show(say_enum(stage), done, total)

    def show(self, label: str, done: int, total: int) -> None:
        """Show `done` of `total` of the stage named `label`."""
        if label not in self._tasks:
            self._tasks[label] = self._progress.add_task(label, total=max(total, 1))
        self._progress.update(self._tasks[label], completed=done if total else 1, total=max(total, 1))

    def stop(self) -> None:
        """End the display, before an error is printed."""
        self._progress.stop()


@contextmanager
def _stages(console: Console) -> Iterator[_Stages]:
    columns = (
        TextColumn("{task.description}", justify="left"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        yield _Stages(progress)
