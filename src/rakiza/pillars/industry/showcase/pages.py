"""Public answers: kept in memory by the state of the catalogue, told apart by their ETag, at a measured pace.

An answer depends on its address, its language and the catalogue; never on who asks.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from rakiza.kernel.audit.origin import current_origin
from rakiza.pillars.industry.catalogue_stamp import CatalogueState, catalogue_state

MOST_KEPT = 500
FRESH_SECONDS = 60
PAGES_PER_HOUR, SHEETS_PER_HOUR = 3000, 120
HOUR = 3600
LANGUAGES = ("fr", "ar", "en")
Key = tuple[str, str, str]

_kept: OrderedDict[Key, tuple[CatalogueState, bytes, str]] = OrderedDict()
_guard = Lock()


class TooMany(Exception):  # noqa: N818 - an answer, not a fault
    """One network asked for more new pages than the pace allows."""


def language_of(request: HttpRequest) -> str:
    """Return the language that the address names, else the visitor's."""
    stated = request.GET.get("langue", "")
    return stated if stated in LANGUAGES else (get_language() or "fr")[:2]


def answer(
    request: HttpRequest, kind: str, make: Callable[[], bytes], content_type: str, per_hour: int
) -> HttpResponse:
    """Return the kept answer where the catalogue is as it was, else the one that `make` makes.

    Only what must be made counts against the pace of the visitor's network; TooMany beyond it.
    """
    language = language_of(request)
    state = catalogue_state()
    key = (kind, request.build_absolute_uri(), language)
    etag = _etag(key, state)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _headed(HttpResponseNotModified(), etag)
    found = _kept.get(key)
    if found is None or found[0] != state:
        _count(kind, per_hour)
        with translation.override(language):
            found = (state, make(), content_type)
        _keep(key, found)
    return _headed(HttpResponse(found[1], content_type=found[2]), etag)


def forget_pages() -> None:
    """Drop what is kept, as a process that starts does."""
    _kept.clear()


def _etag(key: Key, state: CatalogueState) -> str:
    told = repr((key, state)).encode()
    return f'"{hashlib.sha256(told).hexdigest()[:32]}"'


def _headed(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def _keep(key: Key, found: tuple[CatalogueState, bytes, str]) -> None:
    with _guard:
        _kept[key] = found
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def _count(kind: str, per_hour: int) -> None:
    network = current_origin().removeprefix("page ")
    key = f"showcase:{kind}:{network}:{timezone.now():%Y%m%d%H}"
    done = int(cache.get(key, 0))
    if done >= per_hour:
        raise TooMany
    cache.set(key, done + 1, HOUR)
