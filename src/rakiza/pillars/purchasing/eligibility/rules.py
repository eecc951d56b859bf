"""Who reads alerts: those who have something at stake, and those who oversee."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.enums import OVERSEERS, Role
from rakiza.kernel.organisations.permissions import role_is

rules.add_perm("eligibility.see", role_is(Role.BUYER, Role.MAKER, *OVERSEERS))
rules.add_perm("eligibility.see_openings", role_is(Role.MAKER, *OVERSEERS))
