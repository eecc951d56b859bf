"""The contract between the review and stage 1, or a mark's type tests: the body proposes terms, the maker answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.notifications.actions import settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.certification.case_actions import locked_case, move
from rakiza.pillars.certification.enums import CaseState, ContractState, Decline, Scheme
from rakiza.pillars.certification.models import CertificationCase, Contract
from rakiza.pillars.certification.process import LATEST_START, ORIGINS, Step
from rakiza.pillars.certification.telling import (
    AGREED,
    CLOSED,
    CONTRACT_DUE,
    DECLINED,
    OFFERED,
    tell_body,
    tell_maker,
)
from rakiza.pillars.certification.tests_passed import untested

HALF_DAY = Decimal("0.5")
# The days that terms foresee, in their order, with what is said of one that comes too early.
FORESEEN = {
    Scheme.SYSTEM: {
        "stage_1_on": _("L'étape 1 ne peut pas précéder la réponse attendue."),
        "stage_2_on": _("L'étape 2 ne peut pas précéder l'étape 1."),
    },
    Scheme.PRODUCT: {
        "tests_on": _("Les essais de type ne peuvent pas précéder la réponse attendue."),
        "factory_on": _("L'audit d'usine ne peut pas précéder les essais de type."),
    },
}


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """What a body proposes. Days of audit by halves; the fee in MAD, excluding tax.

    A management system foresees its two stages, a mark its type tests and its factory audit.
    """

    scope: str
    audit_days: Decimal
    fee: Decimal
    answer_by: date
    stage_1_on: date | None = None
    stage_2_on: date | None = None
    tests_on: date | None = None
    factory_on: date | None = None

    def foreseen(self, scheme: Scheme) -> dict[str, date | None]:
        """Return the days that a contract of `scheme` foresees, in their order; None where one isn't said."""
        return {name: getattr(self, name) for name in FORESEEN[scheme]}


@transaction.atomic
def offer_contract(
    actor: Actor, case: CertificationCase, terms: ContractTerms, file: StoredFile | None = None
) -> Contract:
    """Propose the terms of an accepted application; those that await their answer are replaced by these."""
    require(actor, "certification.handle", case)
    kept = locked_case(case, ORIGINS[Step.OFFER])
    _check(terms, Scheme(kept.scheme))
    standing = Contract.objects.filter(case=kept, state=ContractState.PROPOSED)
    replaced = standing.first()
    standing.update(state=ContractState.REPLACED)
    made = Contract.objects.create(
        case=kept,
        scope=terms.scope,
        audit_days=terms.audit_days,
        fee=terms.fee,
        stage_1_on=terms.stage_1_on,
        stage_2_on=terms.stage_2_on,
        tests_on=terms.tests_on,
        factory_on=terms.factory_on,
        answer_by=terms.answer_by,
        file=file,
        proposed_by=actor.user,
        proposed_on=timezone.localdate(),
    )
    move(actor, kept, CaseState.OFFERED, Step.OFFER, _said(made), _said(replaced) if replaced else None)
    settle(kept, kept.maker, {OFFERED, CONTRACT_DUE})
    tell_maker(kept, OFFERED, deadline=made.answer_by, date=terms.answer_by.isoformat())
    return made


@transaction.atomic
def agree_contract(actor: Actor, case: CertificationCase, *, contract: int) -> None:
    """Accept the terms that one has read, by their number: stage 1 may be planned, or a mark's tests ordered."""
    require(actor, "certification.prepare", case)
    kept = locked_case(case, ORIGINS[Step.AGREE])
    current = _current(kept, contract)
    if current.answer_by is not None and current.answer_by < timezone.localdate():
        raise Refused(
            "contract.too_late",
            _("Le délai de réponse est passé : demandez d'autres conditions à l'organisme."),
        )
    _answer(actor, current, ContractState.ACCEPTED)
    move(actor, kept, _after_agreeing(kept), Step.AGREE, _said(current), {"contract_state": "proposed"})
    tell_body(kept, AGREED)


