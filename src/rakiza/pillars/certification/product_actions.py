"""Naming the products of an NM mark anew, while its case is with the maker."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.certification.case_actions import locked_case
from rakiza.pillars.certification.enums import Scheme, SendBackReason
from rakiza.pillars.certification.models import CertificationCase
from rakiza.pillars.certification.process import ORIGINS, Step
from rakiza.pillars.certification.products import check_named, check_products, families_of
from rakiza.pillars.industry.models import Device


@transaction.atomic
def name_products(actor: Actor, case: CertificationCase, *, devices: Sequence[Device]) -> None:
    """Name the products of a mark anew while the case is the maker's; after failed tests it is reviewed again."""
    require(actor, "certification.prepare", case)
    kept = locked_case(case, ORIGINS[Step.FILE])
    check_products(kept.maker, Scheme(kept.scheme), devices)
    check_named(kept.scheme, devices)
    before = _said(kept)
    kept.devices.set(devices)
    kept.scope_families = families_of(devices)
    after = _said(kept)
    if kept.sent_back_for == SendBackReason.TESTS and after != before:
        kept.sent_back_for = SendBackReason.PRODUCTS
    kept.save()
    record(actor, "certification.name_products", kept, before=before, after=after)


def _said(case: CertificationCase) -> dict[str, object]:
    return {"devices": sorted(case.devices.values_list("pk", flat=True))}
