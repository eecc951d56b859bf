"""Every kind of message: whether it asks for an act, and by what rule the act has its day.

Three kinds. A message of `HOUSE_DAYS` asks for an act for which neither law nor standard sets a delay: it is
awaited so many days after the message, unless the sender knows a nearer clock (a registration's 120 days).
One of `OWN_CLOCK` asks for an act whose day the matter itself brings; to send it without that day is an
error. One of `NEWS` informs. No other kind can be sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

# The house's own delays, in days. A site changes them by RAKIZA_DAYS_TO_ACT (see the table of settings).
HOUSE_DAYS: Mapping[str, int] = {
    "organisations.join_request": 15,  # the cluster accepts or refuses
    "needs.to_review": 15,  # the buyer checks the readings and confirms the list
    "needs.failed": 7,  # the buyer mends the file, or lets it be read again
    "plans.publication_proposed": 7,  # a second coordinator agrees or declines
    "plans.withdrawal_proposed": 3,  # the same, while buyers and makers read a plan that may fall
    "certification.certificate_proposed": 7,  # a second officer confirms or drops what the first wrote down
    "certification.certificates_proposed": 7,
    "certification.case_filed": 15,  # the body accepts the case or sends it back
    "certification.case_sent_back": 30,  # the maker completes the case and files it again
    "certification.test_failed": 60,  # the maker corrects its product and files the case again
    "certification.contract_agreed": 15,  # the body plans stage 1, or orders type tests
    "certification.contract_declined": 15,  # the body proposes other terms
    "certification.finding_answered": 15,  # the body accepts the answer or returns it
    "certification.edition_changed": 365,  # where the new edition names no end of its transition
    "registration.title_proposed": 7,  # a second officer confirms or drops what the first wrote down
    "registration.titles_proposed": 7,
    "registration.dossier_filed": 30,  # where the law sets no delay: declarations, specific authorisations
    "registration.dossier_assigned": 30,
    "registration.dossier_sent_back": 60,  # the applicant completes it; the authority's clock stands meanwhile
    "registration.to_amend": 30,  # the maker asks for an amendment, or makes the device again what is registered
    "registration.transfer_offered": 30,  # the next holder opens its dossier
    "industry.contested": 15,  # the maker answers, as it does the findings of a control
    "industry.contest_answered": 15,  # the cluster settles
    "industry.content_reopened": 30,  # the maker declares the share anew
    "industry.audit_to_decide": 15,  # a second person of the cluster decides
    "industry.findings_answered": 15,
}

# Where the day comes from, of what asks for an act on a day of its own.
OWN_CLOCK: Mapping[str, str] = {
    "organisations.delegation_proposed": "last day of the loan asked for",
    "certification.test_due": "the day by which the laboratory's report is expected",
    "certification.contract_offered": "the day by which the terms are answered",
    "certification.contract_due": "the day by which the terms are answered",
    "certification.audit_planned": "day of the audit",
    "certification.findings_to_answer": "60 days after the audit (certification.process.ANSWER_WITHIN)",
    "certification.finding_returned": "the finding's own day, which a return doesn't move",
    "certification.finding_due": "the finding's own day",
    "certification.transition_ends": "end of the transition to the new edition",
    "certification.expires": "last day of the certificate",
    "certification.uncovered": "last day of the certificate, after which none covers until the next begins",
    "certification.surveillance_due": "last day for the surveillance (ISO/IEC 17021-1, 9.1.3)",
    "industry.audit_findings": "15 days after the findings (industry.content.auditing.ANSWER_DAYS)",
    "registration.expires": "last day of the title",
    "registration.uncovered": "last day of the title, after which none covers until the next begins",
    "registration.site_closed": "30 days after the site closed (registration.closed_sites)",
    "registration.site_left": "30 days after the site closed (registration.closed_sites)",
    "certification.site_closed": "30 days after the site closed (certification.closed_sites)",
    "registration.decision_due": "120 days after the filing, less suspensions (law 84-12, decree 2-14-607)",
    "registration.expert_asked": "day of the slot asked for",
    "registration.expert_moved": "day of the slot proposed",
    "registration.expert_accepted": "day of the appointment",
    "registration.expert_agreed": "day of the appointment",
    "eligibility.at_stake": "first delivery month that isn't covered",
    "eligibility.at_stake_buyer": "first delivery month that isn't covered",
    "eligibility.at_stake_maker": "first delivery month that isn't covered",
    "orders.sent": "7 days after the sending (orders.process.ANSWER_WITHIN)",
    "orders.answer_due": "the day by which the order is answered",
    "orders.answer_overdue": "the day by which the order was to be answered",
    "orders.answer_late": "the day by which the order was to be answered",
    "orders.confirmed": "last day of the delivery, which the buyer receives",
    "orders.at_stake": "last day of the delivery",
    "orders.at_stake_maker": "last day of the delivery",
}

NEWS = frozenset(
    {
        "needs.confirmed",
        "plans.allocated",
        "plans.failed",
        "plans.published",
        "plans.unpublished",
        "jobs.sweep_failed",
        "organisations.delegation_opened",
        "certification.entered",
        "certification.entered_together",
        "certification.case_accepted",
        "certification.contract_closed",
        "certification.test_ordered",
        "certification.test_passed",
        "certification.audit_held",
        "certification.case_granted",
        "certification.case_refused",
        "certification.suspended",
        "certification.reinstated",
        "certification.withdrawn",
        "industry.contest_settled",
        "industry.audit_opened",
        "industry.audit_found_nothing",
        "industry.audit_decided",
        "registration.dossier_admitted",
        "registration.dossier_opinion",
        "registration.dossier_granted",
        "registration.dossier_refused",
        "registration.entered",
        "registration.entered_together",
        "registration.expert_declined",
        "registration.expert_cancelled",
        "registration.expert_answered",
        "registration.differs",
        "registration.suspended",
        "registration.withdrawn",
        "registration.reinstated",
        "eligibility.mended",
        "orders.declined",
        "orders.cancelled",
        "orders.closed",
        "orders.received",
        "orders.received_partly",
        "orders.refused",
        "orders.mended",
    }
)


def deadline_of(code: str, given: date | None, *, today: date, days: Mapping[str, int]) -> date | None:
    """Return the day by which a message's act is awaited: the one `given`, else the house's days after `today`.

    `days` replaces `HOUSE_DAYS` where it names the code. ValueError for a kind that isn't written down here,
    and for one that asks for an act on a day of its own that wasn't given.
    """
    if code not in HOUSE_DAYS and code not in OWN_CLOCK and code not in NEWS:
        message = f"{code}: say in notifications.kinds whether it asks for an act"
        raise ValueError(message)
    if given is not None or code in NEWS:
        return given
    if code in OWN_CLOCK:
        message = f"{code} asks for an act by a day that wasn't given: {OWN_CLOCK[code]}"
        raise ValueError(message)
    return today + timedelta(days=days.get(code, HOUSE_DAYS[code]))
