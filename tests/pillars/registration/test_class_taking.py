"""A draft takes over the class that its device states by now; its outline follows, and no document is lost."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from tests.factories import an_actor
from tests.pillars.registration.office import (
    Office,
    a_draft,
    a_file,
    complete,
    give,
    state_of,
)
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.registration.class_taking import take_class, taking
from rakiza.pillars.registration.contents import IN_VITRO
from rakiza.pillars.registration.dossier_actions import add_document, file_dossier, missing_of
from rakiza.pillars.registration.dossier_rows import chapters_of, set_aside_of
from rakiza.pillars.registration.enums import (
    DocumentLanguage,
    DocumentStatus,
    DossierState,
    Process,
    RiskClass,
    SendBackReason,
)
from rakiza.pillars.registration.models import Dossier
from rakiza.pillars.registration.review_actions import review_document, send_back

pytestmark = pytest.mark.django_db
TAKEN = "registration.dossier_take_class"


def reclass(dossier: Dossier, stated: str) -> Dossier:
    """Let the device of a dossier state another class; return the dossier as it is read afterwards."""
    assert dossier.device is not None
    dossier.device.risk_class = stated
    dossier.device.save()
    return Dossier.objects.select_related("device").get(pk=dossier.pk)


def documents(dossier: Dossier) -> list[tuple[str, int, str]]:
    return list(dossier.documents.order_by("section", "version").values_list("section", "version", "status"))


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def test_the_sections_follow_the_class_and_the_dossier_is_filed(office: Office) -> None:
    draft = a_draft(office)
    complete(office, draft)
    draft = reclass(draft, "III")
    before = documents(draft)
    shown = taking(draft)
    assert shown is not None
    assert [one.code for one in shown.asked] == ["3.04", "4.02"]
    assert (shown.optional, shown.set_aside, shown.taken_back) == ((), (), ())

    take_class(office.maker, draft, risk_class=RiskClass.III)

    draft = Dossier.objects.get(pk=draft.pk)
    assert (draft.risk_class, documents(draft)) == ("III", before)
    assert [one.section.code for one in missing_of(draft)] == ["3.04", "4.02"]
    event = AuditEvent.objects.get(action=TAKEN)
    assert (event.user, event.before) == (office.maker.user, {"risk_class": "IIa"})
    assert event.after == {"risk_class": "III", "set_aside": [], "taken_back": []}
    give(office, draft, "3.04")
    give(office, draft, "4.02")
    file_dossier(office.maker, draft)
    assert state_of(draft) == DossierState.FILED


def test_what_a_lower_class_does_not_ask_for_stays_where_it_is(office: Office) -> None:
    draft = a_draft(office)
    complete(office, draft)
    draft = reclass(draft, "I")
    shown = taking(draft)
    assert shown is not None
    assert [one.code for one in shown.optional] == ["1.06", "3.02", "3.05"]
    before = documents(draft)

    take_class(office.maker, draft, risk_class=RiskClass.I)

    assert documents(draft) == before
    assert missing_of(Dossier.objects.get(pk=draft.pk)) == ()


def test_what_has_no_section_any_more_is_set_aside_and_comes_back(office: Office) -> None:
    draft = a_draft(office)
    give(office, draft, "3.05", "essai")
    give(office, draft, "3.07", "emballage 1")
    give(office, draft, "3.07", "emballage 2")
    draft = reclass(draft, "C")

    take_class(office.maker, draft, risk_class=RiskClass.IVD)

    draft = Dossier.objects.get(pk=draft.pk)
    aside = [("3.05", 1, "to_review"), ("3.07", 1, "replaced"), ("3.07", 2, "set_aside")]
    assert (draft.risk_class, documents(draft)) == ("IVD", aside)
    assert [one.label for one in chapters_of(draft)] == [str(one.label) for one in IN_VITRO]
    (row,) = set_aside_of(draft)
    assert (row.section.code, row.document.version) == ("3.07", 2)
    event = AuditEvent.objects.get(action=TAKEN)
    assert event.after["set_aside"] == [row.document.pk]

    draft = reclass(draft, "IIb")
    take_class(office.maker, draft, risk_class=RiskClass.IIB)

    assert documents(draft) == [("3.05", 1, "to_review"), ("3.07", 1, "replaced"), ("3.07", 2, "to_review")]
    assert set_aside_of(draft) == []
    assert AuditEvent.objects.filter(action=TAKEN).first().after["taken_back"] == [row.document.pk]  # type: ignore[union-attr]


def test_a_file_set_aside_may_be_joined_elsewhere_and_then_stays_there(office: Office) -> None:
    draft = a_draft(office)
    give(office, draft, "3.07", "rapport")
    take_class(office.maker, reclass(draft, "B"), risk_class=RiskClass.IVD)
    draft = Dossier.objects.get(pk=draft.pk)
    give(office, draft, "3.06", "autre")
    give(office, draft, "3.02", "rapport")

    take_class(office.maker, reclass(draft, "IIa"), risk_class=RiskClass.IIA)

    assert documents(draft) == [
        ("3.02", 1, "to_review"),
        ("3.06", 1, "set_aside"),
        ("3.07", 1, "set_aside"),
    ]
    (chapter,) = (one for one in chapters_of(Dossier.objects.get(pk=draft.pk)) if one.label.startswith("3."))
    assert {row.section.code: len(row.documents) for row in chapter.sections}["3.07"] == 0


def test_what_is_set_aside_is_neither_examined_nor_added_to(office: Office) -> None:
    draft = a_draft(office)
    give(office, draft, "3.07", "emballage")
    take_class(office.maker, reclass(draft, "A"), risk_class=RiskClass.IVD)
    draft = Dossier.objects.get(pk=draft.pk)
    with pytest.raises(Refused) as refusal:
        add_document(
            office.maker, draft, section="3.07", language=DocumentLanguage.FR, file=a_file(office, "x")
        )
    assert refusal.value.code == "dossier.section"
    complete(office, draft)
    file_dossier(office.maker, draft)
    aside = draft.documents.get(section="3.07")

    with pytest.raises(Refused) as refusal:
        review_document(office.evaluator, aside, status=DocumentStatus.ACCEPTED)

    assert refusal.value.code == "document.set_aside"
    aside.refresh_from_db()
    assert (aside.status, aside.reviewed_by) == ("set_aside", None)


def test_the_class_confirmed_is_the_one_that_was_shown(office: Office) -> None:
    draft = a_draft(office)
    draft = reclass(draft, "III")
    before = AuditEvent.objects.count()
    for shown in set(RiskClass) - {RiskClass.III}:
        with pytest.raises(Refused) as refusal:
            take_class(office.maker, draft, risk_class=shown)
        assert refusal.value.code == "dossier.class_changed"
    for stated in ("IIa", ""):  # the dossier's own, or none
        with pytest.raises(Refused) as refusal:
            take_class(office.maker, reclass(draft, stated), risk_class=RiskClass.IIA)
        assert refusal.value.code == "dossier.same_class"
    assert Dossier.objects.get(pk=draft.pk).risk_class == "IIa"
    assert AuditEvent.objects.count() == before


def test_what_asks_for_no_class_takes_none(office: Office) -> None:
    for process in (Process.DECLARATION, Process.AUTHORISATION):
        draft = a_draft(office, process)
        with pytest.raises(Refused) as refusal:
            take_class(office.maker, draft, risk_class=RiskClass.IIA)
        assert refusal.value.code == "dossier.same_class"


def test_nobody_else_takes_it_over_and_no_dossier_that_was_filed(office: Office) -> None:
    draft = a_draft(office)
    complete(office, draft)
    for stranger in (an_actor(Role.MAKER), office.evaluator, an_actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            take_class(stranger, reclass(draft, "III"), risk_class=RiskClass.III)
    file_dossier(office.maker, reclass(draft, "IIa"))
    send_back(office.evaluator, draft, reason=SendBackReason.EVIDENCE, remark="Essai.")
    before = AuditEvent.objects.count()

    with pytest.raises(Refused) as refusal:
        take_class(office.maker, reclass(draft, "III"), risk_class=RiskClass.III)

    assert refusal.value.code == "dossier.state"
    assert Dossier.objects.get(pk=draft.pk).risk_class == "IIa"
    assert AuditEvent.objects.count() == before


def test_the_page_says_what_changes_and_does_it(office: Office) -> None:
    draft = a_draft(office)
    complete(office, draft)
    give(office, draft, "3.07", "emballage")
    draft = reclass(draft, "D")
    client, address = browser(office.maker), f"/homologation/dossiers/{draft.pk}/"
    for page in (address, f"{address}verifier/"):
        shown = unescape(client.get(page).content.decode())
        assert "Il est maintenant de « diagnostic in vitro » et ce dossier demande la « classe IIa »" in shown
        assert "Les pièces mises de côté, sans section dans cette classe" in shown
        assert "Déposer le dossier" not in shown

    answer = client.post(f"{address}reclasser/", {"reclasser-risk_class": "IVD"}, follow=True)

    shown = unescape(answer.content.decode())
    assert "Le dossier demande maintenant la classe de son dispositif." in shown
    assert "Le dispositif a changé de classe" not in shown
    assert "Pièces mises de côté" in shown
    assert "Classe du dispositif reprise" in shown  # in its history
    section = unescape(client.get(f"{address}sections/3.07/").content.decode())
    assert "mise de côté" in section
    assert "Joindre une nouvelle version" not in section
    assert client.get(f"{address}sections/3.08/").status_code == 404


def test_the_page_refuses_a_class_that_changed_since(office: Office) -> None:
    draft = reclass(a_draft(office), "III")
    answer = browser(office.maker).post(
        f"/homologation/dossiers/{draft.pk}/reclasser/", {"reclasser-risk_class": "IIb"}
    )
    assert answer.status_code == 422
    assert "Le dispositif est maintenant de « classe III »" in unescape(answer.content.decode())
    assert RefusedAct.objects.get().code == "dossier.class_changed"
    assert Dossier.objects.get(pk=draft.pk).risk_class == "IIa"


def test_a_program_takes_it_over_where_there_is_one(office: Office) -> None:
    draft = a_draft(office)
    caller, address = Caller.of(office.maker), f"/registration/dossiers/{draft.pk}"
    assert "take-class" not in said(caller.get(address))["open_transitions"]
    reclass(draft, "III")
    assert "take-class" in said(caller.get(address))["open_transitions"]

    answer = caller.post(f"{address}/transitions/take-class", {"risk_class": "III"})

    assert (answer.status_code, said(answer)["risk_class"]) == (200, "III")
    assert "take-class" not in said(answer)["open_transitions"]
    again = caller.post(f"{address}/transitions/take-class", {"risk_class": "III"})
    assert (again.status_code, said(again)["code"]) == (409, "dossier.same_class")
    assert AuditEvent.objects.filter(action=TAKEN).count() == 1
