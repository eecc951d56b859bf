from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.factories import an_actor
from tests.pillars.registration.bookings import an_expert
from tests.pillars.registration.office import Office, an_office

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.public_cache import KEPT


@pytest.fixture(autouse=True)
def _no_page_kept() -> Iterator[None]:
    """Pages of one test aren't served to the next."""
    KEPT.clear()
    yield
    KEPT.clear()


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def expert(office: Office) -> Actor:
    """Return an officer of the authority who is an expert and handles no dossier."""
    actor = an_actor(Role.REGISTRATION_OFFICER, office.authority)
    an_expert(actor)
    return actor
