"""What a coordinator does with a plan: create, set its rules, run, cancel, publish, unpublish."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.engine.planning.values import ImportReference, Rules
from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump
from rakiza.kernel.jobs.actions import enqueue, request_cancel
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Proposal
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.second_person import agree_or_propose, drop_proposal
from rakiza.kernel.wording.language import LANGUAGES
from rakiza.pillars.purchasing.needs.actions import hold_imports, release_imports
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.plans.enums import PlanState, RunState
from rakiza.pillars.purchasing.plans.models import ImportPrice, Plan, PlanRun
from rakiza.pillars.purchasing.plans.queries import last_rule_change

RUN_JOB = "plans.run"
DOCUMENTS_JOB = "plans.documents"
PUBLICATION = "plans.publish"
WITHDRAWAL = "plans.unpublish"
PUBLICATION_PROPOSED = "plans.publication_proposed"
WITHDRAWAL_PROPOSED = "plans.withdrawal_proposed"
PROPOSED = (PUBLICATION_PROPOSED, WITHDRAWAL_PROPOSED)
_NOT_ALLOCATED = _("Seul un plan attribué peut être publié ; rechargez la page.")
_OPEN = (PlanState.DRAFT, PlanState.CONSOLIDATED, PlanState.ALLOCATED)
_UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)


@transaction.atomic
def create_plan(
    actor: Actor, *, year: int, name: str, rules: Rules | None = None, names: tuple[str, str] = ("", "")
) -> Plan:
    """Open the plan of a year for the actor's association; `names`: in Arabic and in English, '' for none."""
    require(actor, "plans.create")
    if Plan.objects.filter(association=actor.organisation, year=year, name=name).exists():
        raise Refused(
            "plans.name_taken", _("Un plan « %(name)s » existe déjà pour %(year)s."), name=name, year=year
        )
    plan = Plan.objects.create(
        association=actor.organisation,
        year=year,
        name=name,
        name_ar=names[0].strip(),
        name_en=names[1].strip(),
        rules=dump(rules or Rules()),
    )
    after = {
        "year": year,
        "name": name,
        "name_ar": plan.name_ar,
        "name_en": plan.name_en,
        "rules": plan.rules,
    }
    record(actor, "plans.create", plan, after=after)
    return plan


@transaction.atomic
def rename_plan(actor: Actor, plan: Plan, *, name: str, names: tuple[str, str] = ("", "")) -> None:
    """Give a plan that isn't published another name; `names`: in Arabic and in English, '' for none."""
    require(actor, "plans.run", plan)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.state == PlanState.PUBLISHED:
        raise Refused(
            "plans.published", _("Le plan est publié sous ce nom : retirez la publication pour le renommer.")
        )
    typed = name.strip()
    if not typed:
        raise Refused("plans.name_missing", _("Nommez le plan."))
    others = Plan.objects.filter(association_id=locked.association_id, year=locked.year, name=typed)
    if others.exclude(pk=locked.pk).exists():
        raise Refused(
            "plans.name_taken",
            _("Un plan « %(name)s » existe déjà pour %(year)s."),
            name=typed,
            year=locked.year,
        )
    before = {"name": locked.name, "name_ar": locked.name_ar, "name_en": locked.name_en}
    locked.name, locked.name_ar, locked.name_en = typed, names[0].strip(), names[1].strip()
    locked.save(update_fields=["name", "name_ar", "name_en", "updated_at"])
    after = {"name": locked.name, "name_ar": locked.name_ar, "name_en": locked.name_en}
    record(actor, "plans.rename", locked, before=before, after=after)
    plan.refresh_from_db()


@transaction.atomic
def set_rules(actor: Actor, plan: Plan, rules: Rules) -> None:
    """Change the rules of a plan that isn't published; they hold from the next run on."""
    require(actor, "plans.run", plan)
    before = plan.rules
    if not Plan.objects.filter(pk=plan.pk, state__in=_OPEN).update(rules=dump(rules)):
        raise Refused("plans.published", _("Le plan est publié : ses règles ne changent plus."))
    plan.refresh_from_db()
    record(actor, "plans.set_rules", plan, before=before, after=plan.rules)


@transaction.atomic
def undo_rules(actor: Actor, plan: Plan) -> None:
    """Give a plan back the rules that it had before they were last changed."""
    change = last_rule_change(actor, plan)
    if change is None:
        raise Refused("plans.no_rule_change", _("Aucun changement de règles n'est à défaire."))
    set_rules(actor, plan, change.before)


