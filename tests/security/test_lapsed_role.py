"""A role that is no longer held does nothing more, and nothing in another organisation's name either."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import an_actor

from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.pillars.certification.models import CertificationCase

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_what_is_sent_in_a_role_whose_loan_is_over_is_refused_and_told(language: str) -> None:
    """Two makers: without the refusal, the case would open in the name of the person's own."""
    own, lender = an_actor(Role.MAKER), an_actor(Role.MAKER)
    body = an_actor(Role.CERTIFICATION_OFFICER).organisation
    own.user.language = language
    own.user.save()
    today = timezone.localdate()
    lent = Membership.objects.create(
        user=own.user,
        organisation=lender.organisation,
        role=Role.MAKER,
        delegated_by=Membership.objects.get(user=lender.user),
        valid_from=today - timedelta(days=2),
        valid_to=today,
    )
    client = Client()
    client.force_login(own.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["membership"] = lent.pk
    session.save()
    fields = {"body": body.pk, "scheme": "system", "standard": "ISO 13485:2016"}
    Membership.objects.filter(pk=lent.pk).update(valid_to=today - timedelta(days=1))
    written = AuditEvent.objects.count()

    refused = client.post("/certification/dossiers/nouveau/", fields)

    said = {
        "fr": "n&#x27;est plus en vigueur : rien n&#x27;a été fait",
        "ar": "لم يُنجز شيء",
        "en": "nothing was done",
    }
    assert (refused.status_code, said[language] in refused.content.decode()) == (403, True)
    assert (CertificationCase.objects.count(), AuditEvent.objects.count()) == (0, written)
    kept = RefusedAct.objects.get()
    assert (kept.user_id, kept.code, kept.page) == (
        own.user.pk,
        "membership_ended",
        "certification:open-case",
    )
    # from then on the person acts in their own name, and knows it
    assert str(own.organisation) in client.get("/").content.decode()
    assert client.post("/certification/dossiers/nouveau/", fields).status_code == 302
    assert CertificationCase.objects.get().maker == own.organisation


def test_reading_in_a_role_that_is_over_goes_on_in_ones_own_and_says_so() -> None:
    own = an_actor(Role.MAKER)
    client = Client()
    client.force_login(own.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["membership"] = 0
    session.save()

    first, second = (client.get("/certification/dossiers/").content.decode() for _ in range(2))

    told = f"vous agissez maintenant pour {own.organisation}"
    assert (told in first, told in second) == (True, False)
    assert not RefusedAct.objects.exists()
