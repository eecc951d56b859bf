"""Bills of materials with evidence, what they declare, and the contests of it."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.enums import ContentMethod, ContentState, ContestState, InputOrigin


class BillOfMaterials(models.Model):
    """One device's bill, per base unit, in dirhams without tax; the declared share is what others see."""

    device = models.OneToOneField(
        "industry.Device", on_delete=models.CASCADE, related_name="bill", verbose_name=_("dispositif")
    )
    price = models.DecimalField(
        _("prix sortie d'usine"),
        max_digits=14,
        decimal_places=4,
        help_text=_("Par unité de base, hors taxe."),
    )
    own_cost = models.DecimalField(
        _("coûts propres"),
        max_digits=14,
        decimal_places=4,
        help_text=_("Main-d'œuvre, énergie, amortissement : par unité de base."),
    )
    method = models.CharField(
        _("méthode"), max_length=12, choices=ContentMethod.choices, default=ContentMethod.COST_SHARE
    )
    state = models.CharField(
        _("état"), max_length=10, choices=ContentState.choices, default=ContentState.DRAFT
    )
    share = models.DecimalField(_("part locale"), max_digits=5, decimal_places=4, null=True)
    declared_on = models.DateField(_("déclarée le"), null=True)
    result = models.JSONField(_("calcul"), default=dict)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    class Meta:
        verbose_name = _("nomenclature")
        verbose_name_plural = _("nomenclatures")
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0, own_cost__gte=0), name="bill_amounts_positive")
        ]

    def __str__(self) -> str:
        return str(self.device)


class BillInput(models.Model):
    """One input of one base unit of the device."""

    bill = models.ForeignKey(
        BillOfMaterials, on_delete=models.CASCADE, related_name="inputs", verbose_name=_("nomenclature")
    )
    name = models.CharField(_("entrée"), max_length=160)
    quantity = models.DecimalField(_("quantité"), max_digits=16, decimal_places=6)
    unit_cost = models.DecimalField(_("coût unitaire"), max_digits=14, decimal_places=4)
    origin = models.CharField(_("origine"), max_length=8, choices=InputOrigin.choices)
    component = models.ForeignKey(
        "industry.Device",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="used_in",
        verbose_name=_("article fabriqué ici"),
    )
    evidence = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("preuve")
    )

    class Meta:
        verbose_name = _("entrée de nomenclature")
        verbose_name_plural = _("entrées de nomenclature")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_cost__gte=0), name="input_amounts_positive"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def amount(self) -> Decimal:
        """What the input costs in one base unit."""
        return self.quantity * self.unit_cost


class Contest(models.Model):
    """A party doubts a declared share; the maker answers, the cluster settles."""

    bill = models.ForeignKey(
        BillOfMaterials, on_delete=models.CASCADE, related_name="contests", verbose_name=_("nomenclature")
    )
    opened_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("ouverte par")
    )
    share = models.DecimalField(_("part contestée"), max_digits=5, decimal_places=4)
    reason = models.TextField(_("motif"), max_length=2000)
    answer = models.TextField(_("réponse"), max_length=2000, blank=True)
    settlement = models.TextField(_("décision motivée"), max_length=2000, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=ContestState.choices, default=ContestState.OPEN
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("tranchée par"),
    )
    created_at = models.DateTimeField(_("ouverte le"), auto_now_add=True)

    class Meta:
        verbose_name = _("contestation")
        verbose_name_plural = _("contestations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bill", "opened_by"],
                condition=Q(state__in=("open", "answered")),
                name="one_running_contest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bill} · {self.opened_by}"
