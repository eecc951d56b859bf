"""The daily rounds as the cluster follows them: last run, next run, failures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.jobs.queries import rounds
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.presentation.acting import acting


@require_GET
@acting
def daily_rounds(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show each round with its last outcome and when it is next due."""
    context = {"page_title": _("Tâches quotidiennes"), "rounds": rounds(actor)}
    return render(request, "pages/daily.html", context)
