"""Pages of makers' catalogues and offers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.naming import named_like, parties_called, party_called
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import (
    Chip,
    Columns,
    chip,
    one_page,
    ordered,
    whole,
    workbook_response,
)
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.wording import say_attribute
from rakiza.pillars.certification.queries import certificates_about
from rakiza.pillars.industry import actions
from rakiza.pillars.industry.content.queries import local_shares
from rakiza.pillars.industry.devices.tables import pack_rows
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.enums import DeviceState, OfferState
from rakiza.pillars.industry.forms import OfferForm, initial_terms
from rakiza.pillars.industry.models import Device, DeviceQuerySet, Offer, OfferQuerySet, Showcase
from rakiza.pillars.industry.pictures.queries import shown_pictures
from rakiza.pillars.industry.queries import devices_for, offers_for
from rakiza.pillars.industry.tables import (
    DEVICE_NAME,
    NAME_OF_DEVICE,
    device_rows,
    device_sheet,
    family_name,
    language,
    offer_sheet,
    registered,
)
from rakiza.pillars.industry.values import attributes_from
from rakiza.pillars.registration.covering_rows import amendments_of
from rakiza.pillars.registration.queries import registrations_of, titles_of_kind

_DEVICE_ORDER: Columns = {
    "nom": DEVICE_NAME,
    "famille": "family",
    "fabricant": NameColumn("maker__name"),
    "ref": "reference",
}
_OFFER_ORDER: Columns = {
    "dispositif": NAME_OF_DEVICE,
    "fabricant": NameColumn("device__maker__name"),
    "capacite": "monthly_capacity",
}


@require_GET
@acting
def devices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the catalogue that the actor may see."""
    visible = devices_for(actor)
    found, chips = _filtered_devices(request, visible)
    found = ordered(request, found, _DEVICE_ORDER, "nom")
    today = timezone.localdate()
    if request.GET.get("export"):
        sheet = device_sheet(device_rows(found, today))
        return workbook_response([sheet], "dispositifs.xlsx", _("Dispositifs"))
    page = one_page(request, found)
    families = sorted(
        (family_name(key), key) for key in visible.order_by().values_list("family", flat=True).distinct()
    )
    context = {
        "page_title": _("Fabricants et dispositifs"),
        "page": page,
        "rows": device_rows(page.object_list, today),
        "chips": chips,
        "families": families,
        "makers": _makers(visible) if not actor.plays(Role.MAKER) else (),
        "own": actor.plays(Role.MAKER),
        "query": request.GET.get("q", ""),
        "showcase_open": actor.plays(Role.MAKER)
        and Showcase.objects.filter(maker=actor.organisation, open=True).exists(),
    }
    return render(request, "industry/devices.html", context)


def _filtered_devices(request: HttpRequest, found: DeviceQuerySet) -> tuple[DeviceQuerySet, list[Chip]]:
    chips = []
    query = request.GET.get("q", "").strip()[:200]
    family, maker = request.GET.get("famille", ""), whole(request.GET.get("fabricant", ""))
    if query:
        named = Q(name__icontains=query) | Q(name_ar__icontains=query) | Q(name_en__icontains=query)
        found = found.filter(named | Q(reference__icontains=query) | Q(gtin__startswith=query))
        chips.append(chip(request, "q", _("Mots"), query))
    if family:
        found = found.filter(family=family)
        chips.append(chip(request, "famille", _("Famille"), family_name(family)))
    if maker is not None:
        found = found.filter(maker_id=maker)
        chips.append(chip(request, "fabricant", _("Fabricant"), party_called(maker)))
    return found, chips


def _makers(visible: DeviceQuerySet) -> list[tuple[int, str]]:
    return parties_called(visible.order_by().values("maker"))


def _device_or_404(actor: Actor, device_id: int) -> Device:
    found = devices_for(actor).filter(pk=device_id).first()
    if found is None:
        raise Http404
    return found


