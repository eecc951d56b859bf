"""Where an object has its page: `plans.plan:3` becomes an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import NoReverseMatch, reverse

PAGES: Final[Mapping[str, str]] = {
    "files.storedfile": "files:file",
    "plans.plan": "plans:plan",
    "plans.lot": "plans:lot",
    "eligibility.titlealert": "eligibility:alert",
    "orders.order": "orders:order",
    "needs.needimport": "needs:import",
    "needs.needline": "needs:line",
    "industry.device": "industry:device",
    "industry.contentaudit": "industry:content-audit",
    "industry.offer": "industry:offers",
    "certification.certificate": "certification:list",
    "certification.standardedition": "certification:edition",
    "certification.certificationcase": "certification:case",
    "jobs.dailyrun": "daily-rounds",
    "organisations.joinrequest": "organisations:request",
    "organisations.organisation": "organisations:organisation",
    "registration.dossier": "registration:dossier",
    "registration.consultation": "registration:consultation",
    "registration.expert": "registration:expert-profile",
    "registration.commissionsession": "registration:session",
    "registration.registrationcertificate": "registration:list",
    "registration.titleproposal": "registration:proposals",
}


def address_of(link: str) -> str:
    """Return the page of an object named `app.model:id`; an empty text where it has none."""
    label, _, key = link.partition(":")
    name = PAGES.get(label)
    if name is None:
        return ""
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        try:
            return reverse(name)
        except NoReverseMatch:
            return ""
