"""Pages that change who acts for a party."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations import accounts, delegations, invitations, people
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.forms import DelegationForm, InvitationForm, ReasonForm
from rakiza.kernel.organisations.invitations import Sent
from rakiza.kernel.organisations.models import Invitation, Membership, Proposal
from rakiza.kernel.organisations.permissions import Refused, allowed, require
from rakiza.kernel.organisations.queries import directory
from rakiza.kernel.organisations.views.parties import LINK, organisation_page
from rakiza.kernel.presentation.acting import acting, partners_too

_LENT = gettext_lazy("La délégation est ouverte ; vous pouvez y mettre fin à tout moment.")
_PROPOSED = gettext_lazy(
    "La délégation attend l'accord d'une seconde personne : ce rôle décide pour d'autres."
)
_NOBODY = gettext_lazy(
    "Personne d'autre de votre organisation ou de son groupe n'est à qui prêter ce rôle : "
    "chacun le tient déjà, ou vous êtes seul. Qui gère les personnes peut en inviter."
)


@require_http_methods(["GET", "POST"])
@acting
@partners_too
def invite(request: HttpRequest, actor: Actor, organisation_id: int) -> HttpResponse:
    """Offer a role to somebody."""
    shown = get_object_or_404(directory(actor), pk=organisation_id)
    if not allowed(actor, "organisations.invite", shown):
        raise PermissionDenied
    form = InvitationForm(request.POST if request.method == "POST" else None, organisation=shown)
    if request.method == "POST" and form.is_valid():
        try:
            sent = invitations.invite(actor, shown, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            tell_of(request, sent)
            return redirect("organisations:organisation", organisation_id)
    context = {
        "page_title": _("Inviter une personne"),
        "form": form,
        "verb": _("Inviter"),
        "organisation": shown,
    }
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


def tell_of(request: HttpRequest, sent: Sent) -> None:
    """Say what became of an invitation; where nothing is mailed, hand its link over on the next page, once."""
    if not sent.secret:
        messages.success(request, _("L'invitation attend l'accord d'une seconde personne du cluster."))
    elif sent.invitation.mailed:
        messages.success(
            request, _("L'invitation est envoyée à %(email)s.") % {"email": sent.invitation.email}
        )
    else:
        messages.success(request, _("L'invitation est prête : transmettez son lien."))
        address = reverse("organisations:accept", args=[sent.secret])
        request.session[LINK] = request.build_absolute_uri(address)


@require_POST
@acting
@partners_too
def settle(request: HttpRequest, actor: Actor, invitation_id: int, step: str) -> HttpResponse:
    """Approve, refuse, take back or renew an invitation."""
    visible = directory(actor).values("pk")
    invitation = get_object_or_404(
        Invitation.objects.select_related("organisation").filter(organisation__in=visible), pk=invitation_id
    )
    try:
        _settle(request, actor, invitation, step)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("organisations:organisation", invitation.organisation_id)


def _settle(request: HttpRequest, actor: Actor, invitation: Invitation, step: str) -> None:
    if step == "approuver":
        tell_of(request, invitations.approve_invitation(actor, invitation))
    elif step == "refuser":
        form = ReasonForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        invitations.refuse_invitation(actor, invitation, reason=reason)
        messages.success(request, _("L'invitation est refusée."))
    elif step == "retirer":
        invitations.revoke_invitation(actor, invitation)
        messages.success(request, _("L'invitation est retirée : son lien n'ouvre plus rien."))
    elif step == "renvoyer":
        tell_of(request, invitations.resend_invitation(actor, invitation))
    else:
        raise Http404


@require_POST
@acting
@partners_too
def end(request: HttpRequest, actor: Actor, membership_id: int) -> HttpResponse:
    """End a membership or a delegation."""
    visible = directory(actor).values("pk")
    membership = get_object_or_404(
        Membership.objects.select_related("organisation").filter(organisation__in=visible), pk=membership_id
    )
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            people.end_membership(actor, membership, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Cette personne n'agit plus pour l'organisation."))
            return redirect("organisations:organisation", membership.organisation_id)
    if not allowed(actor, "organisations.end_membership", membership):
        raise PermissionDenied
    return organisation_page(request, actor, membership.organisation, form)


@require_POST
@acting
def account(request: HttpRequest, actor: Actor, user_id: int, step: str) -> HttpResponse:
    """Close an account, or open a closed one again."""
    require(actor, "organisations.close_account")
    user = get_object_or_404(User, pk=user_id)
    membership = user.memberships.order_by("-pk").first()
    back = (
        redirect("organisations:organisation", membership.organisation_id)
        if membership
        else redirect("organisations:list")
    )
    form = ReasonForm(request.POST)
    try:
        if step == "fermer":
            reason = form.cleaned_data["reason"] if form.is_valid() else ""
            accounts.close_account(actor, user, reason=reason)
            messages.success(request, _("Le compte est fermé et ses clés sont révoquées."))
        elif step == "rouvrir":
            accounts.reopen_account(actor, user)
            messages.success(request, _("Le compte est rouvert ; ses clés d'avant restent révoquées."))
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    return back


@require_http_methods(["GET", "POST"])
@acting
@partners_too
def delegate(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Lend one's role to a colleague until a date."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    form = DelegationForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            lent = delegations.delegate(actor, membership, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _LENT if lent else _PROPOSED)
            return redirect("organisations:organisation", actor.organisation.pk)
    alone = not form.fields["to"].queryset.exists()  # type: ignore[attr-defined]
    context = {
        "page_title": _("Déléguer son rôle"),
        "form": form,
        "note": _NOBODY if alone else "",
        "verb": _("Déléguer"),
        "organisation": actor.organisation,
    }
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@require_POST
@acting
@partners_too
def settle_delegation(request: HttpRequest, actor: Actor, proposal_id: int, step: str) -> HttpResponse:
    """Agree, as a second person, to a role that another would lend; decline it, or take one's own back."""
    found = Proposal.objects.select_related("organisation").filter(action=delegations.DELEGATE)
    proposal = get_object_or_404(found.filter(organisation__in=directory(actor).values("pk")), pk=proposal_id)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        if step == "accepter":
            delegations.approve_delegation(actor, proposal)
            messages.success(request, _("La délégation est ouverte."))
        elif step == "ecarter":
            delegations.drop_delegation(actor, proposal, reason=reason)
            messages.success(request, _("La délégation n'aura pas lieu."))
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("organisations:organisation", proposal.organisation_id)
