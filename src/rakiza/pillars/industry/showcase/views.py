"""Public pages of the showcase, and the two forms by which a maker decides what is in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Region
from rakiza.kernel.organisations.naming import party_called
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Chip, chip, one_page, whole
from rakiza.kernel.wording.groups import say_group
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.pictures.queries import picture_bytes
from rakiza.pillars.industry.queries import devices_for
from rakiza.pillars.industry.showcase import actions
from rakiza.pillars.industry.showcase.pages import (
    PAGES_PER_HOUR,
    SHEETS_PER_HOUR,
    TooMany,
    answer,
    language_of,
)
from rakiza.pillars.industry.showcase.queries import ShowcaseFilters, facets, filtered, product, shown
from rakiza.pillars.industry.showcase.sheet import product_pdf
from rakiza.pillars.industry.tables import DEVICE_NAME, family_name

HTML, PDF = "text/html; charset=utf-8", "application/pdf"
PAGE = 24


@require_GET
def showcase(request: HttpRequest) -> HttpResponse:
    """List the products that their makers show to everybody; filters are in the address."""

    def make() -> bytes:
        filters = _filters(request)
        found = (
            filtered(filters)
            .select_related("maker")
            .prefetch_related("packs", "pictures")
            .order_by(DEVICE_NAME.expression().asc(), "pk")
        )
        page = one_page(request, found, PAGE)
        context = {
            "page_title": _("Vitrine des fabricants"),
            "page": page,
            "products": [product(device) for device in page.object_list],
            "filters": filters,
            "facets": facets(filters),
            "chips": _chips(request, filters),
        }
        return _rendered(request, "industry/showcase.html", context)

    return _answered(request, "page", make, HTML, PAGES_PER_HOUR)


@require_GET
def showcase_product(request: HttpRequest, device_id: int) -> HttpResponse:
    """Show one product."""
    if not shown().filter(pk=device_id).exists():
        raise Http404

    def make() -> bytes:
        one = product(_shown(device_id))
        return _rendered(request, "industry/showcase_product.html", {"page_title": one.name, "product": one})

    return _answered(request, "page", make, HTML, PAGES_PER_HOUR)


@require_GET
def showcase_sheet(request: HttpRequest, device_id: int) -> HttpResponse:
    """Hand over the print sheet of one product, with the QR code of its page."""
    if not shown().filter(pk=device_id).exists():
        raise Http404
    address = request.build_absolute_uri(reverse("industry:showcase-product", args=[device_id]))

    def make() -> bytes:
        one = product(_shown(device_id))
        picture = picture_bytes(one.pictures[0].number) if one.pictures else b""
        return product_pdf(one, address=address, language=language_of(request), picture=picture)

    response = _answered(request, "sheet", make, PDF, SHEETS_PER_HOUR)
    if response.status_code == 200:
        response.headers["Content-Disposition"] = f'inline; filename="produit-{device_id}.pdf"'
    return response


@require_POST
@acting
def set_showcase(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open or close one's showcase."""
    if not allowed(actor, "industry.add_device"):
        raise PermissionDenied(_("Seul un fabricant ouvre sa vitrine."))
    is_open = request.POST.get("open") == "1"
    actions.set_showcase(actor, is_open=is_open)
    said = _("Votre vitrine est ouverte : tout le monde y lit les dispositifs que vous y mettez.")
    messages.success(request, said if is_open else _("Votre vitrine est fermée : plus rien n'y paraît."))
    return redirect("industry:devices")


@require_POST
@acting
def show_device(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Put a device into one's showcase, or take it out."""
    device: Device = get_object_or_404(devices_for(actor), pk=device_id)
    public = request.POST.get("public") == "1"
    actions.show_device(actor, device, public=public)
    messages.success(
        request, _("Le dispositif est en vitrine.") if public else _("Le dispositif n'est plus en vitrine.")
    )
    return redirect("industry:device", device_id)


def _shown(device_id: int) -> Device:
    found: Device = get_object_or_404(
        shown().select_related("maker").prefetch_related("packs", "pictures"), pk=device_id
    )
    return found


def _answered(
    request: HttpRequest, kind: str, make: object, content_type: str, per_hour: int
) -> HttpResponse:
    try:
        return answer(request, kind, make, content_type, per_hour)  # type: ignore[arg-type]
    except TooMany:
        context = {"page_title": _("Trop de demandes")}
        body = _rendered(request, "industry/showcase_pace.html", context)
        return HttpResponse(body, status=429, headers={"Retry-After": "3600"})


def _rendered(request: HttpRequest, template: str, context: Mapping[str, object]) -> bytes:
    """Render without the request's person: `request` gives the address only."""
    language = language_of(request)
    said = {
        "request": request,
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "languages": (("fr", "Français"), ("ar", "العربية"), ("en", "English")),
        "demonstration": settings.RAKIZA_DEMO,
    }
    return render_to_string(template, {**said, **context}).encode()


def _filters(request: HttpRequest) -> ShowcaseFilters:
    stated = request.GET
    return ShowcaseFilters(
        words=stated.get("q", "").strip()[:120],
        family=stated.get("famille", "")[:80],
        group=stated.get("groupe", "")[:80],
        maker=whole(stated.get("fabricant", "")),
        risk_class=stated.get("classe", "")[:6],
        region=stated.get("region", "") if stated.get("region", "") in Region.values else "",
    )


def _chips(request: HttpRequest, filters: ShowcaseFilters) -> list[Chip]:
    chips = []
    if filters.words:
        chips.append(chip(request, "q", _("Mots"), filters.words))
    if filters.group:
        chips.append(chip(request, "groupe", _("Groupe"), say_group(filters.group)))
    if filters.family:
        chips.append(chip(request, "famille", _("Famille"), family_name(filters.family)))
    if filters.maker is not None:
        known = shown().filter(maker_id=filters.maker).exists()
        called = party_called(filters.maker) if known else filters.maker
        chips.append(chip(request, "fabricant", _("Fabricant"), called))
    if filters.risk_class:
        chips.append(chip(request, "classe", _("Classe"), filters.risk_class))
    if filters.region:
        chips.append(chip(request, "region", _("Région"), Region(filters.region).label))
    return chips
