"""Bills of materials of some devices, in every state: drafts, declared, contested, answered, settled."""

from __future__ import annotations

from decimal import Decimal

from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.content_audits import load_content_audits
from rakiza.demonstration.draw import between
from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.identity.demonstration import DOMAIN
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Membership
from rakiza.pillars.industry.content.actions import (
    InputTerms,
    add_input,
    answer_contest,
    declare_content,
    describe_bill,
    open_contest,
    settle_contest,
)
from rakiza.pillars.industry.content.models import BillOfMaterials
from rakiza.pillars.industry.enums import ContentMethod, InputOrigin
from rakiza.pillars.industry.models import Device, OfferTier

D = Decimal
MAKERS = 5
SMALLEST = D("0.000001")
DOUBT = "La matière première est importée (démonstration)."


def load_local_content(cluster: Cluster) -> int:
    """Describe two devices of the first makers, and lead one contest to each of its ends; return how many."""
    bills = [bill for _maker, actor in cluster.makers[:MAKERS] for bill in _bills(actor)]
    coordinator = cluster.coordinator
    staff = Actor.of(
        Membership.objects.select_related("user", "organisation").get(user__email=f"cluster@{DOMAIN}")
    )
    makers = {actor.organisation.pk: actor for _maker, actor in cluster.makers}
    contests = [open_contest(coordinator, bill, reason=DOUBT) for bill in bills[1:9:2]]
    for contest in contests[1:]:
        answer_contest(
            makers[contest.bill.device.maker_id], contest, answer="Facture jointe (démonstration)."
        )
    settle_contest(staff, contests[2], upheld=False, reason="La facture est probante (démonstration).")
    settle_contest(staff, contests[3], upheld=True, reason="Aucune preuve (démonstration).")
    load_content_audits(cluster, bills)
    return len(bills)


def _bills(actor: Actor) -> list[BillOfMaterials]:
    devices = list(Device.objects.of_maker(actor.organisation.pk).order_by("pk")[:3])
    if len(devices) < 3:
        return []
    component, finished, draft = devices
    inner = _bill(actor, component, ContentMethod.COST_SHARE, ())
    outer = _bill(actor, finished, ContentMethod.COST_SHARE, (component,))
    _bill(actor, draft, ContentMethod.VALUE_ADDED, ())
    for bill in (inner, outer):
        declare_content(actor, bill)
        bill.refresh_from_db()
    return [inner, outer]


def _bill(
    actor: Actor,
    device: Device,
    method: ContentMethod,
    parts: tuple[Device, ...],
) -> BillOfMaterials:
    """Describe a device by shares of its own price: none costs what another does."""
    price = _price(device)
    bill = describe_bill(
        actor, device, price=price, own_cost=_part(price, "own", device, 0.22, 0.4), method=method
    )
    kilo = _part(D(20), "material", device, 0.6, 1.8)
    raw = (_part(price, "raw", device, 0.14, 0.24) / kilo).quantize(D("0.000001"))
    add_input(actor, bill, InputTerms("Matière première", max(raw, SMALLEST), kilo, InputOrigin.IMPORTED))
    pack = _part(price, "pack", device, 0.05, 0.1)
    box = InputTerms("Emballage imprimé", D(1), pack, InputOrigin.LOCAL, evidence=_evidence(actor))
    add_input(actor, bill, box)
    label = _part(price, "label", device, 0.01, 0.02)
    add_input(actor, bill, InputTerms("Étiquette", D(1), label, InputOrigin.LOCAL))
    for part in parts:
        cost = _part(price, "component", device, 0.12, 0.2)
        add_input(actor, bill, InputTerms(part.name[:160], D(1), cost, InputOrigin.MADE, component=part))
    return bill


def _price(device: Device) -> Decimal:
    """Return the price of a device's first tier, by which its costs are told."""
    tier = OfferTier.objects.filter(offer__device=device).order_by("-offer__year", "from_quantity").first()
    return tier.unit_price if tier is not None else D("1.20")


def _part(whole: Decimal, what: str, device: Device, low: float, high: float) -> Decimal:
    """Return a part of an amount that is the device's own, in ten-thousandths."""
    drawn = Decimal(str(round(between(low, high, what, device.reference), 4)))
    return max((whole * drawn).quantize(D("0.0001")), D("0.0001"))


def _evidence(actor: Actor) -> StoredFile:
    said = f"Facture fictive de démonstration : emballage imprimé, {actor.organisation}.\n"
    return store([said.encode()], name="facture.txt", organisation=actor.organisation, uploaded_by=actor.user)
