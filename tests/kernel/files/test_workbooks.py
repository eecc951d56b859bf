"""A stored file as a workbook, whatever its name."""

from __future__ import annotations

import pytest
from tests.factories import an_actor

from rakiza.kernel.files.actions import store
from rakiza.kernel.files.workbooks import open_stored
from rakiza.kernel.organisations.enums import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["lits.csv", "أسرة.csv", "🛏" * 90 + ".csv", "../lits.csv"], ids=range(4))
def test_a_file_opens_under_its_name_however_many_bytes_that_takes(name: str) -> None:
    actor = an_actor(Role.MAKER)
    stored = store(
        [b"reference;nom\nA-1;Lit\n"], name=name, organisation=actor.organisation, uploaded_by=actor.user
    )

    workbook = open_stored(stored)

    assert workbook.name == stored.original_name[-60:]
    assert [row.cells for row in workbook.sheets[0].rows] == [("reference", "nom"), ("A-1", "Lit")]
