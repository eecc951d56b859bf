"""The register of standards: editions, and who was told that theirs is replaced."""

from __future__ import annotations

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation

MONTH = RegexValidator(r"^\d{4}-(0[1-9]|1[0-2])\Z", _("Écrivez l'année et le mois : 2016-03."))
YEAR = RegexValidator(r"^\d{4}\Z", _("Une édition se nomme par son année : 2016."))


class EditionQuerySet(models.QuerySet["StandardEdition"]):
    """Editions by whether they still stand."""

    def current(self) -> Self:
        """Keep the editions that none replaces."""
        return self.filter(successors__isnull=True)

    def replaced(self) -> Self:
        """Keep the editions that another replaces."""
        return self.filter(successors__isnull=False).distinct()


class StandardEdition(models.Model):
    """One edition of a standard; it may replace another, whose certificates hold until `transition_ends`."""

    standard = models.CharField(_("norme"), max_length=60)
    edition = models.CharField(_("édition"), max_length=4, validators=[YEAR])
    title = models.CharField(_("intitulé"), max_length=250)
    published = models.CharField(
        _("publiée en"), max_length=7, validators=[MONTH], help_text=_("Année et mois : 2016-03.")
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("remplace"),
    )
    transition_ends = models.DateField(
        _("fin de la transition"),
        null=True,
        blank=True,
        help_text=_("Dernier jour où valent les certificats de l'édition remplacée."),
    )
    source = models.CharField(_("source"), max_length=250)
    entered_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("inscrite par"),
        help_text=_("Vide : fait d'origine."),
    )
    created_at = models.DateTimeField(_("inscrite le"), auto_now_add=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("édition de norme")
        verbose_name_plural = _("éditions de normes")
        ordering = ["standard", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "edition"], name="standard_edition_once"),
            models.CheckConstraint(
                condition=Q(transition_ends__isnull=True) | Q(replaces__isnull=False),
                name="transition_from_another_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard}:{self.edition}"


class EditionNotice(models.Model):
    """A holder told, once a stage, that an edition replaces the one of its certificates."""

    edition = models.ForeignKey(
        StandardEdition, on_delete=models.CASCADE, related_name="notices", verbose_name=_("édition")
    )
    holder = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("titulaire")
    )
    days_before = models.PositiveSmallIntegerField(
        _("jours avant la fin"), default=0, help_text=_("0 : à l'inscription de l'édition.")
    )
    created_at = models.DateTimeField(_("averti le"), auto_now_add=True)

    class Meta:
        verbose_name = _("avis d'édition")
        verbose_name_plural = _("avis d'édition")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "holder", "days_before"], name="edition_told_once_a_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.holder}"
