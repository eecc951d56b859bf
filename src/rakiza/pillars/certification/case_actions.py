"""What moves a certification case: one action a step, from the states that `process` allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.identity.models import User
from rakiza.kernel.notifications.actions import settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.wording.formats import listed
from rakiza.kernel.wording.gaps import gap_between
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.audits import (
    PLANNED,
    Remark,
    account_of,
    after,
    check_auditor,
    check_order,
    write_findings,
)
from rakiza.pillars.certification.enums import (
    NEEDED,
    CaseState,
    CertificateState,
    DocumentKind,
    FindingState,
    Grade,
    Outcome,
    Scheme,
    SendBackReason,
)
from rakiza.pillars.certification.models import Audit, CaseDocument, Certificate, CertificationCase, Finding
from rakiza.pillars.certification.process import (
    ANSWER_WITHIN,
    ANSWERED,
    BEFORE_THE_CONTRACT,
    LATEST_START,
    ORIGINS,
    Step,
    ends_on,
)
from rakiza.pillars.certification.products import check_named, check_products, families_of
from rakiza.pillars.certification.queries import in_a_case_of_another
from rakiza.pillars.certification.sites import check_stands, held
from rakiza.pillars.certification.standards import edition_of
from rakiza.pillars.certification.telling import (
    EXPIRES,
    FILED,
    FINDING_ANSWERED,
    SENT_BACK,
    UNCOVERED,
    settle_findings,
    settle_left,
    tell_body,
    tell_held,
    tell_maker,
    tell_planned,
)
from rakiza.pillars.certification.tests_passed import untested
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.queries import in_a_dossier_of_another
from rakiza.reference.standards import edition_named


@transaction.atomic
def open_case(
    actor: Actor,
    *,
    body: Organisation,
    scheme: Scheme,
    standard: str,
    site: Site | None = None,
    scope_families: Sequence[str] = (),
    renews: Certificate | None = None,
    devices: Sequence[Device] = (),
) -> CertificationCase:
    """Open a draft with a certification body; a case of the NM mark names the maker's own products."""
    require(actor, "certification.apply")
    if body.kind != OrganisationKind.CERTIFICATION_BODY or not body.active:
        raise Refused("case.body", _("Choisissez un organisme certificateur en activité."))
    if site is not None and not actor.belongs_to(site.organisation_id):
        raise Refused("case.site", _("Ce site n'est pas de votre entreprise."))
    if site is not None:
        check_stands(held({site.pk})[site.pk], timezone.localdate())
    check_products(actor.organisation, scheme, devices)
    check_named(scheme, devices)
    if renews is not None:
        _check_renewed(actor, renews, scheme, standard)
    case = CertificationCase.objects.create(
        maker=actor.organisation,
        body=body,
        scheme=scheme,
        standard=standard,
        edition=edition_of(standard),
        site=site,
        scope_families=families_of(devices) or sorted(scope_families),
        renews=renews,
    )
    case.devices.set(devices)
    record(actor, "certification.open_case", case, after=_asked(case))
    return case


def _asked(case: CertificationCase) -> dict[str, object]:
    return {
        "body": case.body_id,
        "scheme": case.scheme,
        "standard": case.standard,
        "site": case.site_id,
        "scope_families": case.scope_families,
        "renews": case.renews_id,
        "devices": sorted(case.devices.values_list("pk", flat=True)),
    }


@transaction.atomic
def add_document(
    actor: Actor, case: CertificationCase, *, kind: DocumentKind, file: StoredFile
) -> CaseDocument:
    """Add a version of a piece while the case is the maker's to prepare."""
    require(actor, "certification.prepare", case)
    kept = locked_case(case, ORIGINS[Step.FILE])
    known = CaseDocument.objects.filter(case=kept)
    if known.exclude(kind=kind).filter(file__sha256=file.sha256).exists():
        raise Refused("case.same_file", _("Ce fichier est déjà une autre pièce du dossier."))
    check_content(kept, file)
    last = known.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
    document = CaseDocument.objects.create(case=kept, kind=kind, version=last + 1, file=file)
    record(
        actor,
        "certification.add_document",
        kept,
        after={
            "kind": kind,
            "version": document.version,
            "file": file.original_name,
            "sha256": file.sha256,
        },
    )
    return document


