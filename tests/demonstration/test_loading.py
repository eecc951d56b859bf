"""Loading the demonstration through the rooms' actions, on a part of the catalogue."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rakiza.demonstration import needs_files, supply
from rakiza.demonstration.catalogue import articles
from rakiza.demonstration.lists import Group, ListLine, list_of
from rakiza.demonstration.loading import PLAN_NAME, load_demonstration, stage_label
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD
from rakiza.kernel.identity.models import User
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.pillars.certification.enums import CaseState
from rakiza.pillars.certification.models import Certificate, CertificationCase, Suspension
from rakiza.pillars.industry.models import Device, Offer
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.models import NeedImport
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.registration.enums import DossierState, PublicState
from rakiza.pillars.registration.models import Dossier, EstablishmentDeclaration, SpecificAuthorisation
from rakiza.pillars.registration.register import Wanted, public_titles

PART = articles()[::8]


def a_fifth(group: Group) -> tuple[ListLine, ...]:
    return list_of(group)[::5]


@pytest.mark.django_db
def test_the_whole_cluster_is_loaded_and_its_plan_allocated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply, "articles", lambda: PART)
    monkeypatch.setattr(needs_files, "list_of", a_fifth)
    said: list[str] = []

    loaded = load_demonstration(lambda label, _done, _total: said.append(label))

    assert (loaded.articles, Device.objects.count(), Offer.objects.count()) == (len(PART),) * 3
    assert not Organisation.objects.filter(is_demonstration=False).exists()
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role)
    accounts = User.objects.filter(memberships__isnull=False)
    assert all(user.email.endswith(f"@{DOMAIN}") and user.check_password(PASSWORD) for user in accounts)
    assert (Certificate.objects.count(), Suspension.objects.count()) == (27, 1)
    assert sorted(CertificationCase.objects.values_list("state", flat=True)) == sorted(CaseState)
    assert EstablishmentDeclaration.objects.count() == 26
    assert SpecificAuthorisation.objects.count() <= 2
    registrations = Dossier.objects.filter(process="registration").values_list("state", flat=True)
    assert sorted(registrations) == sorted(DossierState)
    shown = {one: public_titles(Wanted(state=one), timezone.localdate()).exists() for one in PublicState}
    assert all(shown.values()), shown
    states = list(NeedImport.objects.order_by("pk").values_list("state", flat=True))
    assert states == [*[ImportState.CONFIRMED] * 4, ImportState.UNDONE, ImportState.REVIEWED]
    assert (loaded.plan.name, loaded.plan.state) == (PLAN_NAME, PlanState.ALLOCATED)
    assert not Job.objects.exclude(state=JobState.DONE).exists()
    assert AuditEvent.objects.filter(action="industry.submit_offer").count() == len(PART)
    assert list(dict.fromkeys(said))[:2] == ["Organisations et catalogue", "Besoins des acheteurs"]
    assert said[-1] == stage_label("saving")
