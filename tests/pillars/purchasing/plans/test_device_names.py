"""A plan's documents name devices as their reader does; the plan itself keeps the names that it was made with."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader
from tests.factories.plans import Scene
from tests.pillars.purchasing.plans.conftest import RunScene

from rakiza.kernel.files.actions import path_of
from rakiza.pillars.industry.models import Device
from rakiza.pillars.purchasing.plans.documents import write_documents
from rakiza.pillars.purchasing.plans.enums import PlanFileKind
from rakiza.pillars.purchasing.plans.keeping import kept_plan


@pytest.mark.parametrize(("language", "named"), [("en", True), ("fr", False)])
def test_documents_name_devices_in_their_language(
    scene: Scene, run_scene: RunScene, language: str, named: bool
) -> None:
    run = run_scene(scene)
    plan = kept_plan(run)
    awarded = {offer.id: offer.device for offer in plan.inputs.offers}[plan.awards[0].offer]
    french = next(device.name for device in plan.inputs.devices if device.id == awarded)
    Device.objects.filter(pk=awarded).update(name_en="Hypodermic thing")

    written = write_documents(run, plan, language, None)

    said, other = ("Hypodermic thing", french) if named else (french, "Hypodermic thing")
    book = openpyxl.load_workbook(BytesIO(path_of(written[PlanFileKind.PLAN_XLSX, language]).read_bytes()))
    cells = {value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    assert said in cells
    assert other not in cells
    pages = PdfReader(path_of(written[PlanFileKind.PLAN_PDF, language])).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert said in printed
    assert other not in printed
