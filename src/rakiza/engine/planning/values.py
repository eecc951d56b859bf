"""What a plan is made from: needs of members, offers of makers, titles that make them lawful, rules.

Quantities are in base units (`Decimal`); money is `Decimal` in `currency`, and every price says
whether tax is included. A year has four quarters, numbered 1 to 4, and twelve months, 1 to 12.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rakiza.engine.allocation.rules import Goal
from rakiza.engine.attributes import AttributeValue
from rakiza.engine.planning.added import AddedRule
from rakiza.engine.reading.confidence import AUTOMATIC
from rakiza.engine.reading.values import Reading
from rakiza.engine.specification.texts import joined

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a value was written: file, sheet, row (1-based, as the spreadsheet shows it)."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Need:
    """One line of one member's list.

    `specification` is what is specified beside the designation: it adds to what that says.
    `quantity` counts `unit`s as written (`12 boîtes`); `pack_size` is how many base units one
    holds where stated beside the designation. `quarters` splits the year's quantity (sums to
    `quantity`). `reference_price` is what the member pays today for one `unit`, tax included.
    `reading` is given where a person confirmed it, else the planner reads the designation.
    """

    id: str
    member: str
    designation: str
    quantity: Decimal
    unit: str | None
    quarters: tuple[Decimal, Decimal, Decimal, Decimal]
    source: SourceRef
    pack_size: int | None = None
    reference_price: Decimal | None = None
    reading: Reading | None = None
    region: str | None = None
    note: str = ""
    specification: str = ""

    @property
    def text(self) -> str:
        """All that the list says of the article."""
        return joined(self.designation, self.specification)


class TitleKind(StrEnum):
    """What makes a supply lawful."""

    DECLARATION = "declaration"  # establishment declaration, law 84-12 art. 7
    CERTIFICATE = "certificate"  # management system (ISO 13485) by a certification body
    REGISTRATION = "registration"  # registration certificate of a device, law 84-12 art. 12
    AUTHORISATION = "authorisation"  # specific authorisation, law 84-12 art. 13


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a maker works."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Title:
    """One official document. `device` is None for a title of the whole maker.

    Validity includes both ends; an end of None means no end was stated. `families` and `site` limit a
    declaration's or a certificate's scope; empty means the whole maker. `suspended` are closed intervals; one without a
    last day runs until it is lifted. `differs` names what the device is otherwise than the title was given for
    (`family`, `risk_class`, an attribute); such a title covers no day. `closed` is the first day on which its `site` no longer worked: it
    covers none from then on. `unfit` says that it isn't for supply at all, and what for where that is known (an
    authorisation's purpose); it covers no day, and is there to be told of.
    """

    kind: TitleKind
    maker: str
    number: str
    valid_from: date | None
    valid_to: date | None
    device: str | None = None
    families: tuple[str, ...] = ()
    suspended: tuple[tuple[date, date | None], ...] = ()
    site: Site | None = None
    differs: tuple[str, ...] = ()
    closed: date | None = None
    unfit: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """A supplier established in the country; `small`, `startup`: of those that a share may be kept for."""

    id: str
    name: str
    ice: str = ""
    region: str | None = None
    small: bool = False
    startup: bool = False


@dataclass(frozen=True, slots=True)
class Device:
    """One article of a maker's catalogue. `pack_size` base units a sales pack.

    `local_content`: the share of its price before tax that is added here, None where none is declared.
    """

    id: str
    maker: str
    family: str
    name: str
    attributes: tuple[AttributeValue, ...]
    gtin: str = ""
    reference: str = ""
    pack_size: int = 1
    local_content: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PriceTier:
    """From `from_quantity` base units a year, every unit costs `unit_price` (all-units discount)."""

    from_quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class SupplyOffer:
    """What a maker offers for a year.

    `tiers` are unit prices of one base unit excluding tax, first tier from 0; `vat_rate` 0.20 for
    20 %; `monthly_capacity` base units; offers of one `line` share its capacity (None: own line).
    `sites`: wherever the device may be made; empty where the maker doesn't say. `closed` is the first day on which the
    one site of its line no longer worked: nothing is made from then on.
    """

    id: str
    device: str
    tiers: tuple[PriceTier, ...]
    vat_rate: Decimal
    minimum_order: Decimal = Decimal(0)
    order_multiple: Decimal = Decimal(1)
    monthly_capacity: Decimal | None = None
    line: str | None = None
    lead_time_days: int = 0
    delivery_cost: Decimal = Decimal(0)
    valid_from: date | None = None
    valid_to: date | None = None
    source: SourceRef | None = None
    sites: tuple[Site, ...] = ()
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class ImportReference:
    """What importing one base unit of a family costs: CIF value and rates, dated and sourced.

    `designation` says which article of the family it prices, and `attributes` what was read of it;
    without them the reference speaks of the family as a whole.
    """

    family: str
    cif: Decimal
    duty_rate: Decimal
    parafiscal_rate: Decimal
    vat_rate: Decimal
    source: str
    designation: str = ""
    attributes: tuple[AttributeValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of the plan; each has a documented default and a key in RULES.toml.

    `preference_margin`: how much dearer than the import reference, tax included, local supply may
    be (0.15 = 15 %). `maximum_share`: most of a lot that one maker may hold (1 = all).
    `local_share_floor`: least share of what the plan spends that stays here (0: none).
    `maximum_plan_share`: most of what the plan spends that one maker may hold (1: all).
    `plan_budget`: most that the plan spends, imports included, in `currency` (0: no budget).
    `required_sources_vital`: makers that a vital lot has at least, where makers supply it at all (0: no
    floor). `makers_per_family`, `makers_per_member`: most makers that serve one (0: no limit).
    `regional_gap`: most by which the share of a region's demand that is served locally may stand below
    another's (1: no limit).
    `added`: rules of their own, each with its bounds. `goals`: what the plan is best in, the first before
    the second (none stated: least cost).
    `confirm_below`: readings under this confidence are listed to confirm. `use_unconfirmed`:
    whether they still take part. `accept_unknown`: whether an unknown verdict may be awarded.
    """

    preference_margin: Decimal = Decimal("0.15")
    maximum_share: Decimal = Decimal(1)
    minimum_sources_vital: int = 1
    accept_unknown: bool = True
    confirm_below: float = AUTOMATIC
    use_unconfirmed: bool = True
    require_certificate: bool = True
    require_registration: bool = True
    require_declaration: bool = True
    gap: float = 1e-4
    time_limit_seconds: float = 60.0
    currency: str = "MAD"
    local_share_floor: Decimal = Decimal(0)
    maximum_plan_share: Decimal = Decimal(1)
    plan_budget: Decimal = Decimal(0)
    required_sources_vital: int = 0
    makers_per_family: int = 0
    makers_per_member: int = 0
    regional_gap: Decimal = Decimal(1)
    added: tuple[AddedRule, ...] = ()
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True)
class Incumbent:
    """The maker that holds most of a lot in the plan published for the year before."""

    lot: str
    maker: str


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """Everything a run depends on; its canonical hash identifies the run."""

    year: int
    needs: tuple[Need, ...]
    makers: tuple[Maker, ...]
    devices: tuple[Device, ...]
    offers: tuple[SupplyOffer, ...]
    titles: tuple[Title, ...]
    imports: tuple[ImportReference, ...] = ()
    rules: Rules = field(default_factory=Rules)
    incumbents: tuple[Incumbent, ...] = ()
    files: tuple[tuple[str, str], ...] = ()  # (name, sha256) of the files behind the values
