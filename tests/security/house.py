"""A house with one person a role and one object of each kind, and a neighbour's beside each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import DeviceFactory, UserFactory, an_actor, csv_of
from tests.factories.keys import a_key
from tests.factories.loans import a_proposed_loan
from tests.factories.orders import a_written_order
from tests.factories.plans import Scene, a_scene
from tests.security.experts import expertise_addresses, leave_expertise
from tests.security.house_addresses import (
    CERTIFICATES,
    TITLES,
    of_alert,
    of_cases,
    of_certificate,
    of_dossiers,
    of_orders,
    of_scenarios,
)
from tests.security.makers import industry_addresses, leave_audit, leave_industry

from rakiza.engine.families import Kind
from rakiza.engine.planning.values import Rules
from rakiza.engine.reasons import Reason
from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.codec import dump
from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import DELEGATE
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.invitations import invite
from rakiza.kernel.organisations.models import Invitation, JoinRequest, Organisation, Proposal, Site
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.models import (
    Audit,
    CaseDocument,
    Certificate,
    CertificateProposal,
    CertificationCase,
    Finding,
)
from rakiza.pillars.industry.models import Device
from rakiza.pillars.purchasing.eligibility.models import AlertedAward, AlertStake, TitleAlert
from rakiza.pillars.purchasing.needs.actions import map_columns, upload_needs
from rakiza.pillars.purchasing.needs.models import NeedImport, ReadingCorrection
from rakiza.pillars.purchasing.needs.reread import read_as_kind
from rakiza.pillars.purchasing.needs.values import corrected
from rakiza.pillars.purchasing.plans.actions import publish_plan, run_plan
from rakiza.pillars.purchasing.plans.enums import PlanFileKind
from rakiza.pillars.purchasing.plans.models import Award, Lot, PlanFile
from rakiza.pillars.purchasing.plans.scenarios.actions import create_scenario
from rakiza.pillars.purchasing.plans.scenarios.enums import AnalysisKind, AnalysisState
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis
from rakiza.pillars.registration.actions import register_device
from rakiza.pillars.registration.models import (
    AgendaItem,
    CommissionSession,
    Dossier,
    DossierDocument,
    RegistrationCertificate,
    TitleProposal,
)

FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)
WRITTEN = csv_of("Seringue 10 ml;100;pièce", "Seringue 5 ml;-3;pièce")
OnCommit = Callable[..., object]


@dataclass(frozen=True)
class House:
    """People by role (`strangers` hold the same roles elsewhere), and the objects of `people`."""

    scene: Scene
    people: Mapping[Role, Actor]
    strangers: Mapping[Role, Actor]
    need_import: NeedImport
    certificate: Certificate
    registration: RegistrationCertificate
    file: PlanFile
    notification: int
    offers_file: StoredFile
    correction: ReadingCorrection
    clients: dict[int, Client] = field(default_factory=dict)

    def client(self, actor: Actor) -> Client:
        """Return the actor's signed-in browser."""
        if actor.user.pk not in self.clients:
            self.clients[actor.user.pk] = Client()
            self.clients[actor.user.pk].force_login(actor.user)
        return self.clients[actor.user.pk]

    def address(self, name: str) -> str:
        """Return the address of a page, about the house's own objects where it needs one."""
        plan, device = self.scene.plan.pk, self.scene.offers[0].device_id
        known: dict[str, tuple[object, ...]] = {
            "family": ("syringe_hypodermic",),
            "files:file": (self.offers_file.pk,),
            "files:open": (signing.dumps([self.offers_file.pk, self._maker.pk], salt="rakiza.files.link"),),
            "audit-object": ("needs.needimport", self.need_import.pk),
            "mark-read": (self.notification,),
            "notification": (self.notification,),
            "needs:template": ("fr",),
            "offers:template": ("fr",),
            "offers:review": (self.offers_file.pk, 2027),
            "offers:rejected": (self.offers_file.pk, 2027),
            "needs:forget": (self.correction.pk,),
            "needs:line": (self.scene.lines[0].pk,),
            "needs:requirements": (self.scene.lines[0].pk,),
            "plans:file": (plan, self.file.pk),
            "eligibility:path": (device,),
            **self._of_room(name.partition(":")[0]),
        }
        if name == "industry:device-add":
            return f"{reverse(name)}?famille=urine_bag"
        if name in known:
            return reverse(name, args=known[name])
        if name in {"industry:device", "industry:device-withdraw", "industry:offer-edit"}:
            return reverse(name, args=[device])
        if name.startswith("needs:") and name not in {
            "needs:list",
            "needs:export",
            "needs:upload",
            "needs:families",
            "needs:memory",
        }:
            return reverse(name, args=[self.need_import.pk])
        if name.startswith("plans:") and name not in {"plans:list", "plans:create", "plans:upgrades"}:
            return reverse(name, args=[plan])
        return reverse(name)

    def _of_room(self, room: str) -> Mapping[str, tuple[object, ...]]:
        """Return what the addresses of one room are about; the other rooms' objects aren't asked for."""
        rooms: Mapping[str, Callable[[], Mapping[str, tuple[object, ...]]]] = {
            "organisations": self._of_parties,
            "access": lambda: {"access:revoke": (AccessKey.objects.get().pk,)},
            "certification": lambda: of_cases() | of_certificate(self.certificate.pk),
            "industry": lambda: {
                "industry:offer-withdraw": (self.scene.offers[0].pk,),
                **industry_addresses(),
            },
            "registration": lambda: {**expertise_addresses(), **of_dossiers(self.registration.pk)},
            "plans": lambda: {"plans:lot": (Lot.objects.get().pk,)},
            "scenarios": lambda: of_scenarios(self.scene.plan.pk),
            "eligibility": of_alert,
            "orders": lambda: of_orders(self.scene.plan.pk),
        }
        return rooms[room]() if room in rooms else {}

    @property
    def _maker(self) -> Organisation:
        return self.people[Role.MAKER].organisation

    def _of_parties(self) -> dict[str, tuple[object, ...]]:
        maker = self.people[Role.MAKER]
        about_maker = ("organisation", "describe", "add-site", "invite", "close", "reopen")
        return {
            **{f"organisations:{page}": (maker.organisation.pk,) for page in about_maker},
            "organisations:publication": (self.scene.plan.association_id,),
            "organisations:close-site": (Site.objects.order_by("pk")[0].pk,),
            "organisations:settle-invitation": (Invitation.objects.get().pk, "approuver"),
            "organisations:settle-delegation": (Proposal.objects.get(action=DELEGATE).pk, "accepter"),
            "organisations:end-membership": (maker.user.memberships.get().pk,),
            "organisations:account": (maker.user.pk, "fermer"),
            "organisations:request": (JoinRequest.objects.get().pk,),
        }