def missing_documents(case: CertificationCase) -> tuple[DocumentKind, ...]:
    """Return the pieces that a case still lacks, in the order in which they are asked for."""
    given = set(CaseDocument.objects.filter(case=case).values_list("kind", flat=True))
    return tuple(kind for kind in NEEDED[case.scheme] if kind not in given)


@transaction.atomic
def file_case(actor: Actor, case: CertificationCase) -> None:
    """File a complete draft, or a case that was sent back."""
    require(actor, "certification.prepare", case)
    kept = locked_case(case, ORIGINS[Step.FILE])
    missing = missing_documents(kept)
    if missing:
        raise Refused(
            "case.incomplete",
            _("Il manque : %(documents)s."),
            documents=listed(str(kind.label) for kind in missing),
        )
    if kept.site is not None:
        check_stands(held({kept.site.pk})[kept.site.pk], timezone.localdate())
    check_named(kept.scheme, list(kept.devices.all()))
    # After failed tests the application was reviewed already: what is corrected is tested again.
    target = CaseState.TESTS if kept.sent_back_for == SendBackReason.TESTS else CaseState.FILED
    kept.sent_back_for, kept.remark = "", ""
    kept.filed_on = kept.filed_on or timezone.localdate()
    move(actor, kept, target, Step.FILE)
    tell_body(kept, FILED)


@transaction.atomic
def send_back(actor: Actor, case: CertificationCase, *, reason: SendBackReason, remark: str) -> None:
    """Send a case back to its maker, for a coded reason and in words."""
    require(actor, "certification.handle", case)
    kept = locked_case(case, ORIGINS[Step.SEND_BACK])
    if reason == SendBackReason.TESTS:
        raise Refused("case.no_test", _("Ce motif est celui d'un essai échoué : son rapport le dit."))
    kept.sent_back_for, kept.remark = reason, remark
    move(actor, kept, CaseState.SENT_BACK, Step.SEND_BACK, {"for": reason, "remark": remark})
    tell_maker(kept, SENT_BACK, reason=remark)


@transaction.atomic
def accept_case(actor: Actor, case: CertificationCase) -> None:
    """Accept a complete application: its contract comes next."""
    require(actor, "certification.handle", case)
    kept = locked_case(case, ORIGINS[Step.ACCEPT])
    check_named(kept.scheme, list(kept.devices.all()))
    move(actor, kept, CaseState.ACCEPTED, Step.ACCEPT)
    tell_maker(kept, "certification.case_accepted")


@transaction.atomic
def plan_audit(actor: Actor, case: CertificationCase, *, auditor: User, planned_on: date) -> Audit:
    """Plan the next stage with an officer of the body who has no part in the maker's group."""
    require(actor, "certification.handle", case)
    kept = locked_agreed(case, ORIGINS[Step.PLAN])
    check_auditor(kept, auditor)
    if planned_on < timezone.localdate():
        raise Refused("case.past", _("Un audit se planifie à partir d'aujourd'hui."))
    stage, target = PLANNED[CaseState(kept.state)]
    audit = Audit.objects.create(
        case=kept,
        stage=stage,
        auditor=auditor,
        planned_on=planned_on,
    )
    move(actor, kept, target, Step.PLAN, {"stage": audit.stage, "on": planned_on, "auditor": auditor.pk})
    tell_planned(kept, planned_on)
    return audit


@transaction.atomic
def hold_audit(
    actor: Actor,
    case: CertificationCase,
    *,
    held_on: date,
    outcome: Outcome,
    note: str,
    findings: Sequence[Remark] = (),
) -> Audit:
    """Write down what the planned audit found; an inconclusive stage 1 is planned anew."""
    require(actor, "certification.handle", case)
    kept = locked_case(case, ORIGINS[Step.HOLD])
    audit = Audit.objects.select_for_update(of=("self",)).filter(case=kept, outcome="").latest("pk")
    if audit.auditor_id != actor.user.pk:
        raise Refused("case.not_the_auditor", _("Seul l'auditeur désigné rend compte de l'audit."))
    if held_on > timezone.localdate():
        raise Refused("case.future", _("Un audit à venir n'a pas encore de résultat."))
    check_order(kept, held_on)
    audit.held_on, audit.outcome, audit.note = held_on, outcome, note
    audit.save()
    due = held_on + ANSWER_WITHIN
    write_findings(audit, findings, due)
    target = after(audit, findings=bool(findings))
    move(actor, kept, target, Step.HOLD, account_of(audit, findings, due))
    tell_held(kept, due if findings else None)
    return audit


