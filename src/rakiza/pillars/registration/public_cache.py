"""Public pages kept for a minute: visitors share them, browsers ask again by their mark.

Nothing of a person is in such a page: no session, no token. What a page shows may be a minute old.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

P = ParamSpec("P")
SECONDS, PAGES = 60, 512
LANGUAGE = "langue"


class KeptPages:
    """The pages written in the last minute, the least asked for leaving first."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, Lock()
        self._pages: OrderedDict[tuple[str, str], tuple[float, bytes, str]] = OrderedDict()

    def get(self, key: tuple[str, str]) -> tuple[bytes, str] | None:
        """Return a page and its mark, unless it is too old."""
        with self._lock:
            found = self._pages.get(key)
            if found is None or self._now() - found[0] > SECONDS:
                return None
            self._pages.move_to_end(key)
            return found[1], found[2]

    def put(self, key: tuple[str, str], page: bytes) -> str:
        """Keep a page; return its mark."""
        mark = f'"{hashlib.sha256(page).hexdigest()[:32]}"'
        with self._lock:
            self._pages[key] = (self._now(), page, mark)
            self._pages.move_to_end(key)
            while len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        return mark

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()


KEPT = KeptPages()


def public_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Serve a page that is the same for everybody: kept for a minute, marked, in the language asked for."""

    @wraps(view)
    def shared(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        chosen = _language_chosen(request)
        if chosen is not None:
            return chosen
        key = (request.get_full_path(), get_language() or "fr")
        kept = KEPT.get(key)
        if kept is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            kept = response.content, KEPT.put(key, response.content)
        return _answer(request, *kept)

    return shared


def _answer(request: HttpRequest, page: bytes, mark: str) -> HttpResponse:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    matched = "*" in known or mark in {one.removeprefix("W/") for one in known}
    response = HttpResponseNotModified() if matched else HttpResponse(page)
    response["ETag"] = mark
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def _language_chosen(request: HttpRequest) -> HttpResponse | None:
    """Remember a language that the address names, and go on without it in the address."""
    chosen = request.GET.get(LANGUAGE, "")
    if not chosen:
        return None
    query = request.GET.copy()
    query.pop(LANGUAGE)
    response = HttpResponseRedirect(f"{request.path}?{query.urlencode()}" if query else request.path)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
