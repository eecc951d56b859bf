"""Addresses of the site: sign-in, then each room that has pages."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    ("", "rakiza.web.pages"),
    ("industrie/", "rakiza.pillars.industry"),
    ("certification/", "rakiza.pillars.certification"),
    ("homologation/", "rakiza.pillars.registration"),
    ("besoins/", "rakiza.pillars.purchasing.needs"),
    ("plans/", "rakiza.pillars.purchasing.plans"),
)


def _rooms() -> list[URLResolver]:
    """Return the addresses of the rooms that have a `urls` module."""
    return [
        path(prefix, include(f"{room}.urls"))
        for prefix, room in ROOMS
        if find_spec(room) and find_spec(f"{room}.urls")
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", include("allauth.account.urls")),
    path("langue/", include("django.conf.urls.i18n")),
    *_rooms(),
]

handler400 = "rakiza.web.errors.bad_request"
handler403 = "rakiza.web.errors.forbidden"
handler404 = "rakiza.web.errors.not_found"
handler500 = "rakiza.web.errors.failure"
