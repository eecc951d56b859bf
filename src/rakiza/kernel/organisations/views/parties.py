"""The directory of parties, and the page of one."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.organisations import actions
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import waiting_loans
from rakiza.kernel.organisations.enums import ApplicationState, OrganisationKind, Region
from rakiza.kernel.organisations.forms import DescriptionForm, OrganisationForm, ReasonForm, SiteForm
from rakiza.kernel.organisations.identifiers import doubtful, held_by
from rakiza.kernel.organisations.models import JoinRequest, Organisation, OrganisationQuerySet, Site
from rakiza.kernel.organisations.past import Standing, history_of_party, standing_on
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.organisations.queries import closed_accounts, colleagues_of, directory
from rakiza.kernel.organisations.second_person import (
    ONE_TO_PUBLISH,
    require_two_to_publish,
    waiting_proposal,
)
from rakiza.kernel.organisations.tables import organisation_sheet
from rakiza.kernel.presentation.acting import acting, partners_too
from rakiza.kernel.presentation.listing import Chip, Columns, chip, one_page, ordered, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn

ORDERS: Columns = {"nom": NameColumn("name"), "nature": "kind", "region": "region"}
LINK = "handed_link"


@require_GET
@acting
@partners_too
def organisations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the parties of the cluster."""
    staff = allowed(actor, "organisations.manage")
    found, chips = _filtered(request, directory(actor), staff=staff)
    found = ordered(request, found, ORDERS, "nom")
    if "export" in request.GET:
        return workbook_response([organisation_sheet(found)], "organisations.xlsx", _("Organisations"))
    context = {
        "page_title": _("Organisations"),
        "page": one_page(request, found),
        "chips": chips,
        "query": request.GET.get("q", ""),
        "kinds": OrganisationKind.choices,
        "regions": Region.choices,
        "staff": staff,
        "requests": JoinRequest.objects.filter(state=ApplicationState.FILED).count() if staff else 0,
    }
    return render(request, "organisations/list.html", context)


def _filtered(
    request: HttpRequest, rows: OrganisationQuerySet, *, staff: bool
) -> tuple[OrganisationQuerySet, list[Chip]]:
    chips = []
    query = request.GET.get("q", "").strip()
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(name_ar__icontains=query) | Q(ice=query))
        chips.append(chip(request, "q", _("Recherche"), query))
    kind = request.GET.get("nature", "")
    if kind in OrganisationKind.values:
        rows = rows.filter(kind=kind)
        chips.append(chip(request, "nature", _("Nature"), OrganisationKind(kind).label))
    region = request.GET.get("region", "")
    if region in Region.values:
        rows = rows.filter(region=region)
        chips.append(chip(request, "region", _("Région"), Region(region).label))
    if staff and request.GET.get("etat") == "fermees":
        rows = rows.filter(active=False)
        chips.append(chip(request, "etat", _("État"), _("fermées")))
    return rows, chips


@require_GET
@acting
@partners_too
def organisation(request: HttpRequest, actor: Actor, organisation_id: int) -> HttpResponse:
    """Show one party: its identity and sites to all, its people to itself and the cluster."""
    shown = get_object_or_404(directory(actor), pk=organisation_id)
    return organisation_page(request, actor, shown)


def organisation_page(
    request: HttpRequest,
    actor: Actor,
    shown: Organisation,
    failed: BaseForm | None = None,
) -> HttpResponse:
    """Render the page of one party, with the errors of a form that failed."""
    sees_people = allowed(actor, "organisations.see_people", shown)
    invitations = shown.invitations.waiting().select_related("asked_by") if sees_people else []
    context = {
        "page_title": shown,
        "organisation": shown,
        "ice_doubtful": doubtful(shown.ice),
        "ice_held_by": held_by(shown.ice, besides=shown) if allowed(actor, "organisations.manage") else (),
        "sites": shown.sites.all(),
        "establishments": shown.establishments.filter(active=True),
        "sees_people": sees_people,
        "colleagues": colleagues_of(actor, shown) if sees_people else [],
        "closed_accounts": closed_accounts(actor, shown) if sees_people else [],
        "may_close_accounts": allowed(actor, "organisations.close_account"),
        "actor": actor,
        "invitations": [
            (one, allowed(actor, "organisations.approve_invitation", one)) for one in invitations
        ],
        "loans": [
            (
                loan,
                allowed(actor, "organisations.approve_delegation", loan.proposal),
                allowed(actor, "organisations.drop_delegation", loan.proposal),
            )
            for loan in (waiting_loans(shown) if sees_people else ())
        ],
        "may_describe": allowed(actor, "organisations.describe", shown),
        "publishes": shown.kind == OrganisationKind.ASSOCIATION
        and allowed(actor, "organisations.describe", shown),
        "lifting": waiting_proposal(ONE_TO_PUBLISH, shown)
        if shown.two_to_publish and allowed(actor, "organisations.describe", shown)
        else None,
        "may_invite": allowed(actor, "organisations.invite", shown),
        "may_close": allowed(actor, "organisations.manage") and not actor.belongs_to(shown.pk),
        "is_own": actor.belongs_to(shown.pk),
        "reason_form": ReasonForm(),
        "failed": failed,
        "link": request.session.pop(LINK, ""),
        "history": history_of_party(shown) if sees_people else [],
        "standing": _standing(request, shown) if sees_people else None,
        "today": timezone.localdate(),
    }
    return render(request, "organisations/organisation.html", context, status=422 if failed else 200)


