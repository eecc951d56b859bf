"""The matrix of actions: each permission of each room, for each role, of one's own organisation and of another.

`actions.toml` is what the rules answer, printed in the documentation; where it no longer is, the failing test
prints the table that the rules give now.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from rules.permissions import permissions as declared
from tests.security.house import House

from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import DELEGATE
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Invitation, Membership, Proposal
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.certification.models import CertificateProposal, CertificationCase
from rakiza.pillars.industry.models import BillOfMaterials, ContentAudit, Contest
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.registration.expertise.models import Consultation, Expert
from rakiza.pillars.registration.models import CommissionSession, Dossier, TitleProposal

TABLE = Path(__file__).with_suffix(".toml")
About = Callable[[House], object]
WAYS = ("own", "own_manager", "other", "other_manager")


def _nothing(_house: House) -> None:
    """Return no subject: the permission asks of the actor alone."""


def _device(house: House) -> object:
    return house.scene.offers[0].device


def _job(house: House) -> object:
    buyer = house.people[Role.BUYER]
    return Job(kind="needs.read", organisation=buyer.organisation, user=buyer.user)


def _maker(house: House) -> object:
    return house.people[Role.MAKER].organisation


def _membership(house: House) -> object:
    return Membership.objects.get(user=house.people[Role.MAKER].user)


def _unaudited(house: House) -> object:
    """Return a case that nobody audited: who did doesn't decide."""
    officer = house.people[Role.CERTIFICATION_OFFICER]
    return CertificationCase.objects.create(
        maker=house.people[Role.MAKER].organisation,
        body=officer.organisation,
        scheme="system",
        standard="ISO 9001",
    )


# What each permission is asked about: an object of the house, whose people are "own" and whose strangers "other".
SUBJECTS: Mapping[str, About] = {
    "jobs.see_rounds": _nothing,
    "jobs.view": _job,
    "jobs.cancel": _job,
    "access.make": _membership,
    "access.revoke": lambda _house: AccessKey.objects.get(),
    "access.oversee": _nothing,
    "files.open": lambda house: house.offers_file,
    "organisations.manage": _nothing,
    "organisations.close_account": _nothing,
    "organisations.grant_membership": _maker,
    "organisations.see_people": _maker,
    "organisations.describe": _maker,
    "organisations.invite": _maker,
    "organisations.approve_invitation": lambda _house: Invitation.objects.get(),
    "organisations.approve_delegation": lambda _house: Proposal.objects.get(action=DELEGATE),
    "organisations.drop_delegation": lambda _house: Proposal.objects.get(action=DELEGATE),
    "organisations.end_membership": _membership,
    "organisations.delegate": _membership,
    "organisations.decide_join_request": _nothing,
    "industry.add_device": _nothing,
    "industry.add_line": _nothing,
    "industry.edit": _device,
    "industry.view": _device,
    "industry.see_plants": _nothing,
    "industry.keep_bill": lambda _house: BillOfMaterials.objects.first(),
    "industry.see_bill": lambda _house: BillOfMaterials.objects.first(),
    "industry.contest": lambda _house: BillOfMaterials.objects.first(),
    "industry.answer_contest": lambda _house: Contest.objects.first(),
    "industry.settle_contest": lambda _house: Contest.objects.first(),
    "industry.draw_audits": _nothing,
    "industry.audit_content": lambda _house: BillOfMaterials.objects.earliest("pk"),
    "industry.send_findings": lambda _house: ContentAudit.objects.get(),
    "industry.answer_findings": lambda _house: ContentAudit.objects.get(),
    "industry.decide_audit": lambda _house: ContentAudit.objects.get(),
    "registration.grant": _nothing,
    "registration.confirm_title": lambda _house: TitleProposal.objects.get(),
    "registration.drop_title": lambda _house: TitleProposal.objects.get(),
    "registration.change": lambda house: house.registration,
    "registration.cede": lambda house: house.registration,
    "registration.apply": _nothing,
    "registration.prepare": lambda _house: Dossier.objects.get(),
    "registration.handle": lambda _house: Dossier.objects.get(),
    "registration.decide": lambda _house: Dossier.objects.get(),
    "registration.see_dossiers": _nothing,
    "registration.see_waits": _nothing,
    "registration.call_commission": _nothing,
    "registration.hold_commission": lambda _house: CommissionSession.objects.get(),
    "registration.see_expertise": _nothing,
    "registration.offer_expertise": _nothing,
    "registration.keep_slots": lambda _house: Expert.objects.first(),
    "registration.ask_expert": _nothing,
    "registration.own_question": lambda _house: Consultation.objects.first(),
    "registration.answer_question": lambda _house: Consultation.objects.first(),
    "registration.cancel_question": lambda _house: Consultation.objects.first(),
    "certification.issue": _nothing,
    "certification.confirm_certificate": lambda _house: CertificateProposal.objects.get(),
    "certification.drop_certificate": lambda _house: CertificateProposal.objects.get(),
    "certification.change": lambda house: house.certificate,
    "certification.apply": _nothing,
    "certification.see_cases": _nothing,
    "certification.keep_standards": _nothing,
    "certification.prepare": lambda _house: CertificationCase.objects.earliest("pk"),
    "certification.handle": lambda _house: CertificationCase.objects.earliest("pk"),
    "certification.decide": _unaudited,
    "plans.create": _nothing,
    "plans.run": lambda house: house.scene.plan,
    "plans.publish": lambda house: house.scene.plan,
    "plans.view": lambda house: house.scene.plan,
    "plans.download": lambda house: house.scene.plan,
    "plans.set_import_prices": _nothing,
    "plans.view_upgrades": lambda house: house.people[Role.MAKER].organisation.pk,
    "scenarios.view": lambda house: house.scene.plan,
    "scenarios.change": lambda house: house.scene.plan,
    "scenarios.adopt": lambda house: house.scene.plan,
    "scenarios.analyse": lambda house: house.scene.plan,
    "eligibility.see": _nothing,
    "eligibility.see_openings": _nothing,
    "orders.see": _nothing,
    "orders.create": _nothing,
    "orders.change": lambda _house: Order.objects.get(),
    "orders.answer": lambda _house: Order.objects.get(),
    "orders.receive": lambda _house: Order.objects.get(),
    "needs.upload": _nothing,
    "needs.change": lambda house: house.need_import,
    "needs.view": lambda house: house.need_import,
    "needs.forget": lambda house: house.correction,
}


