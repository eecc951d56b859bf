"""Type tests of the products of an NM mark: ordered from a laboratory, reported with what they found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.certification.enums import FailureCause, LabResult


class TypeTest(models.Model):
    """One product before one laboratory by one standard. Without a result the laboratory still has it."""

    case = models.ForeignKey(
        "certification.CertificationCase",
        on_delete=models.CASCADE,
        related_name="type_tests",
        verbose_name=_("dossier"),
    )
    device = models.ForeignKey(
        "industry.Device", on_delete=models.PROTECT, related_name="type_tests", verbose_name=_("produit")
    )
    laboratory = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="type_tests", verbose_name=_("laboratoire")
    )
    standard = models.CharField(_("norme"), max_length=60)
    edition = models.ForeignKey(
        "certification.StandardEdition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("édition"),
    )
    ordered_on = models.DateField(_("commandé le"))
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("commandé par")
    )
    due_on = models.DateField(_("rapport attendu le"))
    reported_on = models.DateField(_("rapport du"), null=True)
    report = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("rapport d'essais")
    )
    result = models.CharField(_("résultat"), max_length=6, choices=LabResult.choices, blank=True)
    failure = models.CharField(_("cause de l'échec"), max_length=12, choices=FailureCause.choices, blank=True)
    remark = models.TextField(_("remarque"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("essai de type")
        verbose_name_plural = _("essais de type")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "device", "standard"], condition=Q(result=""), name="one_open_type_test"
            ),
            models.CheckConstraint(
                condition=Q(result="", report__isnull=True)
                | Q(report__isnull=False, reported_on__isnull=False),
                name="type_test_result_has_a_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard} · {self.device}"
