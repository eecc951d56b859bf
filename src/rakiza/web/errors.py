"""Pages for what can't be shown: what happened, where, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A title and what to do."""

    title: str
    text: str


def _page(request: HttpRequest, status: int, page: ErrorPage) -> HttpResponse:
    return render(request, "errors/page.html", {"error": page, "page_title": page.title}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the address or the form is malformed."""
    text = _("L'adresse ou le formulaire envoyé est incomplet. Revenez à la page précédente et recommencez.")
    return _page(request, 400, ErrorPage(_("Demande incomprise"), text))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why the page isn't shown to this role."""
    told = str(exception) if isinstance(exception, PermissionDenied) else ""
    text = told or _("Votre rôle dans cette organisation ne donne pas accès à cette page.")
    return _page(request, 403, ErrorPage(_("Accès réservé"), text))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that nothing is at this address."""
    text = _("Rien n'existe à cette adresse, ou l'objet appartient à une autre organisation.")
    return _page(request, 404, ErrorPage(_("Page introuvable"), text))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the form is too old to be trusted."""
    text = _(
        "Le formulaire a expiré ou les cookies sont bloqués. Rechargez la page, puis envoyez-le de nouveau."
    )
    return _page(request, 403, ErrorPage(_("Formulaire expiré"), text))


def failure(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the work failed, without touching the database again."""
    title, text = (
        _("Le travail n'a pas abouti"),
        _("Rien n'a été enregistré. Réessayez ; si cela persiste, prévenez le cluster avec l'heure exacte."),
    )
    home = _("Revenir à l'accueil")
    direction = "rtl" if get_language_bidi() else "ltr"
    return HttpResponse(
        f'<!doctype html><html lang="{get_language() or "fr"}" dir="{direction}"><meta charset="utf-8"><title>{title} · Rakiza</title>'
        f'<link rel="stylesheet" href="/static/rakiza/app.css"><main class="p-8"><h1>{title}</h1><p>{text}</p>'
        f'<p><a href="/">{home}</a></p></main></html>',
        status=500,
    )
