"""What a maker does with the pictures of its devices. Each change keeps a version of the device."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.documents.thumbnail import Undrawable, thumbnail
from rakiza.kernel.files.actions import store
from rakiza.kernel.files.pictures import JPEG, NotAPicture, Picture, cleaned
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.industry.devices.actions import held_device, kept_change
from rakiza.pillars.industry.devices.versions import snapshot
from rakiza.pillars.industry.models import Device, DevicePicture

MOST = 8
MOST_BYTES = 5 * 1024 * 1024
THUMBNAIL = 240  # pixels a side


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a picture shows, for who can't see it."""

    fr: str = ""
    ar: str = ""
    en: str = ""


def add_pictures(actor: Actor, device: Device, uploads: Sequence[Upload], *, seen: int) -> int:
    """Add pictures after those there, all or none; return the number of the version kept."""
    require(actor, "industry.edit", device)
    if not uploads:
        raise Refused("pictures.none", _("Choisissez au moins une image."))
    drawn = [_drawn(one) for one in uploads]
    with transaction.atomic():
        held = held_device(actor, device, seen)
        if held.pictures.filter(removed_at__isnull=True).count() + len(drawn) > MOST:
            raise Refused("pictures.most", _("Un dispositif a %(most)s images au plus."), most=MOST)
        before = snapshot(held)
        last = held.pictures.aggregate(last=Max("position"))["last"] or 0
        for place, (upload, picture, small) in enumerate(
            zip(uploads, *zip(*drawn, strict=True), strict=True), last + 1
        ):
            _write(actor, held, place, upload.name, picture, small)
        return kept_change(actor, held, before, "add_pictures")


def _drawn(upload: Upload) -> tuple[Picture, bytes]:
    """Return the picture written anew and its thumbnail; refuse what isn't one."""
    if len(upload.content) > MOST_BYTES:
        raise Refused("pictures.size", _("« %(name)s » dépasse 5 Mo."), name=upload.name)
    try:
        picture = cleaned(upload.content)
        return picture, thumbnail(picture.content, suffix=_suffix(picture), size=THUMBNAIL)
    except (NotAPicture, Undrawable) as fault:
        raise Refused(
            "pictures.type",
            _("« %(name)s » n'est pas une image PNG ou JPEG lisible, de 16 à 8 000 pixels de côté."),
            name=upload.name,
        ) from fault


def _suffix(picture: Picture) -> str:
    return "jpg" if picture.media_type == JPEG else "png"


def _write(actor: Actor, device: Device, place: int, name: str, picture: Picture, small: bytes) -> None:
    owner, person = actor.organisation, actor.user
    file = store([picture.content], name=name, organisation=owner, uploaded_by=person)
    drawn = store([small], name=f"{name}.png", organisation=owner, uploaded_by=person)
    DevicePicture.objects.create(
        device=device, position=place, file=file, thumbnail=drawn, width=picture.width, height=picture.height
    )


def describe_picture(actor: Actor, picture: DevicePicture, shown: Alternative, *, seen: int) -> int:
    """Say what a picture shows."""

    def change(one: DevicePicture) -> None:
        one.alt_fr, one.alt_ar, one.alt_en = shown.fr.strip(), shown.ar.strip(), shown.en.strip()

    return _changed(actor, picture, change, seen)


def remove_picture(actor: Actor, picture: DevicePicture, *, seen: int) -> int:
    """Take a picture off; it can be put back."""

    def change(one: DevicePicture) -> None:
        one.removed_at = one.removed_at or timezone.now()

    return _changed(actor, picture, change, seen)


def restore_picture(actor: Actor, picture: DevicePicture, *, seen: int) -> int:
    """Put a picture back where it was."""

    def change(one: DevicePicture) -> None:
        if one.device.pictures.filter(removed_at__isnull=True).count() >= MOST:
            raise Refused("pictures.most", _("Un dispositif a %(most)s images au plus."), most=MOST)
        one.removed_at = None

    return _changed(actor, picture, change, seen)


def advance_picture(actor: Actor, picture: DevicePicture, *, seen: int) -> int:
    """Put a picture before the one that precedes it; the first stays first."""

    def change(one: DevicePicture) -> None:
        others = one.device.pictures.filter(removed_at__isnull=True, position__lt=one.position)
        before = others.order_by("-position").first()
        if before is not None:
            before.position, one.position = one.position, before.position
            before.save(update_fields=["position"])

    return _changed(actor, picture, change, seen)


@transaction.atomic
def _changed(actor: Actor, picture: DevicePicture, change: Callable[[DevicePicture], None], seen: int) -> int:
    held = held_device(actor, picture.device, seen)
    one = DevicePicture.objects.select_related("device").get(pk=picture.pk, device=held)
    before = snapshot(held)
    change(one)
    one.save()
    return kept_change(actor, held, before, "change_picture")
