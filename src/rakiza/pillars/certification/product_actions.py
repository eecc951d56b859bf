"""Naming the products of an NM mark anew, while its case is with the maker."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.certification.case_actions import locked_case
from rakiza.pillars.certification.enums import ContractState, Scheme, SendBackReason
from rakiza.pillars.certification.models import CertificationCase, Contract
from rakiza.pillars.certification.process import ORIGINS, Step
from rakiza.pillars.certification.products import check_named, check_products, families_of
from rakiza.pillars.industry.models import Device


@transaction.atomic
def name_products(actor: Actor, case: CertificationCase, *, devices: Sequence[Device]) -> None:
    """Name the products of a mark anew while the case is the maker's; after failed tests it is reviewed again.

    The contract that was accepted is about the products of then: it lapses with them.
    """
    require(actor, "certification.prepare", case)
    kept = locked_case(case, ORIGINS[Step.FILE])
    check_products(kept.maker, Scheme(kept.scheme), devices)
    check_named(kept.scheme, devices)
    before = _said(kept)
    lapsed = 0
    kept.devices.set(devices)
    kept.scope_families = families_of(devices)
    after = _said(kept)
    if kept.sent_back_for == SendBackReason.TESTS and after != before:
        kept.sent_back_for = SendBackReason.PRODUCTS
        agreed = Contract.objects.filter(case=kept, state=ContractState.ACCEPTED)
        lapsed = agreed.update(state=ContractState.LAPSED)
    kept.save()
    record(
        actor,
        "certification.name_products",
        kept,
        before=before | ({"contract_state": ContractState.ACCEPTED} if lapsed else {}),
        after=after | ({"contract_state": ContractState.LAPSED} if lapsed else {}),
    )


def _said(case: CertificationCase) -> dict[str, object]:
    return {"devices": sorted(case.devices.values_list("pk", flat=True))}
