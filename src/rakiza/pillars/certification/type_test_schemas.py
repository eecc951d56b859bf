"""Bodies and answers of the endpoints of an NM mark's products and type tests."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from rakiza.kernel.api.schemas import Code, Day, Party, Ref, Shown, Taken, WordsOrNone, language
from rakiza.kernel.api.uploads import TakenWithFile
from rakiza.pillars.certification.enums import FailureCause, LabResult
from rakiza.pillars.certification.models import TypeTest
from rakiza.pillars.certification.products import MOST
from rakiza.pillars.industry.models import Device

Devices = Annotated[tuple[Ref, ...], Field(max_length=MOST, description="Numbers of devices.")]


class ProductsTaken(Taken):
    """The products that a mark names."""

    devices: Annotated[Devices, Field(min_length=1)]


class OrderedTest(Taken):
    """Which product goes to which laboratory, by which standard."""

    device: Ref
    laboratory: Ref
    standard: Code
    due_on: Day


class ReportedTest(TakenWithFile):
    """What a laboratory found; a failed test says its cause and what to correct."""

    test: Annotated[int, Field(ge=1, le=2**63 - 1, description="Number of the test.")]
    result: LabResult
    reported_on: Day
    failure: FailureCause | None = None
    remark: WordsOrNone = ""


class ProductShown(Shown):
    """A product that a mark names."""

    id: int
    reference: str
    name: str

    @classmethod
    def of(cls, row: Device) -> ProductShown:
        """Return the product, named in the language asked for."""
        return cls(id=row.pk, reference=row.reference, name=row.name_in(language()))


class TypeTestShown(Shown):
    """One test of one product; without a result the laboratory still has it."""

    id: int
    device: int
    laboratory: Party
    standard: str
    edition: int | None
    ordered_on: date
    due_on: date
    reported_on: date | None
    report: int | None
    result: LabResult | None
    failure: FailureCause | None
    remark: str

    @classmethod
    def of(cls, row: TypeTest) -> TypeTestShown:
        """Return a test whose laboratory is at hand."""
        return cls(
            id=row.pk,
            device=row.device_id,
            laboratory=Party.of(row.laboratory),
            standard=row.standard,
            edition=row.edition_id,
            ordered_on=row.ordered_on,
            due_on=row.due_on,
            reported_on=row.reported_on,
            report=row.report_id,
            result=LabResult(row.result) if row.result else None,
            failure=FailureCause(row.failure) if row.failure else None,
            remark=row.remark,
        )
