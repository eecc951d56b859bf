"""What makers can make, what they sell, and at what terms for a year."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.industry.enums import CleanRoom, DeviceState, OfferState


class ProductionLineQuerySet(models.QuerySet["ProductionLine"]):
    """Lines by owner and state."""

    def open(self) -> Self:
        """Keep the lines that still run."""
        return self.filter(closed_on__isnull=True)

    def of_maker(self, organisation_id: int) -> Self:
        """Keep one maker's lines."""
        return self.filter(maker_id=organisation_id)


class ProductionLine(models.Model):
    """A line whose monthly capacity its devices share."""

    maker = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="production_lines", verbose_name=_("fabricant")
    )
    name = models.CharField(_("nom"), max_length=120)
    monthly_capacity = models.DecimalField(
        _("capacité mensuelle"), max_digits=16, decimal_places=2, help_text=_("En unités de base.")
    )
    plant = models.ForeignKey(
        "industry.Plant",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("usine"),
    )
    process = models.CharField(
        _("procédé"), max_length=60, blank=True, help_text=_("Un terme du vocabulaire des familles.")
    )
    machines = models.PositiveSmallIntegerField(_("machines"), default=1)
    shifts = models.PositiveSmallIntegerField(_("équipes"), default=1, help_text=_("Par jour ouvré."))
    people = models.PositiveIntegerField(
        _("personnes"),
        null=True,
        blank=True,
        help_text=_("À pleine capacité, toutes équipes comprises ; vide : non déclaré."),
    )
    clean_room = models.PositiveSmallIntegerField(
        _("salle propre"), choices=CleanRoom.choices, null=True, blank=True
    )
    closed_on = models.DateField(_("fermée le"), null=True, blank=True)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = ProductionLineQuerySet.as_manager()

    @property
    def on_closed_site(self) -> bool:
        """Whether its plant's site has closed: nothing is made there any more."""
        return self.plant is not None and self.plant.site.closed_on is not None

    class Meta:
        verbose_name = _("ligne de production")
        verbose_name_plural = _("lignes de production")
        constraints = [
            models.UniqueConstraint(fields=["maker", "name"], name="line_name_once"),
            models.CheckConstraint(condition=Q(monthly_capacity__gt=0), name="line_capacity_positive"),
            models.CheckConstraint(condition=Q(machines__gte=1), name="line_has_a_machine"),
            models.CheckConstraint(condition=Q(shifts__gte=1, shifts__lte=4), name="line_shifts_in_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class DeviceQuerySet(models.QuerySet["Device"]):
    """Devices by owner and state."""

    def active(self) -> Self:
        """Keep the articles on sale by makers that take part."""
        return self.filter(state=DeviceState.ACTIVE, maker__active=True)

    def of_maker(self, organisation_id: int) -> Self:
        """Keep one maker's articles."""
        return self.filter(maker_id=organisation_id)


class Device(models.Model):
    """One article of a maker's catalogue."""

    maker = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="devices", verbose_name=_("fabricant")
    )
    family = models.CharField(
        _("famille"), max_length=80, db_index=True, help_text=_("Identifiant de la famille de dispositifs.")
    )
    reference = models.CharField(_("référence"), max_length=80)
    name = models.CharField(_("désignation"), max_length=250)
    name_ar = models.CharField(_("désignation en arabe"), max_length=250, blank=True)
    name_en = models.CharField(_("désignation en anglais"), max_length=250, blank=True)
    attributes = models.JSONField(
        _("caractéristiques"),
        default=list,
        help_text=_("Valeurs au format de l'éditeur de caractéristiques."),
    )
    gtin = models.CharField(_("GTIN"), max_length=14, blank=True)
    risk_class = models.CharField(_("classe de risque"), max_length=6, blank=True)
    pack_size = models.PositiveIntegerField(
        _("conditionnement"), default=1, help_text=_("Unités de base par conditionnement de vente.")
    )
    instructions = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("notice d'instructions"),
    )
    public = models.BooleanField(
        _("en vitrine"),
        default=False,
        help_text=_("Lisible par tous quand la vitrine du fabricant est ouverte."),
    )
    state = models.CharField(
        _("état"), max_length=12, choices=DeviceState.choices, default=DeviceState.ACTIVE
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispositif")
        verbose_name_plural = _("dispositifs")
        constraints = [
            models.UniqueConstraint(fields=["maker", "reference"], name="device_reference_once"),
            models.CheckConstraint(condition=Q(pack_size__gte=1), name="device_pack_at_least_one"),
        ]
        indexes = [
            models.Index(fields=["maker", "state", "name"]),
            models.Index(fields=["updated_at"]),
            models.Index(fields=["gtin"]),
            models.Index(fields=["public", "state", "name"]),
        ]

    def __str__(self) -> str:
        return self.name_in(base_language(None))

    def name_in(self, language: str) -> str:
        """Return the name in `language`; the French one where it isn't given."""
        return {"ar": self.name_ar, "en": self.name_en}.get(language) or self.name


class CatalogueStamp(models.Model):
    """One row whose number grows with every change of the catalogue: what indexes of it are kept by."""

    number = models.PositiveBigIntegerField(_("numéro"), default=0)

    class Meta:
        verbose_name = _("état du catalogue")
        verbose_name_plural = _("état du catalogue")

    def __str__(self) -> str:
        return str(self.number)


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers by year and owner."""

    def standing_for(self, year: int) -> Self:
        """Keep the offers that take part in the plan of `year`."""
        return self.filter(
            year=year,
            state=OfferState.SUBMITTED,
            device__state=DeviceState.ACTIVE,
            device__maker__active=True,
        )

    def of_maker(self, organisation_id: int) -> Self:
        """Keep one maker's offers."""
        return self.filter(device__maker_id=organisation_id)


class Offer(models.Model):
    """Terms of one device for one year. Quantities in base units, prices excluding tax."""

    device = models.ForeignKey(
        Device, on_delete=models.CASCADE, related_name="offers", verbose_name=_("dispositif")
    )
    year = models.PositiveSmallIntegerField(_("année"))
    vat_rate = models.DecimalField(_("taux de TVA"), max_digits=5, decimal_places=4, default="0.20")
    minimum_order = models.DecimalField(_("minimum de commande"), max_digits=16, decimal_places=2, default=0)
    order_multiple = models.DecimalField(
        _("multiple de commande"), max_digits=16, decimal_places=2, default=1
    )
    monthly_capacity = models.DecimalField(
        _("capacité mensuelle"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    line = models.ForeignKey(
        ProductionLine,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("ligne de production"),
    )
    lead_time_days = models.PositiveSmallIntegerField(_("délai de livraison (jours)"), default=0)
    delivery_cost = models.DecimalField(
        _("frais de livraison"),
        max_digits=14,
        decimal_places=4,
        default=0,
        help_text=_("Par unité de base, hors taxe."),
    )
    valid_from = models.DateField(_("valable du"), null=True, blank=True)
    valid_to = models.DateField(_("valable au"), null=True, blank=True)
    state = models.CharField(
        _("état"), max_length=12, choices=OfferState.choices, default=OfferState.SUBMITTED
    )
    created_at = models.DateTimeField(_("déposée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OfferQuerySet.as_manager()

    @property
    def site_closed(self) -> date | None:
        """The first day on which the site of its line made nothing any more; None where it stands or no line is named."""
        plant = self.line.plant if self.line is not None else None
        return plant.site.closed_on if plant is not None else None

    class Meta:
        verbose_name = _("offre")
        verbose_name_plural = _("offres")
        constraints = [
            models.UniqueConstraint(
                fields=["device", "year"], condition=Q(state="submitted"), name="one_standing_offer_a_year"
            ),
            models.CheckConstraint(condition=Q(vat_rate__gte=0, vat_rate__lt=1), name="offer_vat_is_a_rate"),
            models.CheckConstraint(condition=Q(minimum_order__gte=0), name="offer_minimum_not_negative"),
            models.CheckConstraint(condition=Q(order_multiple__gt=0), name="offer_multiple_positive"),
            models.CheckConstraint(
                condition=Q(monthly_capacity__isnull=True) | Q(monthly_capacity__gt=0),
                name="offer_capacity_positive",
            ),
            models.CheckConstraint(condition=Q(delivery_cost__gte=0), name="offer_delivery_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="offer_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["year", "state"])]

    def __str__(self) -> str:
        return f"{self.device} {self.year}"


class OfferTier(models.Model):
    """From `from_quantity` base units a year, every unit costs `unit_price`."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="tiers", verbose_name=_("offre"))
    from_quantity = models.DecimalField(_("à partir de"), max_digits=16, decimal_places=2)
    unit_price = models.DecimalField(_("prix unitaire hors taxe"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("palier de prix")
        verbose_name_plural = _("paliers de prix")
        ordering = ["from_quantity"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "from_quantity"], name="tier_threshold_once"),
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="tier_price_positive"),
            models.CheckConstraint(condition=Q(from_quantity__gte=0), name="tier_threshold_not_negative"),
        ]

    def __str__(self) -> str:
        return f"≥ {self.from_quantity} : {self.unit_price}"


from rakiza.pillars.industry.content.audit_models import ContentAudit  # noqa: E402
from rakiza.pillars.industry.content.models import BillInput, BillOfMaterials, Contest  # noqa: E402
from rakiza.pillars.industry.devices.models import DeviceVersion, PackLevel  # noqa: E402
from rakiza.pillars.industry.pictures.models import DevicePicture  # noqa: E402
from rakiza.pillars.industry.plants.models import Plant  # noqa: E402  # lines refer to it by name
from rakiza.pillars.industry.showcase.models import Showcase  # noqa: E402

__all__ = [
    "BillInput",
    "BillOfMaterials",
    "CatalogueStamp",
    "ContentAudit",
    "Contest",
    "Device",
    "DevicePicture",
    "DeviceQuerySet",
    "DeviceVersion",
    "Offer",
    "OfferQuerySet",
    "OfferTier",
    "PackLevel",
    "Plant",
    "ProductionLine",
    "ProductionLineQuerySet",
    "Showcase",
]
