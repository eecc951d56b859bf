"""Addresses of the site: sign-in, then each room that has pages."""

from importlib.util import find_spec

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path, re_path

from rakiza.web.errors import inactive, mailed

password_reset = mailed(account.password_reset)

ROOMS = (
    ("", "rakiza.web.pages"),
    ("", "rakiza.kernel.organisations"),
    ("api/", "rakiza.web.api"),
    ("compte/cles/", "rakiza.kernel.access"),
    ("fichiers/", "rakiza.kernel.files"),
    ("industrie/", "rakiza.pillars.industry"),
    ("certification/", "rakiza.pillars.certification"),
    ("homologation/", "rakiza.pillars.registration"),
    ("besoins/", "rakiza.pillars.purchasing.needs"),
    ("offres/", "rakiza.pillars.purchasing.offers"),
    ("plans/", "rakiza.pillars.purchasing.plans"),
    ("plans/", "rakiza.pillars.purchasing.plans.scenarios"),
    ("eligibilite/", "rakiza.pillars.purchasing.eligibility"),
    ("commandes/", "rakiza.pillars.purchasing.orders"),
)


def _rooms() -> list[URLResolver]:
    """Return the addresses of the rooms that have a `urls` module."""
    return [
        path(prefix, include(f"{room}.urls"))
        for prefix, room in ROOMS
        if find_spec(room) and find_spec(f"{room}.urls")
    ]


# The sign-in package's pages but for registering: people join by invitation.
SIGN_IN: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactif/", inactive, name="account_inactive"),
    path("confirmation/", account.reauthenticate, name="account_reauthenticate"),
    path("adresse/", account.email, name="account_email"),
    path("adresse/envoyee/", account.email_verification_sent, name="account_email_verification_sent"),
    path("adresse/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/premier/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", password_reset, name="account_reset_password"),
    path("mot-de-passe/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/change/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mot-de-passe/cle/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("second-facteur/", include("allauth.mfa.urls")),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", include(SIGN_IN)),
    path("compte/", include("rakiza.kernel.identity.urls")),
    path("langue/", include("django.conf.urls.i18n")),
    *_rooms(),
]

handler400 = "rakiza.web.errors.bad_request"
handler403 = "rakiza.web.errors.forbidden"
handler404 = "rakiza.web.errors.not_found"
handler429 = "rakiza.web.errors.too_many"
handler500 = "rakiza.web.errors.failure"