@transaction.atomic
def decline_contract(
    actor: Actor, case: CertificationCase, *, contract: int, choice: Decline, reason: str
) -> None:
    """Decline the terms for a typed reason: the body proposes others, or the case is closed."""
    require(actor, "certification.prepare", case)
    kept = locked_case(case, ORIGINS[Step.DECLINE])
    current = _current(kept, contract)
    if not reason.strip():
        raise Refused("contract.reason", _("Dites pourquoi vous déclinez ces conditions."))
    current.reason = reason.strip()
    _answer(actor, current, ContractState.DECLINED)
    target = CaseState.CANCELLED if choice == Decline.CLOSE else CaseState.ACCEPTED
    move(actor, kept, target, Step.DECLINE, _said(current), {"contract_state": "proposed"})
    tell_body(kept, DECLINED if target == CaseState.ACCEPTED else CLOSED, reason=current.reason)


def _after_agreeing(kept: CertificationCase) -> CaseState:
    """Return where an agreed case goes on: a mark whose products all passed before needs no test any more."""
    if kept.scheme == Scheme.SYSTEM:
        return CaseState.AGREED
    return CaseState.TESTS if untested(kept) else CaseState.FACTORY_READY


def _answer(actor: Actor, current: Contract, state: ContractState) -> None:
    current.state, current.answered_by, current.answered_on = state, actor.user, timezone.localdate()
    current.save()


def _current(kept: CertificationCase, contract: int) -> Contract:
    """Return the terms that await an answer; refuse to answer others than those that were read."""
    found = Contract.objects.filter(case=kept, state=ContractState.PROPOSED, pk=contract).first()
    if found is None:
        raise Refused(
            "contract.replaced",
            _("Ces conditions ne sont plus celles qui sont proposées : relisez le contrat."),
        )
    return found


def _check(terms: ContractTerms, scheme: Scheme) -> None:
    """Refuse days and amounts that make no contract."""
    if terms.answer_by < timezone.localdate():
        raise Refused("contract.past", _("La réponse s'attend au plus tôt aujourd'hui."))
    _check_foreseen(terms, scheme)
    if terms.audit_days <= 0 or terms.audit_days % HALF_DAY:
        raise Refused("contract.days", _("Les journées d'audit se comptent par demi-journées, une au moins."))
    if terms.fee < 0 or terms.fee != round(terms.fee, 2):
        raise Refused("contract.fee", _("Le prix s'écrit en dirhams, avec deux décimales au plus."))


def _check_foreseen(terms: ContractTerms, scheme: Scheme) -> None:
    """Refuse days that aren't those of what is certified, and days out of their order."""
    other = Scheme.SYSTEM if scheme == Scheme.PRODUCT else Scheme.PRODUCT
    if any(terms.foreseen(other).values()):
        raise Refused("contract.other_scheme", _("Ces dates sont celles d'un contrat d'un autre objet."))
    before = terms.answer_by
    for name, day in terms.foreseen(scheme).items():
        if day is None:
            raise Refused(
                "contract.foreseen",
                _(
                    "Le contrat prévoit deux dates : les étapes 1 et 2 d'un système, "
                    "les essais de type et l'audit d'usine d'une marque NM."
                ),
            )
        if day < before:
            raise Refused(f"contract.{name.removesuffix('_on')}", FORESEEN[scheme][name])
        before = day
    if before > LATEST_START:
        raise Refused("certification.too_late", _("Cette date est trop lointaine."))


def _said(contract: Contract) -> dict[str, object]:
    return {
        "contract": contract.pk,
        "contract_state": contract.state,
        "scope": contract.scope,
        "audit_days": contract.audit_days,
        "fee": contract.fee,
        **{name: getattr(contract, name) for name in FORESEEN[Scheme(contract.case.scheme)]},
        "answer_by": contract.answer_by,
        "sha256": contract.file.sha256 if contract.file else "",
        **({"reason": contract.reason} if contract.reason else {}),
    }
