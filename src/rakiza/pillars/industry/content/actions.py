"""What is done with local content: describe a bill, declare its share, contest it, answer, settle."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.engine.local_content import Cycle
from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.industry.content.models import BillInput, BillOfMaterials, Contest
from rakiza.pillars.industry.content.queries import measured
from rakiza.pillars.industry.content.resting import REOPENED, reopen_above
from rakiza.pillars.industry.enums import AuditState, ContentMethod, ContentState, ContestState, InputOrigin
from rakiza.pillars.industry.models import Device

CONTESTED = "industry.contested"
CONTEST_ANSWERED = "industry.contest_answered"


@dataclass(frozen=True, slots=True)
class InputTerms:
    """One input of one base unit; `component` where it is made here by a bill of its own."""

    name: str
    quantity: Decimal
    unit_cost: Decimal
    origin: InputOrigin
    component: Device | None = None
    evidence: StoredFile | None = None


@transaction.atomic
def describe_bill(
    actor: Actor, device: Device, *, price: Decimal, own_cost: Decimal, method: ContentMethod
) -> BillOfMaterials:
    """Open or change the bill of one's device; a declared share becomes a draft again."""
    require(actor, "industry.edit", device)
    if price <= 0 or own_cost < 0:
        raise Refused(
            "content.amounts", _("Le prix est supérieur à 0, les coûts propres ne sont pas négatifs.")
        )
    kept = BillOfMaterials.objects.select_for_update().filter(device=device).first()
    if kept is not None:
        _check_free(kept)
    bill = kept or BillOfMaterials(device=device)
    before = {name: getattr(bill, name) for name in ("price", "own_cost", "method")} if kept else None
    after = {"price": price, "own_cost": own_cost, "method": method}
    if before == after:  # what changes nothing doesn't lift a withdrawal either
        return bill
    bill.price, bill.own_cost, bill.method = price, own_cost, method
    _reopen(bill)
    bill.save()
    record(actor, "industry.describe_bill", bill, before=before, after=after)
    return bill


@transaction.atomic
def add_input(actor: Actor, bill: BillOfMaterials, terms: InputTerms) -> BillInput:
    """Add an input to one's bill; a declared share becomes a draft again."""
    bill = _held(actor, bill)
    if terms.quantity <= 0 or terms.unit_cost < 0:
        raise Refused("content.input", _("La quantité est supérieure à 0, le coût n'est pas négatif."))
    if (terms.origin == InputOrigin.MADE) != (terms.component is not None):
        raise Refused(
            "content.component",
            _("Une entrée fabriquée ici nomme son article ; les autres n'en nomment pas."),
        )
    if terms.evidence is not None and not actor.belongs_to(terms.evidence.organisation_id):
        raise Refused("industry.foreign_file", _("Ce fichier n'est pas celui de votre organisation."))
    added = BillInput.objects.create(bill=bill, **{name: getattr(terms, name) for name in _INPUT})
    try:
        measured(bill)
    except Cycle as cycle:
        raise Refused(
            "content.cycle",
            _("Ces nomenclatures se contiennent l'une l'autre : %(path)s."),
            path=_named(cycle),
        ) from cycle
    _reopen(bill)
    bill.save()
    record(actor, "industry.add_input", bill, after=_said(added))
    return added


def _said(item: BillInput) -> dict[str, object]:
    return {
        "name": item.name,
        "quantity": item.quantity,
        "unit_cost": item.unit_cost,
        "origin": item.origin,
        "component": item.component_id,
        "sha256": item.evidence.sha256 if item.evidence else "",
    }


_INPUT = ("name", "quantity", "unit_cost", "origin", "component", "evidence")


@transaction.atomic
def remove_input(actor: Actor, item: BillInput) -> None:
    """Take an input out of one's bill."""
    bill = _held(actor, item.bill)
    before = _said(item)
    item.delete()
    _reopen(bill)
    bill.save()
    record(actor, "industry.remove_input", bill, before=before)


@transaction.atomic
def declare_content(actor: Actor, bill: BillOfMaterials) -> Decimal:
    """Declare the share that the bill gives now; return it. A running contest must be settled first."""
    bill = _held(actor, bill)
    if bill.contests.filter(state__in=(ContestState.OPEN, ContestState.ANSWERED)).exists():
        raise Refused(
            "content.contested", _("Une contestation est en cours : elle doit être tranchée d'abord.")
        )
    _check_corrected(bill)
    if not bill.inputs.exists():
        raise Refused("content.empty", _("La nomenclature n'a aucune entrée."))
    result = measured(bill)
    bill.share, bill.result = result.share, dump(result)
    bill.state, bill.declared_on = ContentState.DECLARED, timezone.localdate()
    bill.save()
    record(actor, "industry.declare_content", bill, after={"share": result.share, "method": bill.method})
    settle(bill.device, bill.device.maker, {REOPENED})
    return result.share


