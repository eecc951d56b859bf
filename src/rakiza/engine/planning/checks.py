"""Inputs that contradict themselves are refused before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.values import PlanInputs, SupplyOffer
from rakiza.engine.reasons import Reason

# « Identifiant en double dans {part} : {id} »
DUPLICATE = "inputs.duplicate"
# « L'offre {id} renvoie au dispositif {device}, inconnu »
UNKNOWN_DEVICE = "inputs.unknown_device"
# « Le dispositif {id} renvoie au fabricant {maker}, inconnu »
UNKNOWN_MAKER = "inputs.unknown_maker"
# « La lecture du besoin {id} renvoie à la famille {family}, inconnue »
UNKNOWN_FAMILY = "inputs.unknown_family"
# « L'offre {id} : {field} doit être un nombre positif ou nul »
BAD_NUMBER = "inputs.bad_number"
# « L'offre {id} n'a pas de prix »
NO_PRICE = "inputs.no_price"
# « Le besoin {id} : quantité négative ou illisible »
BAD_QUANTITY = "inputs.bad_quantity"
# « Année hors limites : {year} »
BAD_YEAR = "inputs.bad_year"

ALL = (
    DUPLICATE,
    UNKNOWN_DEVICE,
    UNKNOWN_MAKER,
    UNKNOWN_FAMILY,
    BAD_NUMBER,
    NO_PRICE,
    BAD_QUANTITY,
    BAD_YEAR,
)


class PlanInputError(ValueError):
    """The inputs contradict themselves; `reasons` says every fault found."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__("; ".join(f"{r.code} {dict(r.params)}" for r in reasons[:5]))
        self.reasons = reasons


def check_inputs(inputs: PlanInputs, knowledge: KnowledgeBase) -> None:
    """Raise PlanInputError with every contradiction found."""
    faults = [*_structure(inputs), *_needs(inputs, knowledge)]
    for offer in inputs.offers:
        faults.extend(_offer(offer))
    if faults:
        raise PlanInputError(tuple(faults))


def _structure(inputs: PlanInputs) -> Iterable[Reason]:
    if not 1990 <= inputs.year <= 2200:
        yield Reason.of(BAD_YEAR, year=inputs.year)
    yield from _duplicates("needs", [need.id for need in inputs.needs])
    yield from _duplicates("makers", [maker.id for maker in inputs.makers])
    yield from _duplicates("devices", [device.id for device in inputs.devices])
    yield from _duplicates("offers", [offer.id for offer in inputs.offers])
    yield from _duplicates("imports", [f"{one.family} {one.designation}".strip() for one in inputs.imports])
    makers = {maker.id for maker in inputs.makers}
    devices = {device.id for device in inputs.devices}
    for device in inputs.devices:
        if device.maker not in makers:
            yield Reason.of(UNKNOWN_MAKER, id=device.id, maker=device.maker)
    for offer in inputs.offers:
        if offer.device not in devices:
            yield Reason.of(UNKNOWN_DEVICE, id=offer.id, device=offer.device)


def _duplicates(part: str, identifiers: Sequence[str]) -> Iterable[Reason]:
    seen: set[str] = set()
    for identifier in identifiers:
        if identifier in seen:
            yield Reason.of(DUPLICATE, part=part, id=identifier)
        seen.add(identifier)


def _needs(inputs: PlanInputs, knowledge: KnowledgeBase) -> Iterable[Reason]:
    families = knowledge.by_id()
    for need in inputs.needs:
        if any(not quantity.is_finite() or quantity < 0 for quantity in need.quarters):
            yield Reason.of(BAD_QUANTITY, id=need.id)
        if need.pack_size is not None and need.pack_size < 1:
            yield Reason.of(BAD_QUANTITY, id=need.id)
        read = need.reading.family if need.reading is not None else None
        if read is not None and read not in families:
            yield Reason.of(UNKNOWN_FAMILY, id=need.id, family=read)


def _offer(offer: SupplyOffer) -> Iterable[Reason]:
    if not offer.tiers:
        yield Reason.of(NO_PRICE, id=offer.id)
    numbers = {
        "minimum_order": offer.minimum_order,
        "order_multiple": offer.order_multiple,
        "vat_rate": offer.vat_rate,
        "delivery_cost": offer.delivery_cost,
    }
    if offer.monthly_capacity is not None:
        numbers["monthly_capacity"] = offer.monthly_capacity
    for index, tier in enumerate(offer.tiers):
        numbers[f"tiers/{index}/from_quantity"] = tier.from_quantity
        numbers[f"tiers/{index}/unit_price"] = tier.unit_price
    for name, value in numbers.items():
        if not value.is_finite() or value < 0:
            yield Reason.of(BAD_NUMBER, id=offer.id, field=name)