def _dossier(people: Mapping[Role, Actor], device: Device) -> None:
    """Leave a dossier of the maker's with the authority, under evaluation and on an agenda of today."""
    maker, officer = people[Role.MAKER], people[Role.REGISTRATION_OFFICER]
    dossier = Dossier.objects.create(
        process="registration",
        request="initial",
        applicant=maker.organisation,
        authority=officer.organisation,
        device=device,
        risk_class="I",
        state="evaluation",
        filed_on=FIRST,
        admitted_on=FIRST,
    )
    kept = store(
        [b"%PDF-1.4 f"], name="formulaire.pdf", organisation=maker.organisation, uploaded_by=maker.user
    )
    DossierDocument.objects.create(dossier=dossier, section="1.04", language="fr", version=1, file=kept)
    session = CommissionSession.objects.create(authority=officer.organisation, held_on=timezone.localdate())
    AgendaItem.objects.create(session=session, dossier=dossier)


def _proposal(people: Mapping[Role, Actor], device: Device) -> None:
    """Leave a title that a colleague of the officer's handed over in a file, to be confirmed."""
    authority = people[Role.REGISTRATION_OFFICER].organisation
    TitleProposal.objects.create(
        source=store([titles_of(device)], name=TITLES, organisation=authority, uploaded_by=None),
        authority=authority,
        kind="registration",
        maker=device.maker,
        device=device,
        number="E-77",
        decided_on=FIRST,
        valid_from=FIRST,
        valid_to=LAST,
        proposed_by=UserFactory(),
    )