@require_GET
@acting
def device(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Show one device: what it is, what makes its supply lawful, at what terms."""
    shown = _device_or_404(actor, device_id)
    own = allowed(actor, "industry.edit", shown)
    today = timezone.localdate()
    registrations = titles_of_kind(actor, "registration").filter(device=shown)
    context = {
        "page_title": shown.name_in(language()),
        "device": shown,
        "family": family_name(shown.family),
        "attributes": [say_attribute(value) for value in attributes_from(shown.attributes)],
        "registered": registered(registrations_of([shown.pk]).get(shown.pk), today),
        "declarations": titles_of_kind(actor, "declaration").filter(maker=shown.maker),
        "registrations": registrations,
        "to_amend": amendments_of(registrations, today),
        "may_amend": allowed(actor, "registration.apply") and actor.belongs_to(shown.maker_id),
        "authorisations": titles_of_kind(actor, "authorisation").filter(device=shown),
        "certificates": certificates_about(actor, shown),
        "offers": offers_for(actor).filter(device=shown) if allowed(actor, "industry.view", shown) else (),
        "sees_terms": allowed(actor, "industry.view", shown),
        "packs": pack_rows(shown),
        "pictures": shown_pictures(shown, language()),
        "local_share": local_shares([shown.pk]).get(shown.pk),
        "version": current_version(shown) if own or actor.oversees else None,
        "may_edit": own and shown.state == DeviceState.ACTIVE,
        "history": history_of(shown) if own or actor.oversees else (),
        "today": today,
    }
    return render(request, "industry/device.html", context)


@require_POST
@acting
def withdraw_device(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Take an article off the catalogue."""
    shown = _device_or_404(actor, device_id)
    try:
        actions.withdraw_device(actor, shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s n'est plus au catalogue.") % {"name": shown.name})
    return redirect("industry:device", device_id)


@require_GET
@acting
def offers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List offers: a maker its own, with their changes; overseers all, to read."""
    if not (actor.oversees or actor.plays(Role.MAKER)):
        raise PermissionDenied(
            _("Les prix et capacités d'un fabricant ne sont montrés qu'à lui et à qui établit le plan.")
        )
    found, chips, state = _filtered_offers(request, offers_for(actor))
    found = ordered(request, found, _OFFER_ORDER, "dispositif")
    if request.GET.get("export"):
        return workbook_response([offer_sheet(found)], "offres.xlsx", _("Offres"))
    context = {
        "page_title": _("Offres"),
        "page": one_page(request, found),
        "chips": chips,
        "own": actor.plays(Role.MAKER),
        "state": state,
        "years": offers_for(actor).order_by("-year").values_list("year", flat=True).distinct(),
        "query": request.GET.get("q", ""),
    }
    return render(request, "industry/offers.html", context)


def _filtered_offers(request: HttpRequest, found: OfferQuerySet) -> tuple[OfferQuerySet, list[Chip], str]:
    chips = []
    query, year = request.GET.get("q", "").strip()[:200], whole(request.GET.get("annee", ""))
    state = request.GET.get("etat", OfferState.SUBMITTED)
    if state in OfferState.values:
        found = found.filter(state=state)
        if state != OfferState.SUBMITTED:
            chips.append(chip(request, "etat", _("État"), OfferState(state).label))
    if query:
        found = found.filter(
            named_like(query, "device")
            | Q(device__reference__icontains=query)
            | named_like(query, "device__maker")
        )
        chips.append(chip(request, "q", _("Mots"), query))
    if year is not None:
        found = found.filter(year=year)
        chips.append(chip(request, "annee", _("Année"), year))
    return found, chips, state


@require_http_methods(["GET", "POST"])
@acting
def offer_edit(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Offer a device for a year, or change the terms of the offer that stands."""
    shown = _device_or_404(actor, device_id)
    if not allowed(actor, "industry.edit", shown):
        raise PermissionDenied(_("Seul le fabricant change ses offres."))
    year = _year(request)
    standing = shown.offers.filter(year=year, state=OfferState.SUBMITTED).prefetch_related("tiers").first()
    form = OfferForm(request.POST or None, device=shown, initial=initial_terms(standing, year))
    if request.method == "POST" and form.is_valid():
        try:
            offer = actions.submit_offer(actor, shown, form.terms())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Offre de %(name)s déposée pour %(year)s. Elle compte dès le prochain calcul du plan.")
                % {"name": shown.name, "year": offer.year},
            )
            return redirect("industry:device", shown.pk)
    context = {
        "page_title": _("Offre : %(name)s") % {"name": shown.name_in(language())},
        "device": shown,
        "standing": standing,
        "form": form,
    }
    return render(request, "industry/offer_form.html", context, status=422 if form.errors else 200)


def _year(request: HttpRequest) -> int:
    stated = request.GET.get("annee", "")
    return int(stated) if stated.isdecimal() and len(stated) == 4 else timezone.localdate().year + 1


@require_POST
@acting
def withdraw_offer(request: HttpRequest, actor: Actor, offer_id: int) -> HttpResponse:
    """Withdraw a standing offer."""
    offer: Offer = get_object_or_404(offers_for(actor), pk=offer_id)
    try:
        actions.withdraw_offer(actor, offer)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("L'offre est retirée ; elle ne comptera plus au prochain calcul."))
    return redirect("industry:offers")
