"""The page of an authority's pace."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import csv_response, workbook_response
from rakiza.pillars.registration.enums import Process, RiskClass, SendBackReason
from rakiza.pillars.registration.process import decision_days
from rakiza.pillars.registration.statistics import courses_of, paces, sent_back
from rakiza.pillars.registration.statistics_sheets import pace_sheet, sent_back_sheet

SPAN = timedelta(days=730)


@require_GET
@acting
def statistics(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the median days of each step by class, over two years."""
    if not allowed(actor, "registration.call_commission"):
        raise PermissionDenied(_("Les délais sont lus par les chargés d'homologation."))
    today = timezone.localdate()
    found = paces(courses_of(actor.organisation, today - SPAN, today))
    if export := request.GET.get("export"):
        sheets = [pace_sheet(found), sent_back_sheet(sent_back(actor.organisation, today - SPAN, today))]
        if export == "csv":
            return csv_response(sheets[0], "delais.csv")
        return workbook_response(sheets, "delais.xlsx", _("Délais de traitement"))
    context = {
        "page_title": _("Délais de traitement"),
        "rows": [
            (
                one,
                Process(one.process).label,
                RiskClass(one.risk_class).label if one.risk_class else "—",
            )
            for one in found
        ],
        "sent_back": [
            (one, SendBackReason(one.reason).label)
            for one in sent_back(actor.organisation, today - SPAN, today)
        ],
        "first": today - SPAN,
        "last": today,
        "limit": decision_days(today),
    }
    return render(request, "registration/statistics.html", context)