@transaction.atomic
def set_import_prices(actor: Actor, year: int, references: Sequence[ImportReference]) -> int:
    """Set what importing costs, family by family; return how many were set."""
    require(actor, "plans.set_import_prices")
    for reference in references:
        price, _created = ImportPrice.objects.update_or_create(
            family=reference.family,
            year=year,
            defaults={
                "cif": reference.cif,
                "duty_rate": reference.duty_rate,
                "parafiscal_rate": reference.parafiscal_rate,
                "vat_rate": reference.vat_rate,
                "source": reference.source,
            },
        )
        record(
            actor, "plans.set_import_price", price, after={"cif": reference.cif, "source": reference.source}
        )
    return len(references)


@transaction.atomic
def run_plan(actor: Actor, plan: Plan) -> PlanRun:
    """Consolidate and allocate in the background; the last finished run stays until this one ends."""
    require(actor, "plans.run", plan)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.state == PlanState.PUBLISHED:
        raise Refused(
            "plans.published", _("Le plan est publié : retirez la publication avant de recalculer.")
        )
    if locked.runs.filter(state__in=_UNDER_WAY).exists():
        raise Refused("plans.already_running", _("Un calcul de ce plan est déjà en cours."))
    if not NeedLine.objects.confirmed_for(locked.year).exists():
        raise Refused(
            "plans.no_needs",
            _(
                "Aucun besoin n'est confirmé pour %(year)s : les membres doivent d'abord confirmer leurs listes."
            ),
            year=locked.year,
        )
    run = PlanRun.objects.create(plan=locked, rules=locked.rules)
    run.job = enqueue(RUN_JOB, run, actor=actor)
    run.save(update_fields=["job"])
    if locked.state == PlanState.DRAFT:
        locked.state = PlanState.CONSOLIDATED
        locked.save(update_fields=["state", "updated_at"])
    record(actor, "plans.run", locked, after={"run": run.pk, "rules": run.rules})
    plan.refresh_from_db()
    return run


def cancel_run(actor: Actor, run: PlanRun) -> None:
    """Stop a run; the last finished one stays."""
    require(actor, "plans.run", run.plan)
    if run.job is None or run.state not in _UNDER_WAY:
        raise Refused("plans.not_running", _("Aucun calcul n'est en cours."))
    request_cancel(actor, run.job)
    run.refresh_from_db()


@transaction.atomic
def publish_plan(actor: Actor, plan: Plan) -> bool:
    """Publish an allocated plan; from then on its needs can't be undone.

    Where the association wants two people, the first proposes (False) and another publishes (True).
    """
    require(actor, "plans.publish", plan)
    _check_publishable(plan)
    proposal = None
    if plan.association.two_to_publish:
        proposal = agree_or_propose(
            actor, PUBLICATION, plan, organisation=plan.association, version=str(plan.current_run_id)
        )
        if proposal is None:
            _announce_proposal(actor, plan)
            return False
    _publish(actor, plan, proposal)
    return True


def _announce_proposal(actor: Actor, plan: Plan) -> None:
    record(actor, "plans.propose_publication", plan, after={"run": plan.current_run_id})
    settle(plan, plan.association, PROPOSED)
    notify(
        PUBLICATION_PROPOSED,
        organisation=plan.association,
        role=Role.COORDINATOR,
        params={"plan": plan, "name": str(actor.user)},
        about=plan,
    )


@transaction.atomic
def drop_publication(actor: Actor, plan: Plan) -> None:
    """Take what is proposed off, one's own or another's: to publish a plan, or to withdraw a published one."""
    require(actor, "plans.publish", plan)
    drop_proposal(WITHDRAWAL if plan.state == PlanState.PUBLISHED else PUBLICATION, plan)
    record(actor, "plans.drop_proposal", plan, before={"run": plan.current_run_id})
    settle(plan, plan.association, PROPOSED)


def _check_publishable(plan: Plan) -> None:
    if (
        Plan.objects.filter(association_id=plan.association_id, year=plan.year, state=PlanState.PUBLISHED)
        .exclude(pk=plan.pk)
        .exists()
    ):
        raise Refused(
            "plans.other_published", _("Un autre plan est déjà publié pour %(year)s."), year=plan.year
        )
    if plan.runs.filter(state__in=_UNDER_WAY).exists():
        raise Refused("plans.already_running", _("Un calcul de ce plan est déjà en cours."))
    plan.refresh_from_db()
    if plan.state != PlanState.ALLOCATED or plan.current_run_id is None:
        raise Refused("plans.not_allocated", _NOT_ALLOCATED)