def _standing(request: HttpRequest, shown: Organisation) -> Standing | None:
    """Return the party's people as of the day that the address asks for; None where it asks for none."""
    try:
        day = date.fromisoformat(request.GET.get("au", ""))
    except ValueError:
        return None
    return standing_on(shown, day)


@require_http_methods(["GET", "POST"])
@acting
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Enter a party."""
    if not allowed(actor, "organisations.manage"):
        raise PermissionDenied
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.create_organisation(
            actor, kind=OrganisationKind(given["kind"]), name=given["name"], parent=given["parent"]
        )
        messages.success(request, _("%(name)s est entrée : invitez-y une personne.") % {"name": made})
        return redirect("organisations:organisation", made.pk)
    return _form_page(request, form, _("Entrer une organisation"), _("Entrer"))


@require_http_methods(["GET", "POST"])
@acting
@partners_too
def describe(request: HttpRequest, actor: Actor, organisation_id: int) -> HttpResponse:
    """Change what is said of a party."""
    shown = get_object_or_404(directory(actor), pk=organisation_id)
    if not allowed(actor, "organisations.describe", shown):
        raise PermissionDenied
    form = DescriptionForm(request.POST if request.method == "POST" else None, instance=shown)
    if request.method == "POST" and form.is_valid():
        actions.describe_organisation(actor, shown, form.said())
        messages.success(request, _("La description est à jour."))
        if doubtful(form.cleaned_data["ice"]):
            messages.warning(request, _("L'ICE ne répond pas à sa règle de contrôle : vérifiez-le."))
        return redirect("organisations:organisation", organisation_id)
    return _form_page(request, form, _("Décrire l'organisation"), _("Enregistrer"), shown)


@require_http_methods(["GET", "POST"])
@acting
@partners_too
def add_site(request: HttpRequest, actor: Actor, organisation_id: int) -> HttpResponse:
    """Add a place where a party works."""
    shown = get_object_or_404(directory(actor), pk=organisation_id)
    if not allowed(actor, "organisations.describe", shown):
        raise PermissionDenied
    form = SiteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_site(actor, shown, form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Le site est ajouté."))
            return redirect("organisations:organisation", organisation_id)
    return _form_page(request, form, _("Ajouter un site"), _("Ajouter"), shown)


@require_POST
@acting
def publication(request: HttpRequest, actor: Actor, organisation_id: int) -> HttpResponse:
    """Say whether what the organisation publishes needs a second person."""
    shown = get_object_or_404(directory(actor), pk=organisation_id)
    try:
        settled = require_two_to_publish(actor, shown, wanted=request.POST.get("personnes") == "2")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = (
            _("La règle de publication est à jour.")
            if settled
            else _("C'est proposé : une autre personne doit donner son accord pour lever la règle.")
        )
        messages.success(request, said)
    return redirect("organisations:organisation", organisation_id)


@require_POST
@acting
@partners_too
def close_site(request: HttpRequest, actor: Actor, site_id: int) -> HttpResponse:
    """Close a place."""
    visible = directory(actor).values("pk")
    site = get_object_or_404(Site.objects.filter(organisation__in=visible), pk=site_id)
    try:
        actions.close_site(actor, site)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le site est fermé."))
    return redirect("organisations:organisation", site.organisation_id)


@require_POST
@acting
def close(request: HttpRequest, actor: Actor, organisation_id: int) -> HttpResponse:
    """Let a party take part no more."""
    shown = get_object_or_404(directory(actor), pk=organisation_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.deactivate_organisation(actor, shown, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("L'organisation est fermée ; son histoire reste."))
            return redirect("organisations:organisation", organisation_id)
    if not allowed(actor, "organisations.manage"):
        raise PermissionDenied
    return organisation_page(request, actor, shown, form)


@require_POST
@acting
def reopen(request: HttpRequest, actor: Actor, organisation_id: int) -> HttpResponse:
    """Let a party take part again."""
    shown = get_object_or_404(directory(actor), pk=organisation_id)
    try:
        actions.reactivate_organisation(actor, shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("L'organisation participe de nouveau."))
    return redirect("organisations:organisation", organisation_id)


def _form_page(
    request: HttpRequest,
    form: BaseForm,
    title: str,
    verb: str,
    shown: Organisation | None = None,
) -> HttpResponse:
    context = {"page_title": title, "form": form, "verb": verb, "organisation": shown}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)