def _certificate_proposal(people: Mapping[Role, Actor], maker: Organisation) -> None:
    """Leave a certificate that a colleague of the officer's handed over in a file, to be confirmed."""
    body = people[Role.CERTIFICATION_OFFICER].organisation
    CertificateProposal.objects.create(
        source=store([certificates_of(maker)], name=CERTIFICATES, organisation=body, uploaded_by=None),
        body=body,
        maker=maker,
        standard="ISO 9001",
        number="C-77",
        decided_on=FIRST,
        valid_from=FIRST,
        valid_to=LAST,
        proposed_by=UserFactory(),
    )


def _case(people: Mapping[Role, Actor]) -> None:
    """Leave a case of the maker's with the body, audited, with a non-conformity to answer."""
    maker, officer = people[Role.MAKER], people[Role.CERTIFICATION_OFFICER]
    case = CertificationCase.objects.create(
        maker=maker.organisation,
        body=officer.organisation,
        scheme="system",
        standard="ISO 13485:2016",
        state="findings",
    )
    kept = store([b"%PDF-1.4"], name="manuel.pdf", organisation=maker.organisation, uploaded_by=maker.user)
    CaseDocument.objects.create(case=case, kind="manual", version=1, file=kept)
    audit = Audit.objects.create(
        case=case,
        stage="stage_2",
        auditor=officer.user,
        planned_on=FIRST,
        held_on=FIRST,
        outcome="conclusive",
    )
    Finding.objects.create(audit=audit, grade="minor", text="Une fiche n'est pas signée.", due_on=LAST)


def _alert(scene: Scene) -> None:
    """Leave an alert that touches the maker's award and the buyer's share of it."""
    alert = TitleAlert.objects.create(
        plan=scene.plan,
        maker=scene.makers[0].organisation,
        kind="certificate",
        number="C-1",
        cause=dump(Reason.of("eligibility.certificate_expires", number="C-1", date="2027-09-30")),
        first_month=10,
        deadline=date(2027, 10, 1),
        lots=1,
        value=100,
        opened_on=FIRST,
    )
    award = Award.objects.get()
    AlertedAward.objects.create(alert=alert, award=award, months=[10, 11, 12], parts=["0", "0", "0", "1"])
    for actor in (scene.makers[0], *scene.buyers):
        AlertStake.objects.create(alert=alert, organisation=actor.organisation, lots=1, value=100)


def _parties(people: Mapping[Role, Actor], strangers: Mapping[Role, Actor]) -> None:
    """Leave a site, an invitation and a loan that wait for a second person, and a request to join."""
    maker = people[Role.MAKER].organisation
    Site.objects.create(organisation=maker, kind="plant", name="Usine", city="Settat", region="MA-06")
    invite(
        strangers[Role.ADMINISTRATOR],
        people[Role.CLUSTER_STAFF].organisation,
        email="nouvelle@example.org",
        name="Personne nouvelle",
        role=Role.CLUSTER_STAFF,
    )
    a_proposed_loan(people[Role.REGISTRATION_OFFICER])
    JoinRequest.objects.create(
        kind="maker",
        organisation_name="Atelier fictif",
        region="MA-06",
        contact_name="Contact",
        contact_email="contact@example.org",
        message="Nous moulons.",
        reference="reference",
    )


