"""Addresses of one's own account, and of the way through the host's identity provider."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponse
from django.urls import path

from rakiza.kernel.identity import views


def _through(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view of the provider's room, loaded at its first use: most sites never open it."""

    def view(request: HttpRequest) -> HttpResponse:
        found: HttpResponse = getattr(import_module("rakiza.kernel.identity.oidc.views"), name)(request)
        return found

    return view


urlpatterns = [
    path("", views.own_account, name="own-account"),
    path("sessions/", views.OpenSessions.as_view(), name="usersessions_list"),
    path("sessions/<int:session_id>/fin/", views.end_session, name="end-session"),
    path("fournisseur/", _through("start"), name="provider-start"),
    path("fournisseur/retour/", _through("callback"), name="provider-callback"),
    path("fournisseur/delier/", _through("cut"), name="provider-cut"),
]
