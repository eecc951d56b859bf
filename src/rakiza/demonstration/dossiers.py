"""Dossiers of the health authority: every request in every state, moved by the room's own actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.dossier_ways import Way, open_ways
from rakiza.demonstration.past_titles import load_titles
from rakiza.kernel.files.actions import store
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.devices.actions import change_device
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration import commission, decisions, review_actions
from rakiza.pillars.registration.class_taking import take_class
from rakiza.pillars.registration.classes import class_of
from rakiza.pillars.registration.contents import needed
from rakiza.pillars.registration.dossier_actions import (
    add_document,
    cancel_dossier,
    file_dossier,
)
from rakiza.pillars.registration.enums import (
    DocumentLanguage,
    DocumentStatus,
    DossierState,
    Opinion,
    Process,
    Request,
    RiskClass,
    SendBackReason,
    TitleState,
)
from rakiza.pillars.registration.models import (
    AgendaItem,
    CommissionSession,
    Dossier,
    EstablishmentDeclaration,
    RegistrationCertificate,
)

S = DossierState
# How many days ago each dossier was filed, so that the queue shows every age.
AGES = {S.FILED: 12, S.SENT_BACK: 40, S.EVALUATION: 95, S.COMMISSION: 126, S.DECISION: 118}
# Days before the filing, and from it to each step; the commission's opinion is today's.
PREPARING, SENT_BACK_AFTER = 25, 8
SPENT = {"admitted_on": 10, "evaluated_on": 48}
HEARD = (S.DECISION, S.GRANTED, S.REFUSED)
# A class that isn't a device's, by whether it is a test in vitro, and a section that only this class has.
AMISS = {True: ("I", "3.07"), False: ("B", "3.06")}


def load_dossiers(cluster: Cluster) -> int:
    """Open one dossier a process, request and state; return how many dossiers there are."""
    holders = list(_holders(cluster))
    ways = list(open_ways(cluster, holders))
    for way in ways:
        _prepare(cluster, way)
    _hold_session(
        cluster,
        {
            way.dossier.pk
            for way in ways
            if way.state in HEARD and way.dossier.process == Process.REGISTRATION
        },
    )
    for way in ways:
        _decide(cluster, way)
        _spread(way.dossier)
    load_titles(cluster, *holders[0])
    return Dossier.objects.count()


def _holders(cluster: Cluster) -> Iterator[tuple[Actor, RegistrationCertificate]]:
    """Return each declared maker with its registration that ends last."""
    today = timezone.localdate()
    for _demo, maker in cluster.makers:
        declared = EstablishmentDeclaration.objects.touching(today, today).filter(
            maker=maker.organisation, state=TitleState.VALID
        )
        title = (
            RegistrationCertificate.objects.touching(today, today)
            .filter(device__maker=maker.organisation, state=TitleState.VALID)
            .order_by("-valid_to", "pk")
            .first()
        )
        if title is not None and declared.exists():
            yield maker, title


def _prepare(cluster: Cluster, way: Way) -> None:
    """Bring a registration dossier to its state, or to the commission where it goes further."""
    _documents(way.maker, way.dossier, partly=way.state == S.DRAFT)
    if way.state == S.DRAFT:
        if way.dossier.device and way.dossier.request == Request.INITIAL and way.dossier.risk_class:
            _class_for_a_while(way.maker, way.dossier, way.dossier.device)
        return
    file_dossier(way.maker, way.dossier)
    _filed_before(way.dossier, AGES.get(way.state, 60))
    officer = cluster.authority
    if way.state == S.CANCELLED:
        cancel_dossier(way.maker, way.dossier)
    elif way.state == S.SENT_BACK:
        document = way.dossier.documents.order_by("section", "pk").reverse()[0]
        review_actions.review_document(
            officer,
            document,
            status=DocumentStatus.TO_CORRECT,
            remark="La dernière page manque (démonstration).",
            internal_note="Comparer au dossier précédent (démonstration).",
        )
        remark = f"Complétez la section {document.section} (démonstration)."
        review_actions.send_back(officer, way.dossier, reason=SendBackReason.EVIDENCE, remark=remark)
    elif way.state != S.FILED:
        review_actions.admit(officer, way.dossier)
        if way.state == S.EVALUATION:
            first = way.dossier.documents.order_by("pk")[0]
            review_actions.review_document(
                officer, first, status=DocumentStatus.ACCEPTED, remark="", internal_note=""
            )
        elif way.dossier.process != Process.DECLARATION:
            note = "Rapport fictif de démonstration."
            opinion = Opinion.UNFAVOURABLE if way.state == S.REFUSED else Opinion.FAVOURABLE
            review_actions.conclude(officer, way.dossier, opinion=opinion, internal_note=note)


def _class_for_a_while(maker: Actor, dossier: Dossier, device: Device) -> None:
    """Have a maker class its device amiss, then as before: what it joined between has no section any more."""
    stated, asked = terms_of(device), RiskClass(dossier.risk_class)
    amiss, section = AMISS[asked == RiskClass.IVD]
    for terms in (replace(stated, risk_class=amiss), stated):
        change_device(maker, device, terms, seen=current_version(device))
        device.refresh_from_db()
        take_class(maker, dossier, risk_class=class_of(device) or asked)
        if terms is not stated:
            _document(maker, dossier, section, f"section {section}, dossier {dossier.pk}")


def _filed_before(dossier: Dossier, days: int) -> None:
    """Give a dossier its age: actions know today only."""
    filed = timezone.localdate() - timedelta(days=days)
    due = filed + timedelta(days=120) if dossier.process == Process.REGISTRATION else None
    Dossier.objects.filter(pk=dossier.pk).update(filed_on=filed, due_on=due)


def _spread(dossier: Dossier) -> None:
    """Give the steps of a dossier the days they would have had, so that its way to market has a length."""
    kept = Dossier.objects.get(pk=dossier.pk)
    filed = kept.filed_on or timezone.localdate()
    opened = timezone.now() - timedelta(days=(timezone.localdate() - filed).days + PREPARING)
    Dossier.objects.filter(pk=kept.pk).update(created_at=opened)
    for name, after in SPENT.items():
        if getattr(kept, name) is not None:
            Dossier.objects.filter(pk=kept.pk).update(**{name: filed + timedelta(days=after)})
    kept.pauses.update(starts_on=filed + timedelta(days=SENT_BACK_AFTER))


def _documents(maker: Actor, dossier: Dossier, *, partly: bool = False) -> None:
    wanted = needed(dossier.process, dossier.request, risk_class=dossier.risk_class, purpose=dossier.purpose)
    sections = sorted(wanted)[: 2 if partly else None]
    for section in sections:
        _document(maker, dossier, section, f"section {section}, dossier {dossier.pk}")
    if not partly:
        last = sections[-1]
        _document(maker, dossier, last, f"section {last}, dossier {dossier.pk}, corrigée avant le dépôt")


def _document(maker: Actor, dossier: Dossier, section: str, said: str) -> None:
    """Hand in a file whose only line says what it is."""
    file = store(
        [f"Pièce fictive de démonstration : {said}.\n".encode()],
        name=f"section-{section}.txt",
        organisation=maker.organisation,
        uploaded_by=maker.user,
    )
    add_document(maker, dossier, section=section, language=DocumentLanguage.FR, file=file)


def _hold_session(cluster: Cluster, heard: set[int]) -> None:
    """Hold a session on what is to be decided, last week's; call the next for what still waits."""
    today = timezone.localdate()
    session = commission.call_session(cluster.authority, held_on=today)
    for item in AgendaItem.objects.filter(session=session, dossier__in=heard).select_related("dossier"):
        commission.opine(
            cluster.authority,
            item,
            opinion=Opinion(item.dossier.opinion),
            grounds="Avis fictif de démonstration.",
        )
    commission.close_session(cluster.authority, session, present=7)
    last_week = today - timedelta(days=7)  # actions know today only
    CommissionSession.objects.filter(pk=session.pk).update(held_on=last_week)
    Dossier.objects.filter(pk__in=heard).update(opinion_on=last_week)
    commission.call_session(cluster.authority, held_on=today + timedelta(days=14))


def _decide(cluster: Cluster, way: Way) -> None:
    if way.state == S.GRANTED:
        month = way.starts + timedelta(days=30)
        ends = month if way.dossier.process == Process.AUTHORISATION else None
        decisions.grant(cluster.second_authority, way.dossier, valid_from=way.starts, valid_to=ends)
    elif way.state == S.REFUSED:
        decisions.refuse(
            cluster.second_authority, way.dossier, remark="Les preuves ne suffisent pas (démonstration)."
        )