def permissions() -> frozenset[str]:
    """Return every permission that a room declares."""
    return frozenset(declared)


def answers(house: House) -> dict[str, dict[str, list[str]]]:
    """Return which roles the rules allow each permission: of one's own, of another's, managing people or not."""
    found = {}
    for name in sorted(SUBJECTS):
        subject = SUBJECTS[name](house)
        assert SUBJECTS[name] is _nothing or subject is not None, name
        found[name] = {way: _roles(house, name, subject, way) for way in WAYS}
    return found


def _roles(house: House, name: str, subject: object, way: str) -> list[str]:
    people = house.strangers if way.startswith("other") else house.people
    manages = way.endswith("manager")

    def asks(actor: Actor) -> Actor:
        return replace(actor, manages=manages)

    return [str(role) for role in Role if role in people and allowed(asks(people[role]), name, subject)]


def stated() -> dict[str, dict[str, list[str]]]:
    """Return the table as it is kept and printed; a manager's column left out is that of the others."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))["action"]
    return {
        name: {
            "own": row["own"],
            "own_manager": row.get("own_manager", row["own"]),
            "other": row.get("other", row["own"]),
            "other_manager": row.get("other_manager", row.get("other", row.get("own_manager", row["own"]))),
        }
        for name, row in rows.items()
    }


def written(table: Mapping[str, Mapping[str, list[str]]]) -> str:
    """Return the table as the file holds it."""
    parts = [
        "# What the rules answer: each permission by role, of one's own organisation's object and of another's.\n"
        "# A permission without `other` asks of the person alone. `_manager`: who also manages people, where that changes the answer. Renewed from the failing test.\n"
    ]
    for name, row in table.items():
        lines = [f'[action."{name}"]']
        for way in WAYS:
            same = way.endswith("_manager") and row[way] == row[way.removesuffix("_manager")]
            if not same and not (way.startswith("other") and SUBJECTS[name] is _nothing):
                lines.append(f"{way} = {json.dumps(row[way])}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
