"""Endpoints of a device's pictures and instructions: its maker keeps them, who sees the device sees them."""

from __future__ import annotations

from typing import Annotated

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Form, Router
from pydantic import Field, Strict, StringConstraints

from rakiza.kernel.api.acting import WITH_FILE, member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.schemas import Number, OneLine, Shown, Sound, Taken
from rakiza.kernel.api.uploads import Joined, TakenWithFile, joining
from rakiza.kernel.files.actions import path_of
from rakiza.kernel.files.handing import hand_over
from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.pillars.industry.devices.actions import give_instructions
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device, DevicePicture
from rakiza.pillars.industry.pictures import actions
from rakiza.pillars.industry.queries import devices_for

router = Router(tags=["pictures"])
Alternative = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Sound, OneLine]
Version = Annotated[int, Strict(), Field(ge=0, le=2**31)]


class FileTaken(TakenWithFile):
    """The version of the device that was before one's eyes, beside the file."""

    seen: Annotated[int, Field(ge=0, le=2**31)]


class PictureSeen(Taken):
    """The version of the device that was before one's eyes."""

    seen: Version


class PictureDescribed(PictureSeen):
    """What a picture shows, for who can't see it."""

    alt_fr: Alternative = ""
    alt_ar: Alternative = ""
    alt_en: Alternative = ""


class PictureShown(Shown):
    """One picture; sizes in pixels."""

    id: int
    position: int
    width: int
    height: int
    alt_fr: str
    alt_ar: str
    alt_en: str
    removed: bool


class PicturesShown(Shown):
    """A device's pictures in their order, and the version that `seen` takes; removed ones to their maker only."""

    device: int
    version: int | None
    items: list[PictureShown]


def _shown(actor: Actor, device: Device) -> PicturesShown:
    own = actor.belongs_to(device.maker_id)
    fields = ("position", "width", "height", "alt_fr", "alt_ar", "alt_en")
    kept = [one for one in device.pictures.order_by("position", "pk") if own or one.removed_at is None]
    return PicturesShown(
        device=device.pk,
        version=current_version(device) if allowed(actor, "industry.view", device) else None,
        items=[
            PictureShown(
                id=one.pk, removed=one.removed_at is not None, **{name: getattr(one, name) for name in fields}
            )
            for one in kept
        ],
    )


def _own(actor: Actor, number: int) -> Device:
    require(actor, "industry.add_device")
    return one_or_404(devices_for(actor).filter(maker=actor.organisation), number)


@router.get("/{int:number}/pictures", response=PicturesShown, summary="List a device's pictures")
def pictures(request: HttpRequest, number: Number) -> PicturesShown:
    """Return a device's pictures."""
    actor = member_of(request)
    return _shown(actor, one_or_404(devices_for(actor), number))


@router.get("/{int:number}/pictures/{int:picture}", summary="Open a picture")
def picture(request: HttpRequest, number: Number, picture: Number) -> HttpResponseBase:
    """Hand a picture over, as it was written anew when it came."""
    device = one_or_404(devices_for(member_of(request)), number)
    kept = device.pictures.filter(removed_at__isnull=True).select_related("file")
    file = one_or_404(kept, picture).file
    return FileResponse(path_of(file).open("rb"), content_type=file.media_type)


@router.post("/{int:number}/pictures", response={201: PicturesShown}, summary="Add a picture", auth=WITH_FILE)
def add(
    request: HttpRequest, number: Number, given: Annotated[FileTaken, Form()], file: Joined
) -> PicturesShown:
    """Add a picture (PNG or JPEG, 5 MB at most) after those there."""
    actor = member_of(request)
    device = _own(actor, number)
    upload = actions.Upload(file.name or "image", file.read(actions.MOST_BYTES + 1))
    with joining():
        actions.add_pictures(actor, device, [upload], seen=given.seen)
    return _shown(actor, device)


@router.put("/{int:number}/pictures/{int:picture}", response=PicturesShown, summary="Describe a picture")
def describe(request: HttpRequest, number: Number, picture: Number, given: PictureDescribed) -> PicturesShown:
    """Say what a picture shows, language by language."""
    actor = member_of(request)
    device, one = _one(actor, number, picture)
    shown = actions.Alternative(given.alt_fr, given.alt_ar, given.alt_en)
    actions.describe_picture(actor, one, shown, seen=given.seen)
    return _shown(actor, device)


@router.post(
    "/{int:number}/pictures/{int:picture}/transitions/advance",
    response=PicturesShown,
    summary="Put a picture before the one that precedes it",
)
def advance(request: HttpRequest, number: Number, picture: Number, given: PictureSeen) -> PicturesShown:
    """Put a picture before the one that precedes it; the first stays first."""
    actor = member_of(request)
    device, one = _one(actor, number, picture)
    actions.advance_picture(actor, one, seen=given.seen)
    return _shown(actor, device)


@router.post(
    "/{int:number}/pictures/{int:picture}/transitions/remove",
    response=PicturesShown,
    summary="Take a picture off",
)
def remove(request: HttpRequest, number: Number, picture: Number, given: PictureSeen) -> PicturesShown:
    """Take a picture off; it can be put back."""
    actor = member_of(request)
    device, one = _one(actor, number, picture)
    actions.remove_picture(actor, one, seen=given.seen)
    return _shown(actor, device)


@router.post(
    "/{int:number}/pictures/{int:picture}/transitions/restore",
    response=PicturesShown,
    summary="Put a picture back",
)
def restore(request: HttpRequest, number: Number, picture: Number, given: PictureSeen) -> PicturesShown:
    """Put a picture back where it was."""
    actor = member_of(request)
    device, one = _one(actor, number, picture)
    actions.restore_picture(actor, one, seen=given.seen)
    return _shown(actor, device)


@router.post(
    "/{int:number}/instructions", response=PicturesShown, summary="Give instructions", auth=WITH_FILE
)
def instruct(
    request: HttpRequest, number: Number, given: Annotated[FileTaken, Form()], file: Joined
) -> PicturesShown:
    """Join the instructions of a device; those of before stay with its versions."""
    actor = member_of(request)
    device = _own(actor, number)
    with joining():
        give_instructions(actor, device, keep_piece(actor, file), seen=given.seen)
    return _shown(actor, device)


@router.get("/{int:number}/instructions", summary="Open the instructions of a device")
def instructions(request: HttpRequest, number: Number) -> HttpResponseBase:
    """Hand the instructions over to who sees the device; who opened them is written down."""
    actor = member_of(request)
    device = one_or_404(devices_for(actor).select_related("instructions"), number)
    if device.instructions is None:
        raise Http404
    return hand_over(actor, device.instructions)


def _one(actor: Actor, number: int, picture: int) -> tuple[Device, DevicePicture]:
    device = _own(actor, number)
    return device, one_or_404(device.pictures.all(), picture)
