"""Pages where a maker adds and changes a device, joins its instructions, and reads its versions."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.actions import path_of, store
from rakiza.kernel.files.media import PDF
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed, require
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import whole
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.industry.actions import add_device
from rakiza.pillars.industry.devices import actions
from rakiza.pillars.industry.devices.forms import DeviceForm, initial_device
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.devices.tables import differences
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.queries import devices_for
from rakiza.pillars.industry.tables import family_name, language
from rakiza.pillars.registration.queries import standing_numbers
from rakiza.reference.families import load

INSTRUCTIONS_BYTES = 20 * 1024 * 1024


@require_http_methods(["GET", "POST"])
@acting
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a device: its family first (in the address), then the form that the family asks for."""
    _makers_only(actor)
    families = load().by_id()
    family = families.get(request.GET.get("famille", ""))
    found = ((one.labels.in_language(language()), one.id) for one in families.values())
    named = sorted(found, key=lambda pair: name_key(pair[0]))
    context: dict[str, object] = {
        "page_title": _("Ajouter un dispositif"),
        "families": named,
        "family": family,
    }
    if family is None:
        status = 422 if request.method == "POST" else 200
        return render(request, "industry/device_form.html", context, status=status)
    form = DeviceForm(
        request.POST or None, family=family, initial={"pack_size": 1, "risk_class": family.risk_class}
    )
    if request.method == "POST" and form.is_valid():
        try:
            device = add_device(actor, form.terms())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s est au catalogue.") % {"name": device.name})
            return redirect("industry:device", device.pk)
    context |= {"form": form, "family_name": family_name(family.id)}
    return render(request, "industry/device_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting
def edit(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Change a device, or join its instructions; the version that was shown must still be the latest."""
    _makers_only(actor)
    shown: Device = get_object_or_404(devices_for(actor), pk=device_id)
    family = load().by_id().get(shown.family)
    if family is None:
        raise Http404
    kept, seen = terms_of(shown), current_version(shown)
    joining = request.method == "POST" and "instructions" in request.FILES
    filled = request.POST if request.method == "POST" and not joining else None
    form = DeviceForm(filled, family=family, kept=kept, initial=initial_device(kept))
    stated = whole(request.POST.get("seen", ""))
    if joining or (request.method == "POST" and form.is_valid()):
        try:
            if joining:
                _join(request, actor, shown, seen if stated is None else stated)
            else:
                actions.change_device(actor, shown, form.terms(), seen=seen if stated is None else stated)
        except Refused as refusal:
            if joining:
                messages.error(request, str(refusal))
                return redirect("industry:device-edit", device_id)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s est à jour.") % {"name": shown.name})
            return redirect("industry:device", device_id)
    context = {
        "page_title": shown.name,
        "device": shown,
        "family": family,
        "family_name": family_name(family.id),
        "form": form,
        "seen": seen if stated is None else stated,
        "registrations": standing_numbers(shown, timezone.localdate()),
    }
    return render(request, "industry/device_form.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _join(request: HttpRequest, actor: Actor, device: Device, seen: int) -> None:
    """Keep a PDF and join it; anything else is refused, and nothing is kept."""
    upload: UploadedFile[bytes] = request.FILES["instructions"]  # type: ignore[assignment]
    require(actor, "industry.edit", device)
    file = store(
        upload.chunks(),
        name=upload.name or "notice.pdf",
        organisation=actor.organisation,
        uploaded_by=actor.user,
        limit=INSTRUCTIONS_BYTES,
    )
    if file.media_type != PDF:
        raise Refused("industry.instructions_type", _("La notice est un fichier PDF."))
    actions.give_instructions(actor, device, file, seen=seen)


@require_GET
@acting
def instructions(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponseBase:  # noqa: ARG001 - a view
    """Hand over the instructions of a device that the reader may see; who opened them is written down."""
    shown: Device = get_object_or_404(devices_for(actor).select_related("instructions"), pk=device_id)
    if shown.instructions is None:
        raise Http404
    record(actor, "files.open", shown.instructions, after={"device": shown.pk})
    name = shown.instructions.original_name
    return FileResponse(path_of(shown.instructions).open("rb"), as_attachment=True, filename=name)


@require_GET
@acting
def versions(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """List the versions of a device and compare two of them, those the address names."""
    shown: Device = get_object_or_404(devices_for(actor), pk=device_id)
    if not allowed(actor, "industry.view", shown):
        raise PermissionDenied(_("Les versions d'un dispositif sont lues par son fabricant et le cluster."))
    kept = list(shown.versions.select_related("made_by"))
    by_number = {version.number: version for version in kept}
    latest = kept[0].number if kept else 0
    new = whole(request.GET.get("version", "")) or latest
    old = whole(request.GET.get("avec", "")) or max(new - 1, 1)
    before, after = by_number.get(old), by_number.get(new)
    context = {
        "page_title": _("Versions de %(name)s") % {"name": shown.name_in(language())},
        "device": shown,
        "versions": kept,
        "before": before,
        "after": after,
        "differences": differences(before, after) if before and after else (),
    }
    return render(request, "industry/device_versions.html", context)


def _makers_only(actor: Actor) -> None:
    if not allowed(actor, "industry.add_device"):
        raise PermissionDenied(_("Seul un fabricant tient son catalogue."))