@transaction.atomic
def answer_finding(
    actor: Actor, finding: Finding, *, cause: str, plan: str, evidence: StoredFile | None = None
) -> None:
    """Answer a non-conformity: its cause, what is done about it, the evidence."""
    case = finding.audit.case
    require(actor, "certification.prepare", case)
    kept = locked_case(case, ANSWERED)
    if evidence is not None:
        check_content(kept, evidence)
    before = _answer_of(finding)
    changed = (
        Finding.objects.filter(pk=finding.pk)
        .exclude(state=FindingState.CLOSED)
        .update(cause=cause, plan=plan, state=FindingState.ANSWERED, remark="")
    )
    if not changed:
        raise Refused("finding.closed", _("Cette non-conformité est déjà levée."))
    if evidence is not None:
        Finding.objects.filter(pk=finding.pk).update(evidence=evidence)
    record(
        actor,
        "certification.answer_finding",
        case,
        before=before,
        after=_answer_of(finding),
    )
    settle_findings(kept)
    tell_body(case, FINDING_ANSWERED)


def _answer_of(finding: Finding) -> dict[str, object]:
    """Return the answer as it stands: a better one takes its place, the trail keeps both."""
    kept = Finding.objects.select_related("evidence").get(pk=finding.pk)
    proof = kept.evidence.sha256 if kept.evidence else ""
    return {"finding": kept.pk, "cause": kept.cause, "plan": kept.plan, "sha256": proof}


@transaction.atomic
def settle_finding(actor: Actor, finding: Finding, *, accepted: bool, remark: str = "") -> None:
    """Lift a non-conformity, or ask for a better answer; the last one before it lifted opens the decision."""
    case = finding.audit.case
    require(actor, "certification.handle", case)
    kept = locked_case(case, ANSWERED)
    if not accepted and not remark.strip():
        raise Refused("finding.remark", _("Dites ce qui manque à la réponse."))
    if accepted and answered_without_proof(finding):
        raise Refused(
            "finding.no_evidence",
            _("Une non-conformité majeure ne se lève que sur preuve : demandez au fabricant de la joindre."),
        )
    state = FindingState.CLOSED if accepted else FindingState.OPEN
    changed = Finding.objects.filter(pk=finding.pk, state=FindingState.ANSWERED).update(
        state=state, remark=remark
    )
    if not changed:
        raise Refused("finding.state", _("Cette réponse a déjà été examinée, ou n'est pas encore donnée."))
    settled = {"finding": finding.pk, "accepted": accepted, "remark": remark}
    record(actor, "certification.settle_finding", kept, after=settled)
    settle_findings(kept)
    left = Finding.objects.filter(audit__case=kept).exclude(state=FindingState.CLOSED)
    if kept.state == CaseState.FINDINGS and not left.exists():
        move(actor, kept, CaseState.DECISION, Step.SETTLE)
    elif not accepted:
        tell_maker(kept, "certification.finding_returned", deadline=finding.due_on)


def answered_without_proof(finding: Finding) -> bool:
    """Say whether a major non-conformity is answered by words alone (ISO/IEC 17021-1, 9.5.2: its correction is verified)."""
    bare = Finding.objects.filter(pk=finding.pk, grade=Grade.MAJOR, evidence__isnull=True)
    return bare.filter(state=FindingState.ANSWERED).exists()


@transaction.atomic
def grant_case(actor: Actor, case: CertificationCase, *, number: str, valid_from: date) -> Certificate:
    """Certify: the decision of somebody who didn't audit; the certificate lasts three years."""
    require(actor, "certification.decide", case)
    kept = locked_case(case, ORIGINS[Step.GRANT])
    if not kept.maker.active:
        raise Refused("case.maker_left", _("Le fabricant ne participe plus : rien ne lui est délivré."))
    if kept.scheme == Scheme.PRODUCT and (untested(kept) or not kept.devices.exists()):
        raise Refused(
            "case.tests_not_passed", _("La décision attend des essais de type réussis pour chaque produit.")
        )
    if valid_from < timezone.localdate():  # ISO/IEC 17021-1, 8.2.2: from the decision at the earliest
        raise Refused("case.before_decision", _("Le certificat ne peut pas précéder sa décision."))
    if valid_from > LATEST_START:
        raise Refused("certification.too_late", _("Cette date est trop lointaine."))
    certificate = issue_certificate(
        actor,
        maker=kept.maker,
        scheme=Scheme(kept.scheme),
        standard=kept.standard,
        number=number,
        valid_from=valid_from,
        valid_to=ends_on(valid_from),
        scope_families=tuple(kept.scope_families),
        site=kept.site,
        devices=tuple(kept.devices.order_by("pk")),
    )
    kept.certificate = certificate
    _decide(actor, kept, CaseState.CERTIFIED, Step.GRANT)
    if kept.renews is not None and gap_between(kept.renews.valid_to, valid_from) is None:
        settle(kept.renews, kept.maker, {EXPIRES, UNCOVERED})
    tell_maker(kept, "certification.case_granted", number=number)
    return certificate


