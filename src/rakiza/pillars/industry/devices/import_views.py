"""Pages of devices by spreadsheet: export, hand over, review, confirm, rejected rows."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.workbooks import open_stored
from rakiza.kernel.imports.refusals import FileRefused
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.handover import handed_over
from rakiza.kernel.presentation.listing import workbook_response
from rakiza.kernel.wording.formats import number
from rakiza.pillars.industry.devices.actions import import_devices
from rakiza.pillars.industry.devices.queries import compare_devices, mark_of
from rakiza.pillars.industry.devices.sheet import (
    DevicesFile,
    device_rows_sheet,
    read_devices,
    rejected_sheet,
)
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.import_outcome import Outcome
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.tables import language

SHOWN = 200


@require_GET
@acting
def export(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand over the maker's devices in the columns that an import takes back as they are."""
    _makers_only(actor)
    own = Device.objects.of_maker(actor.organisation.pk).filter(state=DeviceState.ACTIVE)
    rows = own.prefetch_related("packs").order_by("reference")
    return workbook_response([device_rows_sheet(rows, language())], "mes-dispositifs.xlsx", _("Dispositifs"))


@require_http_methods(["GET", "POST"])
@acting
def upload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a file; one that can't be used is refused here and nothing is kept."""
    _makers_only(actor)
    problem, status = "", 200
    if request.method == "POST":
        stored, problem, status = handed_over(request, actor, partial(_take, actor))
        if stored is not None:
            return redirect("industry:devices-review", stored.pk)
    context = {"page_title": _("Importer des dispositifs"), "problem": problem}
    return render(request, "industry/devices_upload.html", context, status=status)


@transaction.atomic
def _take(actor: Actor, file: UploadedFile[bytes]) -> StoredFile:
    stored = store(
        file.chunks(),
        name=file.name or "dispositifs",
        organisation=actor.organisation,
        uploaded_by=actor.user,
    )
    found = _read(actor, stored)
    after = {"file": stored.original_name, "rows": len(found.rows), "sha256": stored.sha256}
    record(actor, "industry.upload_devices", stored, after=after)
    return stored


def _read(actor: Actor, stored: StoredFile) -> DevicesFile:
    own = Device.objects.of_maker(actor.organisation.pk).prefetch_related("packs")
    known = {device.reference: device for device in own}
    return read_devices(open_stored(stored), actor.organisation.pk, known)


def _own_file(actor: Actor, file_id: int) -> tuple[StoredFile, DevicesFile]:
    _makers_only(actor)
    stored = get_object_or_404(StoredFile, pk=file_id, organisation=actor.organisation)
    try:
        return stored, _read(actor, stored)
    except FileRefused as refusal:
        raise Http404(refusal.message()) from refusal


@require_http_methods(["GET", "POST"])
@acting
def review(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Show what confirming would create and change; then do it, all or nothing."""
    stored, found = _own_file(actor, file_id)
    if request.method == "POST":
        source = f"{stored.original_name} {stored.sha256}"
        try:
            done = import_devices(actor, found.rows, reviewed=request.POST.get("reviewed", ""), source=source)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("industry:devices-review", file_id)
        said = {"created": number(done.created), "changed": number(done.changed)}
        messages.success(request, _("Dispositifs : %(created)s créés, %(changed)s changés.") % said)
        return redirect("industry:devices")
    changes = compare_devices(actor, found.rows)
    outcomes = [change.outcome for change in changes]
    moving = [change for change in changes if change.outcome is not Outcome.UNCHANGED]
    context = {
        "page_title": _("Dispositifs à confirmer"),
        "stored": stored,
        "created": outcomes.count(Outcome.CREATED),
        "changed": outcomes.count(Outcome.CHANGED),
        "unchanged": outcomes.count(Outcome.UNCHANGED),
        "changes": moving[:SHOWN],
        "problems": found.problems[:SHOWN],
        "rejected": len(found.rejected),
        "skipped": found.skipped,
        "unread": found.unread,
        "mark": mark_of(changes),
    }
    return render(request, "industry/devices_review.html", context)


@require_GET
@acting
def rejected(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand back the rejected rows with their reasons: corrected, the file can be imported as it is."""
    _stored, found = _own_file(actor, file_id)
    if not found.rejected:
        raise Http404
    sheet = rejected_sheet(found.rejected, language())
    return workbook_response([sheet], "dispositifs-rejetes.xlsx", _("Lignes rejetées"))


def _makers_only(actor: Actor) -> None:
    if not allowed(actor, "industry.add_device"):
        raise PermissionDenied(_("Seul un fabricant tient son catalogue."))
