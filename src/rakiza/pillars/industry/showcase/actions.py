"""What a maker decides of its showcase: open or close it, show or hide a device."""

from __future__ import annotations

from django.db import transaction

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.industry.catalogue_stamp import stamp_catalogue
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.showcase.models import Showcase


@transaction.atomic
def set_showcase(actor: Actor, *, is_open: bool) -> None:
    """Open or close the showcase of the actor's organisation; devices keep their own choice."""
    require(actor, "industry.add_device")
    kept, _made = Showcase.objects.select_for_update().get_or_create(maker=actor.organisation)
    if kept.open == is_open:
        return
    kept.open = is_open
    kept.save()
    stamp_catalogue()
    record(actor, "industry.set_showcase", kept, before={"open": not is_open}, after={"open": is_open})


@transaction.atomic
def show_device(actor: Actor, device: Device, *, public: bool) -> None:
    """Put a device into the showcase, or take it out."""
    require(actor, "industry.edit", device)
    held = Device.objects.select_for_update().get(pk=device.pk)
    if held.public == public:
        return
    held.public = public
    held.save(update_fields=["public", "updated_at"])
    stamp_catalogue()
    record(actor, "industry.show_device", held, before={"public": not public}, after={"public": public})
