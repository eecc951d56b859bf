"""What a request of the API passes: no cookie, a small body, the key's person as origin; problems in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.access.actions import note_use
from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.access.queries import EndedKey, ended_key, key_in_force
from rakiza.kernel.api.caller import Caller
from rakiza.kernel.api.problems import MEDIA_TYPE, Problem
from rakiza.kernel.api.repeating import once
from rakiza.kernel.audit.origin import LONGEST, coming_from
from rakiza.kernel.audit.refusals import Reason, keep, listening
from rakiza.kernel.organisations.actor import Actor
from rakiza.web.errors import too_large_file
from rakiza.web.middleware import visitor_address

PREFIX = "/api/v1/"
LARGEST_BODY = 1024 * 1024
FORM = "multipart/form-data"  # a file: held to the site's own limit of uploads
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = frozenset({403, 404, 409, 422})
Handler = Callable[[HttpRequest], HttpResponse]
SENTENCES: Mapping[int, tuple[str, str | Promise]] = {
    400: ("malformed", _("La demande contient ce qu'aucune adresse n'accepte.")),
    404: ("not_found", _("Rien n'existe à cette adresse, ou l'objet appartient à une autre organisation.")),
    405: ("method_not_allowed", _("Cette adresse ne prend pas cette méthode.")),
    413: ("too_large", _("Le corps de la demande dépasse 1 Mo.")),
    500: ("failure", _("Le travail n'a pas abouti. Rien n'a été enregistré.")),
    503: ("busy", _("La base de données est occupée. Rien n'a été enregistré : réessayez dans une minute.")),
    507: ("disk_full", _("Le disque du serveur est plein. Rien n'a été enregistré.")),
}


class ApiMiddleware:
    """Before sessions are read: a request of the API has no cookie, and every refusal of it is a problem."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on without cookies, and answer in JSON."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.__dict__.pop("COOKIES", None)
        if _announced(request) > LARGEST_BODY and request.content_type != FORM:
            response = _as_problem(request, HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
        else:
            response = self.get_response(request)
        if response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            _keep_too_large(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and response.headers["Content-Type"] != MEDIA_TYPE:
            response = _as_problem(request, response)
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        return _conditional(request, response)


def _announced(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isdecimal() and len(stated) < 20 else 0


def _keep_too_large(request: HttpRequest) -> None:
    """Write down who sent a body that is turned away unread, as pages do; of a stranger nothing is known."""
    caller: Caller | None = getattr(request, "caller", None) or _by_key(request)
    if caller is None:
        return
    with suppress(Resolver404):
        request.resolver_match = resolve(request.path_info)
    with coming_from(caller.origin):
        keep(Actor.of(caller.membership), *_tried(request), "too_large", too_large_file())


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say in JSON what a page would say; headers such as Allow and Retry-After stay."""
    code, sentence = SENTENCES.get(response.status_code, SENTENCES[400])
    if response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and request.content_type == FORM:
        code, sentence = "files.too_large", too_large_file()
    with translation.override(translation.get_language_from_request(request)):
        answer = Problem(response.status_code, code, sentence).response()
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark what was read, and answer 304 where the reader holds it already."""
    if request.method != "GET" or response.status_code != HTTPStatus.OK or response.streaming:
        return response
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


class ApiKeyMiddleware:
    """Find the key of a request of the API; what it does is traced as coming from there."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find who calls and go on."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        caller: Caller | None = getattr(request, "caller", None) or _by_key(request)
        request.caller = caller  # type: ignore[attr-defined]
        if caller is None:
            return self._answered_to_nobody(request)
        with coming_from(caller.origin), listening() as heard:
            writes = request.method not in SAFE
            response = once(request, caller, self.get_response) if writes else self.get_response(request)
            if writes and response.status_code in REFUSED:
                _keep_refused(request, caller, heard, response.status_code)
            return response

    def _answered_to_nobody(self, request: HttpRequest) -> HttpResponse:
        """Go on without a caller; an act tried by a key that ended is written down in its person's name."""
        ended = ended_key(_text_of(request))
        request.ended_key = ended  # type: ignore[attr-defined]
        response = self.get_response(request)
        if (
            ended is not None
            and response.status_code == HTTPStatus.UNAUTHORIZED
            and request.method not in SAFE
        ):
            _keep_ended(request, ended)
        return response


def _keep_refused(request: HttpRequest, caller: Caller, heard: list[Reason], status: int) -> None:
    """Write down an act that was refused, as pages do: who tried what, and the reason given."""
    reason = heard[-1] if heard else Reason(f"form:{status}", Exception())
    keep(Actor.of(caller.membership), *_tried(request), reason.code, reason.said)


def _keep_ended(request: HttpRequest, ended: EndedKey) -> None:
    """Write down what was tried by a key that opens nothing any more: its person acts for nobody by it."""
    with coming_from(origin(ended.key, visitor_address(request))):
        keep(ended.key.membership.user, *_tried(request), ended.code, ended.sentence)


def _tried(request: HttpRequest) -> tuple[str, str]:
    """Return the address that was asked for, and what it names."""
    match = request.resolver_match
    page = f"{request.method} /{match.route if match else request.path_info.lstrip('/')}"
    return page, " ".join(map(str, match.kwargs.values())) if match else ""


def _text_of(request: HttpRequest) -> str:
    """Return the key that a request carries; empty where it carries none."""
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _by_key(request: HttpRequest) -> Caller | None:
    key = key_in_force(_text_of(request))
    if key is None:
        return None
    address = visitor_address(request)
    note_use(key, address)
    return Caller(key.membership, origin(key, address), key)


def origin(key: AccessKey, address: str) -> str:
    """Return where a key's act comes from; a long name gives way to the address."""
    room = LONGEST - len(f"api  {address}")
    return f"api {key.name[:room]} {address}"
