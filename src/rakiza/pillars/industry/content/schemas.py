"""Bodies and answers of the endpoints of local content: shares, bills, contests, controls."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, Strict, StrictBool, StringConstraints

from rakiza.engine.local_content import Result
from rakiza.engine.local_content.measure import Why
from rakiza.kernel.api.schemas import (
    Asked,
    Named,
    OneLine,
    Party,
    Ref,
    Report,
    Shown,
    Sought,
    Sound,
    Taken,
    Words,
    WordsOrNone,
    language,
)
from rakiza.kernel.api.uploads import TakenWithFile
from rakiza.pillars.industry.content.audit_models import ContentAudit
from rakiza.pillars.industry.content.models import BillInput, BillOfMaterials, Contest
from rakiza.pillars.industry.enums import (
    AuditState,
    Consequence,
    ContentMethod,
    ContentState,
    ContestState,
    InputOrigin,
)

Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=4, allow_inf_nan=False)]
Amount = Annotated[Decimal, Field(gt=0, max_digits=16, decimal_places=6, allow_inf_nan=False)]
InputName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160), Sound, OneLine
]


class SharesAsked(Asked):
    """Filters of declared shares."""

    q: Sought = ""
    state: ContentState | None = None
    contested: bool | None = None


class BillTaken(Taken):
    """The head of a bill, per base unit, in dirhams excluding tax."""

    price: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=4, allow_inf_nan=False)]
    own_cost: Money
    method: ContentMethod = ContentMethod.COST_SHARE


class InputTaken(Taken):
    """One input of one base unit; `component` names the article where it is made here."""

    name: InputName
    quantity: Amount
    unit_cost: Money
    origin: InputOrigin
    component: Ref | None = None


class InputWithEvidence(TakenWithFile):
    """One input with the file that shows where it comes from."""

    name: InputName
    quantity: Amount
    unit_cost: Money
    origin: InputOrigin
    component: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


class WhyContested(Taken):
    """Why a declared share is doubted."""

    reason: Words


class ContestAnswered(Taken):
    """What the maker says."""

    answer: Words


class ContestSettled(Taken):
    """Whether a contest is upheld, and why."""

    upheld: StrictBool
    reason: Words


class ShareShown(Shown):
    """What is declared of a device; `share` is a fraction of one, null where nothing stands."""

    device: Named
    maker: Party
    share: Decimal | None
    method: ContentMethod
    state: ContentState
    declared_on: date | None
    contested: bool

    @classmethod
    def of(cls, row: BillOfMaterials) -> ShareShown:
        """Return a bill whose device and maker are at hand, with its `running` contests counted."""
        return cls(
            device=Named(id=row.device_id, name=row.device.name_in(language())),
            maker=Party.of(row.device.maker),
            share=row.share,
            method=ContentMethod(row.method),
            state=ContentState(row.state),
            declared_on=row.declared_on,
            contested=bool(row.running),  # type: ignore[attr-defined]  # annotated
        )


class InputShown(Shown):
    """One input: what it costs in one base unit, how much of it counts as local, and why."""

    id: int
    name: str
    quantity: Decimal
    unit_cost: Decimal
    origin: InputOrigin
    component: Named | None
    evidence: bool
    local: Decimal
    why: Why


class BillShown(Shown):
    """A bill as its maker and the cluster read it; `measured` is the share that it gives now."""

    price: Decimal
    own_cost: Decimal
    measured: Decimal
    inputs: list[InputShown]

    @classmethod
    def of(cls, row: BillOfMaterials, result: Result) -> BillShown:
        """Return a bill with what the engine says of it."""
        lines = {line.key: line for line in result.lines}
        items = row.inputs.select_related("component")
        return cls(
            price=row.price,
            own_cost=row.own_cost,
            measured=result.share,
            inputs=[cls._input(item, lines[str(item.pk)].local, lines[str(item.pk)].why) for item in items],
        )

    @staticmethod
    def _input(item: BillInput, local: Decimal, why: Why) -> InputShown:
        part = item.component
        return InputShown(
            id=item.pk,
            name=item.name,
            quantity=item.quantity,
            unit_cost=item.unit_cost,
            origin=InputOrigin(item.origin),
            component=Named(id=part.pk, name=part.name_in(language())) if part else None,
            evidence=item.evidence_id is not None,
            local=local,
            why=why,
        )


class ContestShown(Shown):
    """A contest of a share."""

    id: int
    opened_by: Party
    share: Decimal
    reason: str
    answer: str
    settlement: str
    state: ContestState

    @classmethod
    def of(cls, row: Contest) -> ContestShown:
        """Return a contest whose opener is at hand."""
        said = ("share", "reason", "answer", "settlement")
        return cls(
            id=row.pk,
            opened_by=Party.of(row.opened_by),
            state=ContestState(row.state),
            **{name: getattr(row, name) for name in said},
        )


class ShareDetail(ShareShown):
    """One share with its contests; its bill where the reader may see it."""

    bill: BillShown | None
    contests: list[ContestShown]


Year = Annotated[int, Strict(), Field(ge=2000, le=2100)]


class AuditOpened(Taken):
    """The year of a control, and why where its draw doesn't name the declaration."""

    year: Year
    reason: WordsOrNone = ""


class FindingsTaken(Taken):
    """What a control found and proposes; `corrected_share` is a fraction of one, to correct only."""

    remark: Report
    consequence: Consequence
    corrected_share: Annotated[Decimal, Field(ge=0, le=1, decimal_places=4, allow_inf_nan=False)] | None = (
        None
    )


class FindingsAnswered(Taken):
    """Whether the maker agrees; who doesn't says why."""

    agrees: StrictBool
    answer: WordsOrNone = ""


class AuditDecided(Taken):
    """Whether the findings are upheld, and why."""

    upheld: StrictBool
    reason: Words


class ContentAuditsAsked(Asked):
    """Filters of controls."""

    year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    state: AuditState | None = None


class ContentAuditShown(Shown):
    """A control of a declared share."""

    id: int
    device: Named
    maker: Party
    year: int
    drawn: bool
    reason: str
    share: Decimal
    method: ContentMethod
    auditor: Named
    state: AuditState
    remark: str
    consequence: Consequence | None
    corrected_share: Decimal | None
    answer_due: date | None
    answer: str
    decision: str
    decided_by: Named | None

    @classmethod
    def of(cls, row: ContentAudit) -> ContentAuditShown:
        """Return a control whose bill, device, maker and people are at hand."""
        device = row.bill.device
        own = (
            "year",
            "drawn",
            "reason",
            "share",
            "remark",
            "corrected_share",
            "answer_due",
            "answer",
            "decision",
        )
        return cls(
            id=row.pk,
            device=Named(id=device.pk, name=device.name_in(language())),
            maker=Party.of(device.maker),
            method=ContentMethod(row.method),
            auditor=Named(id=row.auditor_id, name=str(row.auditor)),
            state=AuditState(row.state),
            consequence=Consequence(row.consequence) if row.consequence else None,
            decided_by=Named(id=row.decided_by.pk, name=str(row.decided_by)) if row.decided_by else None,
            **{name: getattr(row, name) for name in own},
        )
