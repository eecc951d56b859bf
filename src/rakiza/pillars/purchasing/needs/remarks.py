"""What readings ask for that shuts makers out: by their words and values, and held against what is on sale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from rakiza.engine.matching.lint import Finding, Linter, MadeDevice
from rakiza.engine.matching.lint.reasons import NO_SUPPLIER, OVER_SPECIFIED, SINGLE_SUPPLIER
from rakiza.engine.matching.values import DeviceDescription, Requirement
from rakiza.engine.reading.values import Reading
from rakiza.pillars.industry.queries import catalogue_on_sale
from rakiza.pillars.industry.values import attributes_from

Remark = tuple[str, str]
"""A finding's code, and what it is about."""
NARROW = frozenset({NO_SUPPLIER, SINGLE_SUPPLIER})
COUNTS = ("remarks", "narrow", "excessive")
"""The columns of a line that count what nobody decided of yet."""
EXCESSIVE = frozenset({OVER_SPECIFIED})


def about(finding: Finding) -> str:
    """Return what tells a finding from others of its code: the clause, else the words."""
    return (finding.attribute or finding.words)[:120]


def requirement_of(reading: Reading) -> Requirement | None:
    """Return what a reading asks for; None where no family is known."""
    return Requirement(reading.family, reading.attributes) if reading.family else None


@dataclass(frozen=True, slots=True)
class Market:
    """What is on sale of some families, and the names of all makers, as the lint takes them."""

    made: Mapping[str, tuple[MadeDevice, ...]] = field(default_factory=dict)
    makers: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(cls, families: Collection[str], linter: Linter) -> Market:
        """Load it, in two queries."""
        names = catalogue_on_sale().order_by("maker__name").values_list("maker__name", flat=True).distinct()
        rows = catalogue_on_sale().filter(family__in=sorted(families)).order_by("pk")
        made: dict[str, list[MadeDevice]] = defaultdict(list)
        for pk, maker, family, attributes, pack in rows.values_list(
            "pk", "maker_id", "family", "attributes", "pack_size"
        ):
            described = DeviceDescription(str(pk), family, attributes_from(attributes), pack)
            made[family].append(MadeDevice(str(maker), described))
        return cls({family: tuple(devices) for family, devices in made.items()}, linter.names(names))

    def findings(self, linter: Linter, text: str, reading: Reading) -> tuple[Finding, ...]:
        """Return what the lint says of a text and what it was read as; nothing where no family was."""
        if reading.family is None:
            return ()
        return linter.lint(text, requirement_of(reading), self.made.get(reading.family, ()), self.makers)


def remarks_on(linter: Linter, text: str, reading: Reading, market: Market) -> frozenset[Remark]:
    """Return the findings on a text by their code and what they are about."""
    return frozenset((finding.code, about(finding)) for finding in market.findings(linter, text, reading))