def _publish(actor: Actor, plan: Plan, proposal: Proposal | None) -> None:
    moved = Plan.objects.filter(
        pk=plan.pk, state=PlanState.ALLOCATED, current_run=plan.current_run_id
    ).update(
        state=PlanState.PUBLISHED, published_at=timezone.now(), published_by=actor.user, unpublish_reason=""
    )
    if not moved:
        raise Refused("plans.not_allocated", _NOT_ALLOCATED)
    plan.refresh_from_db()
    held = hold_imports(plan.name, plan.year)
    record(
        actor,
        "plans.publish",
        plan,
        before={"state": PlanState.ALLOCATED},
        after={
            "state": PlanState.PUBLISHED,
            "run": plan.current_run_id,
            "imports": held,
            **_proposed_by(proposal),
        },
    )
    settle(plan, plan.association, PROPOSED)
    for role in (Role.BUYER, Role.MAKER):
        notify("plans.published", role=role, params={"plan": plan}, about=plan)
    _rewrite_documents(actor, plan)


def _proposed_by(proposal: Proposal | None) -> dict[str, object]:
    return {"proposed_by": proposal.asked_by_id} if proposal else {}


@transaction.atomic
def unpublish_plan(actor: Actor, plan: Plan, *, reason: str) -> bool:
    """Take a publication back, for a typed reason that everyone can read.

    Where the association wants two people, the first proposes (False) and another agrees to that very reason (True).
    """
    require(actor, "plans.publish", plan)
    typed = reason.strip()
    if not typed:
        raise Refused("plans.reason_missing", _("Indiquez le motif."))
    plan.refresh_from_db()
    if plan.state != PlanState.PUBLISHED:
        raise Refused("plans.not_published", _("Ce plan n'est pas publié."))
    proposal = None
    if plan.association.two_to_publish:
        proposal = agree_or_propose(
            actor,
            WITHDRAWAL,
            plan,
            organisation=plan.association,
            version=f"{plan.current_run_id}:{hashlib.sha256(typed.encode()).hexdigest()[:32]}",
            reason=typed,
        )
        if proposal is None:
            _announce_withdrawal(actor, plan, typed)
            return False
    _unpublish(actor, plan, typed, proposal)
    return True


def _announce_withdrawal(actor: Actor, plan: Plan, reason: str) -> None:
    record(actor, "plans.propose_withdrawal", plan, after={"run": plan.current_run_id, "reason": reason})
    settle(plan, plan.association, PROPOSED)
    notify(
        WITHDRAWAL_PROPOSED,
        organisation=plan.association,
        role=Role.COORDINATOR,
        params={"plan": plan, "name": str(actor.user), "reason": reason},
        about=plan,
    )


def _unpublish(actor: Actor, plan: Plan, typed: str, proposal: Proposal | None) -> None:
    moved = Plan.objects.filter(pk=plan.pk, state=PlanState.PUBLISHED).update(
        state=PlanState.ALLOCATED, published_at=None, published_by=None, unpublish_reason=typed
    )
    if not moved:
        raise Refused("plans.not_published", _("Ce plan n'est pas publié."))
    plan.refresh_from_db()
    release_imports(plan.name, plan.year)
    record(
        actor,
        "plans.unpublish",
        plan,
        before={"state": PlanState.PUBLISHED},
        after={"state": PlanState.ALLOCATED, "reason": typed, **_proposed_by(proposal)},
    )
    settle(plan, plan.association, PROPOSED)
    for role in (Role.BUYER, Role.MAKER):
        notify("plans.unpublished", role=role, params={"plan": plan, "reason": typed}, about=plan)
    _rewrite_documents(actor, plan)


def _rewrite_documents(actor: Actor, plan: Plan) -> None:
    """Have the documents say the plan's new state, in every language: one left as it was would deny it."""
    if plan.current_run is not None:
        enqueue(DOCUMENTS_JOB, plan.current_run, actor=actor, params={"languages": list(LANGUAGES)})


@transaction.atomic
def request_documents(actor: Actor, plan: Plan, language: str) -> None:
    """Have the documents of the current run written in another language."""
    require(actor, "plans.download", plan)
    if plan.current_run is None:
        raise Refused("plans.not_allocated", _("Ce plan n'a pas encore été calculé."))
    record(actor, "plans.documents", plan, after={"language": language, "run": plan.current_run_id})
    enqueue(DOCUMENTS_JOB, plan.current_run, actor=actor, params={"languages": [language]})
