"""Who may open a stored file: its organisation, and those who oversee the plan."""

from __future__ import annotations

import rules

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor


@rules.predicate
def may_open(actor: Actor, file: StoredFile) -> bool:
    """The owner organisation, or a role that oversees all."""
    return actor.oversees or actor.belongs_to(file.organisation_id)


rules.add_perm("files.open", may_open)
