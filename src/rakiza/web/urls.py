"""Addresses of the site: sign-in, then each room that has pages."""

from importlib.util import find_spec

from allauth.account.views import login, logout
from django.urls import URLPattern, URLResolver, include, path

from rakiza.web.errors import inactive

ROOMS = (
    ("", "rakiza.web.pages"),
    ("industrie/", "rakiza.pillars.industry"),
    ("certification/", "rakiza.pillars.certification"),
    ("homologation/", "rakiza.pillars.registration"),
    ("besoins/", "rakiza.pillars.purchasing.needs"),
    ("offres/", "rakiza.pillars.purchasing.offers"),
    ("plans/", "rakiza.pillars.purchasing.plans"),
)


def _rooms() -> list[URLResolver]:
    """Return the addresses of the rooms that have a `urls` module."""
    return [
        path(prefix, include(f"{room}.urls"))
        for prefix, room in ROOMS
        if find_spec(room) and find_spec(f"{room}.urls")
    ]


# Of the sign-in package's pages only these are open: nobody registers alone, and nothing is mailed.
urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/login/", login, name="account_login"),
    path("compte/logout/", logout, name="account_logout"),
    path("compte/inactif/", inactive, name="account_inactive"),
    path("langue/", include("django.conf.urls.i18n")),
    *_rooms(),
]

handler400 = "rakiza.web.errors.bad_request"
handler403 = "rakiza.web.errors.forbidden"
handler404 = "rakiza.web.errors.not_found"
handler429 = "rakiza.web.errors.too_many"
handler500 = "rakiza.web.errors.failure"
