from __future__ import annotations

import pytest
from tests.pillars.certification.office import Office, an_office


@pytest.fixture
def office() -> Office:
    return an_office()