@transaction.atomic
def refuse_case(actor: Actor, case: CertificationCase, *, remark: str) -> None:
    """Refuse the certificate, with the reason that the maker reads."""
    require(actor, "certification.decide", case)
    kept = locked_case(case, ORIGINS[Step.REFUSE])
    kept.remark = remark
    _decide(actor, kept, CaseState.REFUSED, Step.REFUSE)
    tell_maker(kept, "certification.case_refused", reason=remark)


@transaction.atomic
def cancel_case(actor: Actor, case: CertificationCase) -> None:
    """Give a case up; what was gathered stays."""
    require(actor, "certification.prepare", case)
    kept = locked_case(case, ORIGINS[Step.CANCEL])
    move(actor, kept, CaseState.CANCELLED, Step.CANCEL)


def _check_renewed(actor: Actor, renewed: Certificate, scheme: Scheme, standard: str) -> None:
    """Refuse to renew what is another's, of another kind or standard, or no longer there to be renewed."""
    if not actor.belongs_to(renewed.maker_id):
        raise Refused("case.certificate", _("Ce certificat est celui d'une autre entreprise."))
    if renewed.scheme != scheme:
        raise Refused("case.other_scheme", _("Ce certificat est d'un autre objet."))
    if edition_named(renewed.standard)[0] != edition_named(standard)[0]:
        raise Refused("case.other_standard", _("Ce certificat est celui d'une autre norme."))
    if renewed.state == CertificateState.WITHDRAWN or renewed.valid_to < timezone.localdate():
        raise Refused(
            "case.certificate_ended",
            _("Ce certificat a pris fin : demandez une première certification."),
        )


def check_content(kept: CertificationCase, file: StoredFile) -> None:
    """Refuse a content that stands in another company's case, or in its dossier with the health authority."""
    content, maker = file.sha256, kept.maker_id
    if in_a_case_of_another(content, maker) or in_a_dossier_of_another(content, maker):
        raise Refused("case.foreign_file", _("Ce fichier figure déjà au dossier d'une autre entreprise."))


def locked_case(case: CertificationCase, origins: frozenset[CaseState]) -> CertificationCase:
    """Hold a case until the transaction ends; refuse one that isn't in a state of `origins` any more."""
    kept = (
        CertificationCase.objects.select_for_update(of=("self",))
        .select_related("maker", "body", "certificate")
        .get(pk=case.pk)
    )
    if kept.state not in origins:
        raise Refused("case.state", _("Le dossier a changé entre-temps : rechargez la page."))
    return kept


def locked_agreed(case: CertificationCase, origins: frozenset[CaseState]) -> CertificationCase:
    """Hold a case as `locked_case` does; one whose contract is still awaited is refused in these words."""
    kept = locked_case(case, origins | BEFORE_THE_CONTRACT)
    if kept.state in BEFORE_THE_CONTRACT:
        raise Refused("case.state", _("Ni audit ni essai avant que le fabricant n'ait accepté le contrat."))
    return kept


def move(
    actor: Actor,
    kept: CertificationCase,
    target: CaseState,
    step: Step,
    said: dict[str, object] | None = None,
    was: dict[str, object] | None = None,
) -> None:
    """Put a held case into a state; `said` and `was` are what the trail says beside it, after and before."""
    before = kept.state
    kept.state = target
    kept.save()
    settle_left(kept)
    record(
        actor,
        f"certification.case_{step.name.lower()}",
        kept,
        before={"state": before, **(was or {})},
        after={"state": target, **(said or {})},
    )


def _decide(actor: Actor, kept: CertificationCase, target: CaseState, step: Step) -> None:
    kept.decided_by, kept.decided_on = actor.user, timezone.localdate()
    move(actor, kept, target, step, {"remark": kept.remark})