@transaction.atomic
def open_contest(actor: Actor, bill: BillOfMaterials, *, reason: str) -> Contest:
    """Contest another party's declared share, for a typed reason."""
    require(actor, "industry.contest", bill)
    held = BillOfMaterials.objects.select_for_update().get(pk=bill.pk)
    if held.state != ContentState.DECLARED or held.share is None:
        raise Refused("content.undeclared", _("Aucune part déclarée n'est à contester."))
    running = (ContestState.OPEN, ContestState.ANSWERED)
    if held.contests.filter(opened_by=actor.organisation, state__in=running).exists():
        raise Refused("content.running", _("Votre organisation a déjà une contestation en cours."))
    contest = Contest.objects.create(
        bill=bill, opened_by=actor.organisation, share=held.share, reason=_typed(reason)
    )
    record(actor, "industry.contest", contest, after={"share": held.share, "reason": contest.reason})
    said = {"organisation": actor.organisation, "device": bill.device, "reason": contest.reason}
    notify(CONTESTED, organisation=bill.device.maker, params=said, about=bill.device)
    return contest


@transaction.atomic
def answer_contest(actor: Actor, contest: Contest, *, answer: str) -> None:
    """Answer a contest of one's own device."""
    require(actor, "industry.answer_contest", contest)
    _move(contest, (ContestState.OPEN,), state=ContestState.ANSWERED, answer=_typed(answer))
    record(actor, "industry.answer_contest", contest, after={"answer": contest.answer})
    _settle(contest)
    device = contest.bill.device
    notify(
        CONTEST_ANSWERED,
        role=Role.CLUSTER_STAFF,
        params={"maker": device.maker, "device": device},
        about=device,
    )


@transaction.atomic
def settle_contest(actor: Actor, contest: Contest, *, upheld: bool, reason: str) -> None:
    """Settle a contest; where it is upheld, the declared share is withdrawn, and those upon it are taken back."""
    require(actor, "industry.settle_contest", contest)
    outcome = ContestState.UPHELD if upheld else ContestState.DISMISSED
    running = (ContestState.OPEN, ContestState.ANSWERED)
    _move(contest, running, state=outcome, settlement=_typed(reason), settled_by=actor.user)
    if upheld:
        BillOfMaterials.objects.filter(pk=contest.bill_id).update(state=ContentState.WITHDRAWN, share=None)
        reopen_above(actor, contest.bill.device)
    record(
        actor, "industry.settle_contest", contest, after={"outcome": outcome, "reason": contest.settlement}
    )
    _settle(contest)
    device = contest.bill.device
    said = {"device": device, "outcome": contest.settlement}
    for party in (device.maker, contest.opened_by):
        notify("industry.contest_settled", organisation=party, params=said, about=device)


def _settle(contest: Contest) -> None:
    """Put away what asked for an answer, or a settlement, once no contest of the device awaits one."""
    device = contest.bill.device
    left = set(Contest.objects.filter(bill=contest.bill_id).values_list("state", flat=True))
    if ContestState.OPEN not in left:
        settle(device, device.maker, {CONTESTED})
    if ContestState.ANSWERED not in left:
        settle(device, None, {CONTEST_ANSWERED})


def _held(actor: Actor, bill: BillOfMaterials) -> BillOfMaterials:
    require(actor, "industry.keep_bill", bill)
    held = BillOfMaterials.objects.select_for_update(of=("self",)).select_related("device").get(pk=bill.pk)
    _check_free(held)
    return held


def _check_free(bill: BillOfMaterials) -> None:
    """What is controlled doesn't change under the control."""
    if bill.audits.running().exists():
        raise Refused(
            "content.audited",
            _("Un contrôle est en cours : la nomenclature ne change pas avant sa décision."),
        )


def _check_corrected(bill: BillOfMaterials) -> None:
    """A share that a contest or a control withdrew or corrected isn't declared again from an unchanged bill."""
    if bill.state == ContentState.WITHDRAWN:
        raise Refused(
            "content.withdrawn",
            _("Cette part a été retirée : changez d'abord la nomenclature."),
        )
    last = bill.audits.filter(state__in=(AuditState.CORRECTED, AuditState.WITHDRAWN)).first()
    if last is not None and last.decided_at is not None and bill.updated_at <= last.decided_at:
        raise Refused(
            "content.corrected",
            _("Un contrôle a corrigé ou retiré cette part : changez d'abord la nomenclature."),
        )


def _reopen(bill: BillOfMaterials) -> None:
    """A bill that changes declares nothing until it is declared again."""
    bill.state, bill.share, bill.declared_on, bill.result = ContentState.DRAFT, None, None, {}


def _move(contest: Contest, origins: tuple[ContestState, ...], **values: object) -> None:
    """Change the state only from one of `origins`: of two people at once, one is told."""
    if not Contest.objects.filter(pk=contest.pk, state__in=origins).update(**values):
        raise Refused("content.moved", _("Cette contestation a changé entre-temps ; rechargez la page."))
    contest.refresh_from_db()


def _typed(text: str) -> str:
    stripped = text.strip()[:2000]
    if not stripped:
        raise Refused("content.reason", _("Indiquez le motif."))
    return stripped


def _named(cycle: Cycle) -> str:
    names = {str(pk): name for pk, name in Device.objects.filter(pk__in=cycle.path).values_list("pk", "name")}
    return " → ".join(names.get(key, key) for key in cycle.path)