def a_file(content: bytes = WRITTEN, name: str = "besoins.csv") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def build(on_commit: OnCommit, *, published: bool) -> House:
    """Build the house: a plan that was run (and published), an import waiting to be confirmed."""
    scene = a_scene()
    people = {
        Role.BUYER: scene.buyers[0],
        Role.MAKER: scene.makers[0],
        Role.COORDINATOR: scene.coordinator,
        **{
            role: an_actor(role)
            for role in (
                Role.CERTIFICATION_OFFICER,
                Role.REGISTRATION_OFFICER,
                Role.CLUSTER_STAFF,
                Role.ADMINISTRATOR,
                Role.PARTNER,
            )
        },
    }
    strangers = {role: an_actor(role) for role in Role}
    certificate = issue_certificate(
        people[Role.CERTIFICATION_OFFICER],
        maker=scene.makers[0].organisation,
        standard="ISO 13485",
        number="C-1",
        valid_from=FIRST,
        valid_to=LAST,
    )
    registration = register_device(
        people[Role.REGISTRATION_OFFICER],
        device=DeviceFactory(maker=scene.makers[0].organisation),
        number="E-1",
        valid_from=FIRST,
        valid_to=LAST,
    )
    with on_commit(execute=True):  # type: ignore[attr-defined]
        run_plan(scene.coordinator, scene.plan)
    scene.plan.refresh_from_db()
    create_scenario(scene.coordinator, scene.plan, name="Scénario", rules=Rules())
    Analysis.objects.create(
        run=scene.plan.current_run, kind=AnalysisKind.LINES, state=AnalysisState.CANCELLED
    )
    buyer = people[Role.BUYER]
    with on_commit(execute=True):  # type: ignore[attr-defined]
        need_import = upload_needs(buyer, [WRITTEN], name="besoins.csv", year=2027).need_import
        map_columns(buyer, need_import)
    need_import.refresh_from_db()
    kept = store([b"{}"], name="plan.json", organisation=scene.coordinator.organisation, uploaded_by=None)
    file = PlanFile.objects.create(run=scene.plan.current_run, kind=PlanFileKind.PLAN_JSON, file=kept)
    if published:
        publish_plan(scene.coordinator, scene.plan)
        _alert(scene)
        a_written_order(scene)
    said = {"file": "besoins.csv", "problems": 1, "to_confirm": 0}
    message = notify("needs.to_review", organisation=buyer.organisation, params=said, about=need_import)
    maker = people[Role.MAKER]
    offered = store(
        [offers_of(maker)], name="offres.csv", organisation=maker.organisation, uploaded_by=maker.user
    )
    correction = ReadingCorrection.objects.create(
        organisation=buyer.organisation,
        folded="zorglub",
        designation="ZORGLUB",
        kind="other",
        reading=dump(corrected("ZORGLUB", read_as_kind("ZORGLUB", Kind.OTHER))),
        corrected_by=buyer.user,
    )
    _parties(people, strangers)
    leave_industry(maker)
    leave_audit(people[Role.CLUSTER_STAFF])
    a_key(maker)
    _case(people)
    _dossier(people, DeviceFactory(maker=scene.makers[0].organisation))
    _proposal(people, scene.offers[0].device)
    _certificate_proposal(people, scene.makers[0].organisation)
    leave_expertise(people)
    return House(
        scene,
        people,
        strangers,
        need_import,
        certificate,
        registration,
        file,
        message.pk,
        offered,
        correction,
    )


def titles_of(device: Device) -> bytes:
    """Return a register's file of two titles of a device, the second without a date."""
    row = f"{device.maker.name};{device.reference};2026-01-01"
    head = "Nature;Numéro;Fabricant;Référence du dispositif;Décidé le;Valable du;Valable au\n"
    return f"{head}registration;E-88;{row};2026-01-01;2030-12-31\nregistration;E-89;{row};;\n".encode()


def certificates_of(maker: Organisation) -> bytes:
    """Return a register's file of two certificates of a maker, the second without a date."""
    head = "Numéro;Fabricant;Norme;Décidé le;Valable du;Valable au\n"
    row = f"{maker.name};ISO 9001;2026-01-01"
    return f"{head}C-88;{row};2026-01-01;2028-12-31\nC-89;{row};;\n".encode()


def offers_of(maker: Actor) -> bytes:
    """Return a file of two offers of a maker's, the second without a price."""
    article = f"{maker.organisation.name};Seringue hypodermique 20 mL;20 mL"
    return f"Fabricant;Dispositif;Caractéristiques;Référence;Prix HT\n{article};S-20;1,5\n{article};S-21;0\n".encode()


def finish(response: HttpResponseBase) -> None:
    """Read a download to its end, so that its file is closed (`close` would close the database too)."""
    if response.streaming:
        b"".join(response)
