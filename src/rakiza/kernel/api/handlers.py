"""Exceptions as answers: what an action refuses, what isn't allowed, what isn't there, what is ill-formed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from rakiza.kernel.access.queries import EndedKey
from rakiza.kernel.api.problems import At, Problem
from rakiza.kernel.organisations.permissions import NotAllowed, Refused

# What is wrong with a value, by the validator's own code.
SENTENCES: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("Cette valeur manque."),
    "extra_forbidden": gettext_lazy("Ce champ n'existe pas."),
    "unknown_parameter": gettext_lazy("Ce paramètre n'existe pas."),
    "string_unicode": gettext_lazy("Ce texte contient un caractère interdit."),
    "forbidden_character": gettext_lazy("Ce texte contient un caractère interdit."),
    "string_too_short": gettext_lazy("Ce texte est vide ou trop court."),
    "string_too_long": gettext_lazy("Ce texte est trop long."),
    "string_type": gettext_lazy("Un texte est attendu."),
    "enum": gettext_lazy("Cette valeur n'est pas un choix possible."),
    "literal_error": gettext_lazy("Cette valeur n'est pas un choix possible."),
    "too_long": gettext_lazy("Cette liste est trop longue."),
    "unknown_family": gettext_lazy("Cette famille de dispositifs n'existe pas."),
    "date_form": gettext_lazy("Une date s'écrit AAAA-MM-JJ."),
    "dates_in_order": gettext_lazy("La fin de validité précède son début."),
}
# Where a value stands, by what holds it: how many names come before its own.
INSIDE: Mapping[str, int] = {"body": 2, "form": 1, "file": 1}
ANOTHER = gettext_lazy("Cette valeur n'est pas de la forme attendue, ou sort des bornes.")


def add_handlers(api: NinjaAPI) -> None:
    """Have the API answer what its rooms raise."""
    for kind, answer in (
        (Problem, _problem),
        (Refused, _refused),
        (PermissionDenied, _denied),
        (Http404, _absent),
        (ValidationError, _invalid),
        (AuthenticationError, _unknown_key),
        (HttpError, _ill_formed),
        (IntegrityError, _clash),
        (DataError, _clash),
    ):
        api.add_exception_handler(kind, answer)  # type: ignore[arg-type]


def _problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


def _refused(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    return Problem(409, refusal.code, refusal).response()


def _denied(_request: HttpRequest, denial: PermissionDenied) -> HttpResponse:
    told = str(denial) or _("Votre rôle dans cette organisation ne donne pas accès à cette page.")
    return Problem(403, NotAllowed.code, told).response()


def _absent(_request: HttpRequest, _missing: Http404) -> HttpResponse:
    text = _("Rien n'existe à cette adresse, ou l'objet appartient à une autre organisation.")
    return Problem(404, "not_found", text).response()


def _unknown_key(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    ended: EndedKey | None = getattr(request, "ended_key", None)
    if ended is not None:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}  # RFC 6750, 3.1
        return Problem(401, ended.code, ended.sentence, headers=headers).response()
    text = _("Une clé d'accès en vigueur est attendue, dans l'en-tête Authorization après le mot Bearer.")
    return Problem(401, "no_key", text, headers={"WWW-Authenticate": "Bearer"}).response()


def _ill_formed(_request: HttpRequest, error: HttpError) -> HttpResponse:
    text = _("Le corps de la demande n'est pas un objet JSON valable.")
    return Problem(error.status_code, "malformed_json", text).response()


def _clash(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Say that what the database refused has no effect: two people at once, or a value beyond its column."""
    text = _("Cela contredit ce qui est déjà enregistré. Rien n'a été changé.")
    return Problem(409, "conflict", text).response()


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    text = _("Une valeur au moins n'est pas acceptée. Rien n'a été changé.")
    return Problem(422, "invalid", text, errors=[_at(one) for one in error.errors]).response()


def _at(one: Mapping[str, Any]) -> At:
    place = [str(part) for part in one["loc"]]
    code = str(one["type"])
    said = str(SENTENCES.get(code, ANOTHER))
    if place[0] in INSIDE:
        parts = (part.replace("~", "~0").replace("/", "~1") for part in place[INSIDE[place[0]] :])
        return At(code, said, pointer="#" + "".join(f"/{part}" for part in parts))
    name = one.get("ctx", {}).get("name") if code == "unknown_parameter" else place[-1]
    return At(code, said, parameter=str(name))
