"""A test that commits leaves to the next one what a new database holds, whichever order they come in."""

from __future__ import annotations

import pytest
from tests.factories.parties import OrganisationFactory

from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.certification.models import StandardEdition
from rakiza.reference.standards import editions

EDITIONS = {(one.standard, one.edition) for one in editions()}


@pytest.mark.parametrize("_again", range(2))
@pytest.mark.django_db(transaction=True)
def test_what_migrations_wrote_stands_after_a_test_that_commits(_again: int) -> None:
    assert set(StandardEdition.objects.values_list("standard", "edition")) == EDITIONS
    assert not Organisation.objects.exists()
    OrganisationFactory()
