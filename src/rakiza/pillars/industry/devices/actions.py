"""What a maker does with a device beside putting it into the catalogue: change it, give its instructions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.industry.actions import DeviceTerms, add_device, checked, described, write_packs
from rakiza.pillars.industry.catalogue_stamp import stamp_catalogue
from rakiza.pillars.industry.devices.queries import DeviceChange, compare_devices, mark_of
from rakiza.pillars.industry.devices.versions import compare, current_version, keep_version, snapshot
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.import_outcome import Imported, Outcome
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.covering import reconsider


@transaction.atomic
def change_device(actor: Actor, device: Device, terms: DeviceTerms, *, seen: int) -> int:
    """Change what a device is; return the number of the version kept.

    `seen` is the version that the person had before them: where another came since, nothing is done.
    The reference and the family stay: another one is another device.
    """
    held = held_device(actor, device, seen)
    terms = checked(terms, held.maker_id, held)
    if (terms.reference, terms.family) != (held.reference, held.family):
        raise Refused(
            "industry.other_device", _("La référence et la famille ne changent pas : c'est un autre article.")
        )
    before = snapshot(held)
    for name, value in described(terms).items():
        setattr(held, name, value)
    held.save()
    write_packs(held, terms)
    return kept_change(actor, held, before, "change_device")


@transaction.atomic
def give_instructions(actor: Actor, device: Device, file: StoredFile, *, seen: int) -> int:
    """Join an instructions document; return the number of the version kept."""
    held = held_device(actor, device, seen)
    if not actor.belongs_to(file.organisation_id):
        raise Refused("industry.foreign_file", _("Ce fichier n'est pas celui de votre organisation."))
    before = snapshot(held)
    held.instructions = file
    held.save(update_fields=["instructions", "updated_at"])
    return kept_change(actor, held, before, "give_instructions")


@transaction.atomic
def import_devices(actor: Actor, rows: Sequence[DeviceTerms], *, reviewed: str, source: str) -> Imported:
    """Create and change the actor's own devices, all or none.

    `reviewed` is the mark of what the person saw; where devices have changed since, nothing is done.
    """
    require(actor, "industry.add_device")
    Organisation.objects.select_for_update().get(pk=actor.organisation.pk)
    changes = compare_devices(actor, rows)
    if mark_of(changes) != reviewed:
        raise Refused(
            "industry.import_moved",
            _("Vos dispositifs ont changé depuis cette revue. Relisez ce qui suit, puis confirmez."),
        )
    for change in changes:
        _applied(actor, change)
    imported = Imported.of(change.outcome for change in changes)
    after = {"file": source, "created": imported.created, "changed": imported.changed}
    record(actor, "industry.import_devices", actor.organisation, after=after)
    return imported


def _applied(actor: Actor, change: DeviceChange) -> None:
    if change.device is None:
        add_device(actor, change.terms)
    elif change.outcome is Outcome.CHANGED:
        change_device(actor, change.device, change.terms, seen=current_version(change.device))


def held_device(actor: Actor, device: Device, seen: int) -> Device:
    """Return the device held until the transaction ends, its first version kept where it had none."""
    require(actor, "industry.edit", device)
    held = (
        Device.objects.select_for_update(of=("self",))
        .select_related("maker", "instructions")
        .get(pk=device.pk)
    )
    if held.state == DeviceState.WITHDRAWN:
        raise Refused("industry.already_withdrawn", _("Ce dispositif est déjà retiré du catalogue."))
    if current_version(held) != seen:
        raise Refused(
            "industry.device_moved",
            _("Ce dispositif a été changé entre-temps. Rechargez la page, puis reprenez votre changement."),
        )
    if not seen:
        keep_version(held, None)
    return held


def kept_change(actor: Actor, device: Device, before: dict[str, object], step: str) -> int:
    """Keep the new version with its trace; where nothing changed, the latest one stays."""
    changes = compare(before, snapshot(device))
    if not changes:
        return current_version(device)
    stamp_catalogue()
    version = keep_version(device, actor.user)
    reconsider(actor, device, before)
    record(
        actor,
        f"industry.{step}",
        device,
        before={change.field: change.before for change in changes},
        after={change.field: change.after for change in changes},
    )
    return version.number
