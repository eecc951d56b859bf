"""The page where a maker keeps a device's pictures, and the pictures themselves, to members and to everybody."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.files.actions import path_of
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import whole
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.models import Device, DevicePicture
from rakiza.pillars.industry.pictures import actions
from rakiza.pillars.industry.queries import devices_for
from rakiza.pillars.industry.showcase.queries import shown
from rakiza.pillars.industry.tables import language

_LASTS = 300  # seconds
_LOCKED = "default-src 'none'; sandbox"


class AlternativeForm(forms.Form):
    """What a picture shows, language by language."""

    fr = forms.CharField(max_length=200, required=False)
    ar = forms.CharField(max_length=200, required=False)
    en = forms.CharField(max_length=200, required=False)


@require_http_methods(["GET", "POST"])
@acting
def pictures(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Show a device's pictures to its maker, and take new ones."""
    device = _own(actor, device_id)
    if request.method == "POST":
        return _add(request, actor, device)
    kept = list(device.pictures.all())
    context = {
        "page_title": _("Images de %(name)s") % {"name": device.name_in(language())},
        "device": device,
        "kept": [one for one in kept if one.removed_at is None],
        "removed": [one for one in kept if one.removed_at is not None],
        "seen": current_version(device),
        "most": actions.MOST,
        "may_change": device.state == DeviceState.ACTIVE,
    }
    return render(request, "industry/device_pictures.html", context)


def _add(request: HttpRequest, actor: Actor, device: Device) -> HttpResponse:
    files = request.FILES.getlist("pictures")
    uploads = [
        actions.Upload(file.name or "image", file.read(actions.MOST_BYTES + 1))
        for file in files[: actions.MOST + 1]
    ]
    try:
        actions.add_pictures(actor, device, uploads, seen=_seen(request, device))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Les images sont ajoutées. Dites ce qu'elles montrent."))
    return redirect("industry:device-pictures", device.pk)


@require_POST
@acting
def picture_step(
    request: HttpRequest, actor: Actor, device_id: int, picture_id: int, step: str
) -> HttpResponse:
    """Describe a picture, put it before another, take it off or put it back."""
    device = _own(actor, device_id)
    picture: DevicePicture = get_object_or_404(device.pictures, pk=picture_id)
    seen = _seen(request, device)
    try:
        match step:
            case "decrire":
                form = AlternativeForm(request.POST)
                if not form.is_valid():
                    raise Refused("pictures.alt", _("200 caractères au plus par langue."))
                actions.describe_picture(actor, picture, actions.Alternative(**form.cleaned_data), seen=seen)
            case "avancer":
                actions.advance_picture(actor, picture, seen=seen)
            case "retirer":
                actions.remove_picture(actor, picture, seen=seen)
            case "remettre":
                actions.restore_picture(actor, picture, seen=seen)
            case _:
                raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("L'image est retirée ; vous pouvez la remettre, plus bas.")
        messages.success(request, said if step == "retirer" else _("Les images sont à jour."))
    return redirect("industry:device-pictures", device_id)


@require_GET
@acting
def picture(request: HttpRequest, actor: Actor, picture_id: int) -> HttpResponseBase:
    """Hand a picture to a member who may see its device."""
    found = get_object_or_404(
        DevicePicture.objects.select_related("file", "thumbnail").filter(device__in=devices_for(actor)),
        pk=picture_id,
    )
    return _handed(request, found, "private")


@require_GET
def public_picture(request: HttpRequest, picture_id: int) -> HttpResponseBase:
    """Hand a picture of a product that is in the showcase to anybody."""
    found = get_object_or_404(
        DevicePicture.objects.select_related("file", "thumbnail").filter(
            device__in=shown(), removed_at__isnull=True
        ),
        pk=picture_id,
    )
    return _handed(request, found, "public")


def _handed(request: HttpRequest, picture: DevicePicture, who: str) -> HttpResponseBase:
    """Answer with the bytes, as the picture that they were written anew as and nothing else."""
    file = picture.thumbnail if request.GET.get("taille") == "vignette" else picture.file
    etag = f'"{file.sha256[:32]}"'
    response: HttpResponseBase
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = FileResponse(path_of(file).open("rb"), content_type=file.media_type)
        response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = _LOCKED
    response.headers["Cache-Control"] = f"{who}, max-age={_LASTS}"
    response.headers["ETag"] = etag
    return response


def _own(actor: Actor, device_id: int) -> Device:
    if not allowed(actor, "industry.add_device"):
        raise PermissionDenied(_("Seul un fabricant tient son catalogue."))
    device: Device = get_object_or_404(devices_for(actor), pk=device_id)
    if not allowed(actor, "industry.edit", device):
        raise Http404
    return device


def _seen(request: HttpRequest, device: Device) -> int:
    stated = whole(request.POST.get("seen", ""))
    return current_version(device) if stated is None else stated
