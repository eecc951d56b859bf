"""Who calls: a program by its key from elsewhere, or a command of this server in a person's name."""

from __future__ import annotations

from dataclasses import dataclass

from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.organisations.models import Membership


@dataclass(frozen=True, slots=True)
class Caller:
    """The membership acted by, and where the request comes from; without a key it is a command."""

    membership: Membership
    origin: str
    key: AccessKey | None = None
