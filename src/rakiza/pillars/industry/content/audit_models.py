"""Controls of declared shares: who controls, what is found, what the maker says, what is decided."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.pillars.industry.content.models import BillOfMaterials
from rakiza.pillars.industry.enums import AUDIT_RUNS, AuditState, Consequence, ContentMethod


class ContentAuditQuerySet(models.QuerySet["ContentAudit"]):
    """Controls by whether they have ended."""

    def running(self) -> Self:
        """Keep those that wait for somebody."""
        return self.filter(state__in=AUDIT_RUNS)


class ContentAudit(models.Model):
    """A control of one declared share. `share` and `method` are what was declared when it began."""

    bill = models.ForeignKey(
        BillOfMaterials, on_delete=models.CASCADE, related_name="audits", verbose_name=_("nomenclature")
    )
    year = models.PositiveSmallIntegerField(_("année"))
    drawn = models.BooleanField(_("tiré au sort"), default=True)
    reason = models.TextField(
        _("pourquoi hors tirage"), max_length=1000, blank=True, help_text=_("Vide : le tirage le désigne.")
    )
    share = models.DecimalField(_("part déclarée"), max_digits=5, decimal_places=4)
    method = models.CharField(_("méthode"), max_length=12, choices=ContentMethod.choices)
    auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("contrôleur")
    )
    state = models.CharField(_("état"), max_length=10, choices=AuditState.choices, default=AuditState.OPEN)
    remark = models.TextField(_("constats"), max_length=4000, blank=True)
    consequence = models.CharField(
        _("suite proposée"), max_length=10, choices=Consequence.choices, blank=True
    )
    corrected_share = models.DecimalField(_("part corrigée"), max_digits=5, decimal_places=4, null=True)
    answer_due = models.DateField(_("réponse attendue le"), null=True)
    answer = models.TextField(_("réponse du fabricant"), max_length=2000, blank=True)
    decision = models.TextField(_("décision motivée"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("décidé par"),
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True)
    created_at = models.DateTimeField(_("ouvert le"), auto_now_add=True)

    objects = ContentAuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("contrôle d'intégration locale")
        verbose_name_plural = _("contrôles d'intégration locale")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bill"], condition=Q(state__in=AUDIT_RUNS), name="one_running_content_audit"
            ),
            models.UniqueConstraint(
                fields=["bill", "year"], condition=Q(drawn=True), name="drawn_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("auditor")),
                name="content_audit_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(corrected_share__isnull=True) | Q(corrected_share__gte=0, corrected_share__lte=1),
                name="corrected_share_is_a_share",
            ),
        ]
        indexes = [models.Index(fields=["year", "state"])]

    def __str__(self) -> str:
        return f"{self.bill} · {self.year}"
