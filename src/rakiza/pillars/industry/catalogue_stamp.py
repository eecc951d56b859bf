"""When the catalogue changed: a number that grows in the transaction that changes it.

The row is locked until that transaction ends, so that numbers grow in the order of the commits: who
has seen a number has seen every change before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q

from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.models import CatalogueStamp, Device


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """What tells one state of the catalogue from another: devices, their makers' names and standing."""

    number: int
    last_device: int
    makers: int
    makers_changed: datetime | None

    def same_makers(self, other: CatalogueState) -> bool:
        """Tell whether no maker was added, renamed, closed or opened in between."""
        return (self.makers, self.makers_changed) == (other.makers, other.makers_changed)


def stamp_catalogue() -> None:
    """Note, in the caller's transaction, that the catalogue changes."""
    if not CatalogueStamp.objects.filter(pk=1).update(number=F("number") + 1):
        CatalogueStamp.objects.get_or_create(pk=1, defaults={"number": 1})


def catalogue_state() -> CatalogueState:
    """Return the state of the catalogue now, in three short queries."""
    number = CatalogueStamp.objects.filter(pk=1).values_list("number", flat=True).first()
    last = Device.objects.aggregate(last=Max("pk"))["last"]
    makers = Organisation.objects.aggregate(
        active=Count("pk", filter=Q(active=True)), changed=Max("updated_at")
    )
    return CatalogueState(number or 0, last or 0, makers["active"], makers["changed"])
