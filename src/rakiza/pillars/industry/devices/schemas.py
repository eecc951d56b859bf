"""Bodies and answers of the endpoints of devices."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, Strict, StrictBool

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.kernel.api.schemas import (
    Asked,
    Code,
    Family,
    Name,
    NameOrNone,
    Number,
    Party,
    Shown,
    Sought,
    Taken,
    Word,
)
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.values import attributes_from

RiskClass = Literal["", "I", "Is", "Im", "Ir", "IIa", "IIb", "III", "A", "B", "C", "D"]
Count = Annotated[int, Strict(), Field(ge=1, le=1_000_000)]
Gtin = Annotated[str, Field(max_length=30, pattern=r"^[0-9 .\-]*$")]
Measure = Annotated[Decimal, Field(ge=-(10**12), le=10**12, max_digits=20, allow_inf_nan=False)]


class DevicesAsked(Asked):
    """Filters of the catalogue."""

    q: Sought = ""
    family: Sought = ""
    maker: Number | None = None


class AttributeTaken(Taken):
    """One attribute, by the family's schema; a measure without a unit is in the schema's own."""

    name: Code
    op: Op = Op.EQ
    value: StrictBool | Measure | Word
    unit: Annotated[str, Field(max_length=20)] | None = None


class PackTaken(Taken):
    """A packaging level: how many of the level below it holds."""

    unit: Code
    quantity: Count
    gtin: Gtin = ""


class DeviceTaken(Taken):
    """What describes an article, whole: what is left out is empty."""

    family: Family
    reference: Word
    name: Name
    name_ar: NameOrNone = ""
    name_en: NameOrNone = ""
    attributes: Annotated[tuple[AttributeTaken, ...], Field(max_length=100)] = ()
    gtin: Gtin = ""
    risk_class: RiskClass = ""
    pack_size: Count = 1
    packs: Annotated[tuple[PackTaken, ...], Field(max_length=4)] = ()


class DeviceChanged(DeviceTaken):
    """A device described anew; `seen` is the version that was before one's eyes."""

    seen: Annotated[int, Strict(), Field(ge=0, le=2**31)]


class AttributeShown(Shown):
    """One attribute."""

    name: str
    op: Op
    value: bool | float | str
    unit: str | None

    @classmethod
    def of(cls, one: AttributeValue) -> AttributeShown:
        """Return an attribute."""
        return cls(name=one.name, op=one.op, value=one.value, unit=one.unit)


class PackShown(Shown):
    """A packaging level."""

    unit: str
    quantity: int
    gtin: str


class DeviceShown(Shown):
    """One article of a catalogue."""

    id: int
    maker: Party
    family: str
    reference: str
    name: str
    name_ar: str
    name_en: str
    attributes: list[AttributeShown]
    gtin: str
    risk_class: str
    pack_size: int
    packs: list[PackShown]
    state: DeviceState
    updated_at: datetime

    @classmethod
    def of(cls, row: Device) -> DeviceShown:
        """Return a device whose maker and packs are at hand."""
        own = (
            "family",
            "reference",
            "name",
            "name_ar",
            "name_en",
            "gtin",
            "risk_class",
            "pack_size",
            "updated_at",
        )
        return cls(
            id=row.pk,
            maker=Party.of(row.maker),
            attributes=[AttributeShown.of(one) for one in attributes_from(row.attributes)],
            packs=[PackShown(unit=p.unit, quantity=p.quantity, gtin=p.gtin) for p in row.packs.all()],
            state=DeviceState(row.state),
            **{name: getattr(row, name) for name in own},
        )


class DeviceDetail(DeviceShown):
    """One article; its `version` is told to its maker and to who oversees."""

    version: int | None
