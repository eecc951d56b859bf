"""Pages for what can't be shown: what happened, where, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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


def mailed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a page whose answer is a mail only where mail goes out: a promise that can't be kept isn't made."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        if not settings.RAKIZA_MAILS:
            raise PermissionDenied(
                _("Ce site n'envoie pas de courrier : demandez un lien de connexion à l'administrateur.")
            )
        return view(request, *args, **named)

    return guarded


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


def malformed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - as the others
    """Say that the request holds what no page can use."""
    text = _("L'adresse ou le formulaire envoyé contient un caractère interdit.")
    return _plain(400, ErrorPage(_("Demande incomprise"), text))


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that too many attempts were made, and to wait."""
    text = _("Trop de tentatives en peu de temps. Attendez quelques minutes, puis recommencez.")
    return _page(request, 429, ErrorPage(_("Trop de demandes"), text))


def inactive(request: HttpRequest) -> HttpResponse:
    """Say that the account is closed."""
    text = _("Ce compte est désactivé. L'administrateur du cluster peut le rouvrir.")
    return _page(request, 403, ErrorPage(_("Compte désactivé"), text))


def too_large(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - as the others
    """Say how large a file may be; nothing of this one was read."""
    return _plain(413, ErrorPage(_("Fichier trop volumineux"), too_large_file()))


def too_large_file() -> str:
    """Return how large a file may be, and what to do."""
    text = _("Le fichier dépasse %(limit)s Mo. Réduisez-le ou découpez-le, puis déposez-le à nouveau.")
    return text % {"limit": settings.RAKIZA_UPLOAD_MAX_BYTES // (1024 * 1024)}


def busy(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - as the others
    """Say that the database doesn't answer, or is held by other work for too long."""
    text = _("La base de données est occupée. Rien n'a été enregistré : réessayez dans une minute.")
    response = _plain(503, ErrorPage(_("Service momentanément occupé"), text))
    response.headers["Retry-After"] = "60"
    return response


def disk_full(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - as the others
    """Say that the server has no room left."""
    text = _(
        "Le disque du serveur est plein. Rien n'a été enregistré ; prévenez l'administrateur du cluster."
    )
    return _plain(507, ErrorPage(_("Plus de place"), text))


def failure(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that the work failed."""
    text = _(
        "Rien n'a été enregistré. Réessayez ; si cela persiste, prévenez le cluster avec l'heure exacte."
    )
    return _plain(500, ErrorPage(_("Le travail n'a pas abouti"), text))


def _plain(status: int, page: ErrorPage) -> HttpResponse:
    """Return a page that needs neither templates nor database: they may be what failed."""
    home = _("Revenir à l'accueil")
    language, direction = get_language() or "fr", "rtl" if get_language_bidi() else "ltr"
    return HttpResponse(
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f'<title>{page.title} · Rakiza</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="/static/rakiza/mark.svg"><link rel="stylesheet" href="/static/rakiza/app.css"></head><body>'
        '<div class="shell shell-open"><header class="topbar">'
        '<a class="flex items-center gap-2 font-semibold no-underline" href="/">'
        '<img src="/static/rakiza/mark.svg" alt="" width="24" height="24"> Rakiza</a></header>'
        f'<main><h1>{page.title}</h1><p class="max-w-prose mt-2">{page.text}</p>'
        f'<p class="mt-4"><a class="btn btn-primary" href="/">{home}</a></p></main></div></body></html>',
        status=status,
    )
