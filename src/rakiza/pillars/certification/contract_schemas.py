"""Bodies and answers of the endpoints of a case's contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from rakiza.kernel.api.schemas import Day, Ref, Shown, Taken, Words
from rakiza.kernel.api.uploads import TakenWithFile
from rakiza.pillars.certification.enums import ContractState, Decline
from rakiza.pillars.certification.models import Contract

AuditDays = Annotated[Decimal, Field(gt=0, le=400, max_digits=5, decimal_places=1, allow_inf_nan=False)]
Fee = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2, allow_inf_nan=False)]


class Offered(Taken):
    """The terms that a body proposes: days of audit by halves, the fee in dirhams excluding tax.

    A management system foresees its two stages, an NM mark its type tests and its factory audit.
    """

    scope: Words
    audit_days: AuditDays
    fee: Fee
    answer_by: Day
    stage_1_on: Day | None = None
    stage_2_on: Day | None = None
    tests_on: Day | None = None
    factory_on: Day | None = None


class OfferedWithDocument(TakenWithFile):
    """The terms that a body proposes, beside the document to sign."""

    scope: Words
    audit_days: AuditDays
    fee: Fee
    answer_by: Day
    stage_1_on: Day | None = None
    stage_2_on: Day | None = None
    tests_on: Day | None = None
    factory_on: Day | None = None


class Agreed(Taken):
    """Which terms are accepted: those that were read."""

    contract: Ref


class Declined(Taken):
    """Which terms are declined, why, and what comes next."""

    contract: Ref
    choice: Decline
    reason: Words


class ContractShown(Shown):
    """Terms of a case; those taken as accepted have none, for they were agreed outside the platform."""

    id: int
    state: ContractState
    scope: str
    audit_days: Decimal | None
    fee: Decimal | None
    stage_1_on: date | None
    stage_2_on: date | None
    tests_on: date | None
    factory_on: date | None
    answer_by: date | None
    file: int | None
    proposed_on: date | None
    answered_on: date | None
    reason: str

    @classmethod
    def of(cls, row: Contract) -> ContractShown:
        """Return the terms of a case."""
        return cls(
            id=row.pk,
            state=ContractState(row.state),
            scope=row.scope,
            audit_days=row.audit_days,
            fee=row.fee,
            stage_1_on=row.stage_1_on,
            stage_2_on=row.stage_2_on,
            tests_on=row.tests_on,
            factory_on=row.factory_on,
            answer_by=row.answer_by,
            file=row.file_id,
            proposed_on=row.proposed_on,
            answered_on=row.answered_on,
            reason=row.reason,
        )
