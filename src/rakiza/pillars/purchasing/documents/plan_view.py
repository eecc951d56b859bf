"""A plan as its documents read it: look-ups by identifier, and every name in one language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from rakiza.engine.families import Family, KnowledgeBase
from rakiza.engine.planning.plan import Candidate, Plan, PlannedAward, PlannedLot, ReadNeed, Uncovered
from rakiza.engine.planning.values import Device, Maker, Need, SourceRef, SupplyOffer
from rakiza.engine.reading.values import Reading
from rakiza.engine.reasons import Reason
from rakiza.kernel.wording import say, say_attributes, vocabulary
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.purchasing.added_rules.wording import RuleNames

NOTHING = "—"
NO_NAMES: Mapping[str, str] = {}


class PlanView:
    """Look-ups over one plan, in one language. Everything is computed once, when first asked.

    `device_names`: names of devices in that language, by identifier, where they have one.
    """

    def __init__(
        self,
        plan: Plan,
        knowledge: KnowledgeBase,
        language: str,
        device_names: Mapping[str, str] = NO_NAMES,
    ) -> None:
        self.plan = plan
        self.language = base_language(language)
        self.currency = plan.inputs.rules.currency
        self.year = plan.inputs.year
        self._families: Mapping[str, Family] = knowledge.by_id()
        self._words = vocabulary()
        self._device_names = device_names
        self._said: dict[Reason, str] = {}
        self._specifications: dict[str, str] = {}

    @cached_property
    def needs(self) -> Mapping[str, Need]:
        """Needs by identifier."""
        return {need.id: need for need in self.plan.inputs.needs}

    @cached_property
    def readings(self) -> Mapping[str, ReadNeed]:
        """What each need was read as, by the need's identifier."""
        return {read.need: read for read in self.plan.needs}

    @cached_property
    def makers(self) -> Mapping[str, Maker]:
        """Makers by identifier."""
        return {maker.id: maker for maker in self.plan.inputs.makers}

    @cached_property
    def devices(self) -> Mapping[str, Device]:
        """Devices by identifier."""
        return {device.id: device for device in self.plan.inputs.devices}

    @cached_property
    def offers(self) -> Mapping[str, SupplyOffer]:
        """Offers by identifier."""
        return {offer.id: offer for offer in self.plan.inputs.offers}

    @cached_property
    def lots(self) -> Mapping[str, PlannedLot]:
        """Lots by identifier."""
        return {lot.id: lot for lot in self.plan.lots}

    @cached_property
    def rule_names(self) -> RuleNames:
        """What added rules name, in words."""
        named = {code for rule in self.plan.inputs.rules.added for code in rule.lots}
        return RuleNames(
            lots={key: self._titled(lot) for key, lot in self.lots.items() if key in named},
            families={
                key: family.labels.in_language(self.language) for key, family in self._families.items()
            },
            makers={key: maker.name for key, maker in self.makers.items()},
        )

    def _titled(self, lot: PlannedLot) -> str:
        return f"{self.family(lot.family)} · {self.specification(lot)}".removesuffix(" · ")

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The place of each lot when listed by family and specification, as a reader looks for it."""
        named = sorted(
            self.plan.lots, key=lambda lot: (self.family(lot.family), self.specification(lot), lot.id)
        )
        return {lot.id: place for place, lot in enumerate(named)}

    @cached_property
    def listed_lots(self) -> Sequence[PlannedLot]:
        """Lots by family and specification."""
        return sorted(self.plan.lots, key=lambda lot: self.rank[lot.id])

    @cached_property
    def listed_awards(self) -> Sequence[PlannedAward]:
        """Awards in the order of their lots."""
        return sorted(self.plan.awards, key=lambda award: self.rank[award.lot])

    @cached_property
    def listed_uncovered(self) -> Sequence[Uncovered]:
        """Uncovered remainders in the order of their lots."""
        return sorted(self.plan.uncovered, key=lambda rest: self.rank[rest.lot])

    @cached_property
    def awards(self) -> Mapping[str, Sequence[PlannedAward]]:
        """Awards by lot."""
        found: dict[str, list[PlannedAward]] = defaultdict(list)
        for award in self.plan.awards:
            found[award.lot].append(award)
        return found

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Names that a reason's sentence may need: families, and the makers behind offers."""
        families = {family: self.family(family) for family in self._families}
        return families | {offer: self.maker_of(offer) for offer in self.offers}

    @cached_property
    def covered(self) -> Mapping[str, Decimal]:
        """Base units awarded to local makers, by lot."""
        return {lot: sum((a.quantity for a in awards), Decimal(0)) for lot, awards in self.awards.items()}

    def device_of(self, offer_id: str) -> Device | None:
        """Return the device an offer sells."""
        offer = self.offers.get(offer_id)
        return self.devices.get(offer.device) if offer else None

    def maker_of(self, offer_id: str) -> str:
        """Return the name of the maker behind an offer."""
        device = self.device_of(offer_id)
        maker = self.makers.get(device.maker) if device else None
        return maker.name if maker else NOTHING

    def device_name(self, offer_id: str) -> str:
        """Return the name of the device an offer sells."""
        device = self.device_of(offer_id)
        return self._device_names.get(device.id, device.name) if device else NOTHING

    def reference(self, offer_id: str) -> str:
        """Return the maker's reference, else the GTIN, of the device an offer sells."""
        device = self.device_of(offer_id)
        return (device.reference or device.gtin) if device else NOTHING

    def family(self, family_id: str | None) -> str:
        """Return a family's name."""
        if family_id is None:
            return NOTHING
        family = self._families.get(family_id)
        return family.labels.in_language(self.language) if family else family_id

    def group(self, family_id: str) -> str:
        """Return the identifier of the group that a family belongs to."""
        family = self._families.get(family_id)
        return family.group if family else ""

    def unit(self, token: str | None) -> str:
        """Return the name of a base or pack unit."""
        return self._words.pack_unit(token, self.language) if token else NOTHING

    def say(self, reason: Reason) -> str:
        """Return one reason in words; equal reasons are worded once."""
        if reason not in self._said:
            self._said[reason] = say(reason, self.language, self._words, self._names, currency=self.currency)
        return self._said[reason]

    def say_all(self, reasons: Sequence[Reason]) -> str:
        """Return reasons as one text."""
        return " · ".join(dict.fromkeys(self.say(reason) for reason in reasons))

    def specification(self, lot: PlannedLot) -> str:
        """Return a lot's requirement in words."""
        if lot.id not in self._specifications:
            said = say_attributes(lot.requirement, self._words, self.language)
            self._specifications[lot.id] = said or NOTHING
        return self._specifications[lot.id]

    def read_as(self, reading: Reading) -> str:
        """Return a reading in words: its family and attributes."""
        spec = say_attributes(reading.attributes, self._words, self.language)
        return f"{self.family(reading.family)} — {spec}" if spec else self.family(reading.family)

    def nearest(self, candidate: Candidate | None) -> str:
        """Return the verdicts that keep the nearest device from serving, in words."""
        if candidate is None:
            return NOTHING
        failing = [v.reason for v in candidate.match.attributes if v.verdict.value != "pass"]
        return self.say_all(failing) or self.say_all(candidate.reasons)


def place(source: SourceRef) -> str:
    """Return where a value was written: `file › sheet › row`."""
    return f"{source.file} › {source.sheet} › {source.row}"
