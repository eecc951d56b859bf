"""Bills of materials of some devices, in every state: drafts, declared, contested, answered, settled."""

from __future__ import annotations

from decimal import Decimal

from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.content_audits import load_content_audits
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
from rakiza.pillars.industry.models import Device

D = Decimal
MAKERS = 5
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
    inner = _bill(actor, component, ContentMethod.COST_SHARE, D("0.30"), ())
    outer = _bill(actor, finished, ContentMethod.COST_SHARE, D("0.45"), ((component, D("0.20")),))
    _bill(actor, draft, ContentMethod.VALUE_ADDED, D("0.10"), ())
    for bill in (inner, outer):
        declare_content(actor, bill)
        bill.refresh_from_db()
    return [inner, outer]


def _bill(
    actor: Actor,
    device: Device,
    method: ContentMethod,
    own_cost: Decimal,
    parts: tuple[tuple[Device, Decimal], ...],
) -> BillOfMaterials:
    bill = describe_bill(actor, device, price=D("1.20"), own_cost=own_cost, method=method)
    add_input(actor, bill, InputTerms("Matière première", D("0.012"), D(18), InputOrigin.IMPORTED))
    box = InputTerms("Emballage imprimé", D("0.01"), D(9), InputOrigin.LOCAL, evidence=_evidence(actor))
    add_input(actor, bill, box)
    add_input(actor, bill, InputTerms("Étiquette", D(1), D("0.02"), InputOrigin.LOCAL))
    for part, cost in parts:
        add_input(actor, bill, InputTerms(part.name[:160], D(1), cost, InputOrigin.MADE, component=part))
    return bill


def _evidence(actor: Actor) -> StoredFile:
    said = f"Facture fictive de démonstration : emballage imprimé, {actor.organisation}.\n"
    return store([said.encode()], name="facture.txt", organisation=actor.organisation, uploaded_by=actor.user)
