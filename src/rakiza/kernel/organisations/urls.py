"""Addresses of organisations, their people, and of whoever asks to join."""

from django.urls import path

from rakiza.kernel.organisations.views import joining, parties, people

app_name = "organisations"

urlpatterns = [
    path("organisations/", parties.organisations, name="list"),
    path("organisations/nouvelle/", parties.create, name="create"),
    path("organisations/demandes/", joining.requests, name="requests"),
    path("organisations/demandes/<int:request_id>/", joining.request_page, name="request"),
    path("organisations/deleguer/", people.delegate, name="delegate"),
    path(
        "organisations/delegations/<int:proposal_id>/<slug:step>/",
        people.settle_delegation,
        name="settle-delegation",
    ),
    path("organisations/<int:organisation_id>/", parties.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/description/", parties.describe, name="describe"),
    path("organisations/<int:organisation_id>/sites/", parties.add_site, name="add-site"),
    path("organisations/<int:organisation_id>/publication/", parties.publication, name="publication"),
    path("organisations/<int:organisation_id>/inviter/", people.invite, name="invite"),
    path("organisations/<int:organisation_id>/fermeture/", parties.close, name="close"),
    path("organisations/<int:organisation_id>/reouverture/", parties.reopen, name="reopen"),
    path("organisations/sites/<int:site_id>/fermeture/", parties.close_site, name="close-site"),
    path("organisations/personnes/<int:membership_id>/fin/", people.end, name="end-membership"),
    path("organisations/comptes/<int:user_id>/<slug:step>/", people.account, name="account"),
    path(
        "organisations/invitations/<int:invitation_id>/<slug:step>/", people.settle, name="settle-invitation"
    ),
    path("rejoindre/", joining.join, name="join"),
    path("rejoindre/<slug:reference>/", joining.follow, name="follow"),
    path("invitation/<str:secret>/", joining.accept, name="accept"),
]
