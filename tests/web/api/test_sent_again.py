"""A change that is sent again with its key is done once; what was refused may be sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import an_actor
from tests.web.api.caller import Caller, said

from rakiza.kernel.access.models import KeptAnswer
from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.models import CertificateProposal

pytestmark = pytest.mark.django_db
ISSUE = "/certification/certificates"
KEY = {"Idempotency-Key": "7c1f6a1e-0001"}


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


def a_certificate(**changed: object) -> dict[str, object]:
    usual = {
        "maker": an_actor(Role.MAKER).organisation.pk,
        "standard": "ISO 9001",
        "number": "C-1",
        "decided_on": "2026-01-01",
        "valid_from": "2026-01-01",
        "valid_to": "2028-12-31",
    }
    return {**usual, **changed}


def test_the_first_answer_comes_back(officer: Actor) -> None:
    caller, body = Caller.of(officer), a_certificate()

    first, again = (caller.post(ISSUE, body, **KEY) for _ in range(2))

    assert [one.status_code for one in (first, again)] == [201, 201]
    assert said(first) == said(again)
    assert [one.headers.get("Idempotency-Replayed") for one in (first, again)] == [None, "true"]
    assert CertificateProposal.objects.count() == 1
    assert AuditEvent.objects.filter(action="certification.propose_certificate").count() == 1
    assert not RefusedAct.objects.exists()


def test_without_a_key_the_second_is_told_that_it_is_there_already(officer: Actor) -> None:
    caller, body = Caller.of(officer), a_certificate()

    answers = [caller.post(ISSUE, body) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 409]
    assert said(answers[1])["code"] == "certification.already_proposed"


def test_a_key_serves_one_request(officer: Actor) -> None:
    caller = Caller.of(officer)
    caller.post(ISSUE, a_certificate(), **KEY)

    answer = caller.post(ISSUE, a_certificate(number="C-2"), **KEY)

    assert (answer.status_code, said(answer)["code"]) == (422, "idempotency_key_reused")
    assert CertificateProposal.objects.count() == 1


def test_what_was_refused_leaves_its_key_free(officer: Actor) -> None:
    caller = Caller.of(officer)

    refused = caller.post(ISSUE, a_certificate(valid_to="2025-01-01"), **KEY)
    done = caller.post(ISSUE, a_certificate(), **KEY)

    assert (refused.status_code, done.status_code) == (409, 201)
    assert RefusedAct.objects.get().code == "certification.dates"


def test_anothers_key_of_the_same_name_is_another(officer: Actor) -> None:
    other = an_actor(Role.CERTIFICATION_OFFICER)
    body = a_certificate()

    answers = [Caller.of(one).post(ISSUE, body, **KEY) for one in (officer, other)]

    assert [one.headers.get("Idempotency-Replayed") for one in answers] == [None, None]
    assert CertificateProposal.objects.count() == 2


def test_an_answer_is_kept_for_a_day(officer: Actor) -> None:
    caller, body = Caller.of(officer), a_certificate()
    caller.post(ISSUE, body, **KEY)
    KeptAnswer.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))

    assert caller.post(ISSUE, body, **KEY).status_code == 409
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize("key", ["x" * 81, "clé"])
def test_an_ill_formed_key_is_refused(officer: Actor, key: str) -> None:
    answer = Caller.of(officer).post(ISSUE, a_certificate(), **{"Idempotency-Key": key})

    assert (answer.status_code, said(answer)["code"]) == (400, "malformed_idempotency_key")
    assert not CertificateProposal.objects.exists()
