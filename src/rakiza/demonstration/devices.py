"""What some makers tell of their devices beside the catalogue: packs, pictures, the showcase."""

from __future__ import annotations

from dataclasses import replace

from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.pictures import give_pictures
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.devices.actions import change_device
from rakiza.pillars.industry.devices.packs import Pack
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.showcase.actions import set_showcase, show_device

MAKERS, DEVICES, PICTURED = 6, 5, 3
CARTON = 12


def load_devices(cluster: Cluster) -> int:
    """Describe the first devices of the first makers further; return how many."""
    done = 0
    for rank, (_maker, actor) in enumerate(cluster.makers[:MAKERS]):
        set_showcase(actor, is_open=rank != MAKERS - 1)
        described = Device.objects.of_maker(actor.organisation.pk).order_by("pk")[:DEVICES]
        for number, device in enumerate(described):
            _pack(actor, device)
            show_device(actor, device, public=True)
            if number < PICTURED:
                give_pictures(actor, device)
            done += 1
    return done


def _pack(actor: Actor, device: Device) -> None:
    if device.pack_size > 1:
        terms = replace(terms_of(device), packs=(Pack("boite", device.pack_size), Pack("carton", CARTON)))
        change_device(actor, device, terms, seen=current_version(device))
