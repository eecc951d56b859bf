"""The API's description as a file, and as a page that needs nothing from elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from rakiza.web.api.reference import sections
from rakiza.web.api.site import description


@require_safe
@cache_control(public=True, max_age=3600)
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Hand over the description."""
    return HttpResponse(description(), content_type="application/json")


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show every endpoint with what it takes and answers."""
    context = {
        "page_title": _("Interface pour les programmes"),
        "sections": sections(),
        "base": request.build_absolute_uri("/api/v1"),
    }
    return render(request, "api/reference.html", context)
