"""Where an object has its page: `plans.plan:3` becomes an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import NoReverseMatch, reverse

from rakiza.kernel.notifications.models import Notification

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
    "certification.certificate": "certification:certificate",
    "certification.certificateproposal": "certification:proposals",
    "certification.standardedition": "certification:edition",
    "certification.certificationcase": "certification:case",
    "jobs.dailyrun": "daily-rounds",
    "organisations.joinrequest": "organisations:request",
    "organisations.organisation": "organisations:organisation",
    "registration.dossier": "registration:dossier",
    "registration.consultation": "registration:consultation",
    "registration.expert": "registration:expert-profile",
    "registration.commissionsession": "registration:session",
    "registration.titleproposal": "registration:proposals",
}

# A title's page is under its kind.
TITLES: Final[Mapping[str, str]] = {
    "registration.establishmentdeclaration": "declaration",
    "registration.registrationcertificate": "registration",
    "registration.specificauthorisation": "authorisation",
}


# Who is offered a title doesn't hold it yet, and can't open its page; what waits from a file is settled on a page.
ELSEWHERE: Final[Mapping[str, str]] = {
    "registration.transfer_offered": "registration:list",
    "registration.titles_proposed": "registration:proposals",
    "certification.certificates_proposed": "certification:proposals",
    "certification.entered_together": "certification:list",
    "registration.entered_together": "registration:list",
}


def address_of(message: Notification) -> str:
    """Return the page of what a message is about; an empty text where it has none."""
    if message.code in ELSEWHERE:
        return reverse(ELSEWHERE[message.code])
    label, _, key = message.link.partition(":")
    if label in TITLES:
        return reverse("registration:title", args=[TITLES[label], key])
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
