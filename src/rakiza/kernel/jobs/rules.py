"""Who may follow and stop a job: whoever asked for it, their organisation's overseers."""

from __future__ import annotations

import rules

from rakiza.kernel.jobs.models import Job
from rakiza.kernel.organisations.actor import Actor


@rules.predicate
def concerns(actor: Actor, job: Job) -> bool:
    """The organisation that asked, or a role that oversees all."""
    return actor.oversees or actor.belongs_to(job.organisation_id)


@rules.predicate
def oversees(actor: Actor) -> bool:
    """A role that runs the platform for all."""
    return actor.oversees


rules.add_perm("jobs.see_rounds", oversees)
rules.add_perm("jobs.view", concerns)
rules.add_perm("jobs.cancel", concerns)
