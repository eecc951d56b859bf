"""The fourth document of a run: the rows that members' confirmed lists left out."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from tests.factories import csv_of
from tests.factories.plans import Scene, a_scene

from rakiza.kernel.files.actions import path_of
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.purchasing.needs.actions import confirm_import, map_columns, undo_import, upload_needs
from rakiza.pillars.purchasing.needs.models import NeedImport
from rakiza.pillars.purchasing.plans.actions import run_plan
from rakiza.pillars.purchasing.plans.queries import plan_files

OnCommit = Callable[..., object]
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    return a_scene()


def _confirmed(scene: Scene, on_commit: OnCommit, buyer: int, *rows: str) -> NeedImport:
    actor = scene.buyers[buyer]
    taken = upload_needs(actor, [csv_of(*rows)], name=f"liste-{buyer}.csv", year=2027).need_import
    with on_commit(execute=True):  # type: ignore[attr-defined]
        map_columns(actor, taken)
    taken.refresh_from_db()
    return confirm_import(actor, taken)


def _run(scene: Scene, on_commit: OnCommit) -> None:
    with on_commit(execute=True):  # type: ignore[attr-defined]
        run_plan(scene.coordinator, scene.plan)
    scene.plan.refresh_from_db()


def test_the_rows_left_out_of_every_list_are_gathered(
    scene: Scene, django_capture_on_commit_callbacks: OnCommit
) -> None:
    _confirmed(
        scene, django_capture_on_commit_callbacks, 0, "SERINGUE 10 ML;400;piece", "GANT EXAMEN M;-3;boite"
    )
    _confirmed(scene, django_capture_on_commit_callbacks, 1, "SERINGUE 10 ML;40;piece", "COMPRESSE;5;zinzin")
    undone = _confirmed(
        scene, django_capture_on_commit_callbacks, 2, "SERINGUE 5 ML;9;piece", "SONDE;-1;boite"
    )
    undo_import(scene.buyers[2], undone)

    _run(scene, django_capture_on_commit_callbacks)

    files = {file.kind: file.file for file in plan_files(scene.coordinator, scene.plan)}
    assert set(files) == {"plan_xlsx", "plan_pdf", "plan_json", "rejected"}
    assert files["rejected"].original_name == "rejected-2027-fr.xlsx"
    content = io.BytesIO(path_of(files["rejected"]).read_bytes())
    sheet = openpyxl.load_workbook(content).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    designation, member = header.index("Désignation"), header.index("Membre")
    assert sorted((row[designation], row[member]) for row in rows) == sorted(
        [
            ("GANT EXAMEN M", scene.buyers[0].organisation.name),
            ("COMPRESSE", scene.buyers[1].organisation.name),
        ]
    )


def test_without_rows_left_out_there_are_three_documents(
    scene: Scene, django_capture_on_commit_callbacks: OnCommit
) -> None:
    _confirmed(scene, django_capture_on_commit_callbacks, 0, "SERINGUE 10 ML;400;piece")

    _run(scene, django_capture_on_commit_callbacks)

    kinds = {file.kind for file in plan_files(scene.coordinator, scene.plan)}
    assert kinds == {"plan_xlsx", "plan_pdf", "plan_json"}


def test_a_buyer_has_none_of_the_plans_documents(
    scene: Scene, django_capture_on_commit_callbacks: OnCommit
) -> None:
    _confirmed(
        scene, django_capture_on_commit_callbacks, 0, "SERINGUE 10 ML;400;piece", "GANT EXAMEN M;-3;boite"
    )
    _run(scene, django_capture_on_commit_callbacks)

    with pytest.raises(NotAllowed):
        plan_files(scene.buyers[0], scene.plan)
