"""Rules that a plan adds to the usual ones: each of a kind, with its bounds and what it looks at.

A rule of its own can stand several times, over other lots or makers, and be switched off without being
forgotten. What each kind reads of an `AddedRule` is said in `rules`; the other fields stay empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rakiza.engine.allocation.rules import Group, Per, Served
from rakiza.engine.allocation.values import Measure


class Kind(StrEnum):
    """What an added rule binds."""

    MAKER_SHARE = "maker_share"
    LOCAL_SHARE = "local_share"
    RESERVED_SHARE = "reserved_share"
    INCUMBENT_SHARE = "incumbent_share"
    SOURCES = "sources"
    SINGLE_SOURCE = "single_source"
    MAKER_COUNT = "maker_count"
    MEMBER_BUDGET = "member_budget"
    SERVICE = "service"
    EXCLUSIVE = "exclusive"
    TIED = "tied"
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class AddedRule:
    """One added rule. Shares are parts of 1; `amount` is money, tax included, in the plan's currency.

    `minimum`, `maximum`: bounds of a share (None: not bound). `spread`: most that one region stands
    below another. `least`, `most`: bounds of a number of makers. `years`: 2 to 6. `lots`, `families`,
    `makers`, `regions`: those that it looks at, none named for all; `member`: whose budget it is.
    `vital`: only lots of vital families.
    """

    id: str
    kind: Kind
    on: bool = True
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    spread: Decimal | None = None
    least: int | None = None
    most: int | None = None
    years: int | None = None
    amount: Decimal | None = None
    per: Per | None = None
    measure: Measure | None = None
    group: Group | None = None
    served: Served | None = None
    member: str = ""
    lots: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    vital: bool = False
