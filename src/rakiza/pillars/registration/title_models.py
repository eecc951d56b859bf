"""The three titles that the health authority gives, and their numbers."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import (
    ANSWERING,
    AuthorisationPurpose,
    Request,
    TitleState,
)
from rakiza.pillars.registration.process import Span

Title = TypeVar("Title", bound="AuthorityTitle")


CODE_FORM = re.compile(r"[A-Za-z0-9_-]{24}")


def new_code() -> str:
    """Return a secret that nobody guesses: what the QR code of a title leads to."""
    return secrets.token_urlsafe(18)


class TitleQuerySet(models.QuerySet[Title]):
    """Titles by date."""

    def touching(self, first: date, last: date) -> Self:
        """Keep the titles whose validity meets the closed interval."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last)


class RegistrationQuerySet(TitleQuerySet["RegistrationCertificate"]):
    """Registrations by how they stand with their device."""

    def standing(self, on: date) -> Self:
        """Keep those that hold on a day or later, suspended ones with them."""
        ended = Q(state=TitleState.WITHDRAWN, ended_on__lte=on) | Q(valid_to__lt=on)
        return self.exclude(ended)

    def to_amend(self, on: date) -> Self:
        """Keep those that stand for another device than theirs has become."""
        return self.standing(on).filter(differs_since__isnull=False)


class AuthorityTitle(models.Model):
    """What the three titles share. `ended_on` is the first day on which a title no longer held."""

    authority = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("autorité")
    )
    number = models.CharField(_("numéro"), max_length=60)
    valid_from = models.DateField(_("valable du"))
    valid_to = models.DateField(_("valable au"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=TitleState.choices, default=TitleState.VALID)
    ended_on = models.DateField(_("suspendu ou retiré le"), null=True, blank=True)
    reason = models.TextField(_("motif"), blank=True)
    suspensions = models.JSONField(
        _("suspensions"),
        default=list,
        blank=True,
        help_text=_("Premier et dernier jour de chacune ; sans dernier, elle court jusqu'à la fin du titre."),
    )
    ended_by = models.CharField(
        _("fin par"),
        max_length=10,
        choices=Request.choices,
        blank=True,
        help_text=_(
            "La demande du titulaire qui a mis fin au titre ; vide : l'autorité, pour le motif écrit."
        ),
    )
    verification_code = models.CharField(
        _("code de vérification"), max_length=32, unique=True, default=new_code, editable=False
    )
    dossier = models.ForeignKey(
        "registration.Dossier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("dossier"),
        help_text=_("Le dossier dont la décision a donné ce titre."),
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["authority", "valid_to"]),
            models.Index(fields=["number"]),
            models.Index(fields=["valid_from"]),
            models.Index(fields=["valid_to"]),
            models.Index(fields=["state", "valid_to"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="%(class)s_number_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def spans(self) -> tuple[Span, ...]:
        """The days during which the title was suspended, oldest first."""
        return tuple(
            Span(date.fromisoformat(first), date.fromisoformat(last) if last else None)
            for first, last in self.suspensions
        )

    @property
    def last_day(self) -> date | None:
        """The last day of its validity, as it was given or cut short; None where it has no end."""
        if self.state != TitleState.WITHDRAWN or self.ended_on is None:
            return self.valid_to
        before = self.ended_on - timedelta(days=1)
        return before if self.valid_to is None else min(self.valid_to, before)

    def site_closed(self, today: date) -> date | None:  # noqa: ARG002 - only a declaration names a site
        """Return since when it covers no supply because its site closed; its state is the authority's all the same."""
        return None

    def why(self, language: str) -> str:  # noqa: ARG002 - a transfer names its taker in it
        """Return why the title ended, in the reader's language; as typed where the authority ended it."""
        return str(_("Cessation d'activité")) if self.ended_by == Request.CESSATION else self.reason


class EstablishmentDeclaration(AuthorityTitle):
    """An establishment declared to manufacture (law 84-12, article 7)."""

    maker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="declarations", verbose_name=_("établissement")
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site")
    )
    activities = models.JSONField(_("activités"), default=list, blank=True)

    objects = TitleQuerySet["EstablishmentDeclaration"].as_manager()

    class Meta(AuthorityTitle.Meta):
        verbose_name = _("déclaration d'établissement")
        verbose_name_plural = _("déclarations d'établissement")

    @property
    def answers_for_devices(self) -> bool:
        """Whether it was declared to make or import; where no activity was written down, that it was is supposed."""
        return not self.activities or not ANSWERING.isdisjoint(self.activities)

    def site_closed(self, today: date) -> date | None:
        """Return since when it covers no supply because its site closed."""
        return self.site.closed_while(self.last_day, today) if self.site else None


class RegistrationCertificate(AuthorityTitle):
    """The registration of a device (law 84-12, article 12)."""

    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("dispositif")
    )
    risk_class = models.CharField(_("classe de risque"), max_length=6, blank=True)
    covers = models.JSONField(
        _("ce qui est enregistré"),
        null=True,
        blank=True,
        help_text=_("Famille, classe et caractéristiques du dispositif que la décision a enregistré."),
    )
    differs_since = models.DateField(
        _("diffère depuis"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Depuis quand le dispositif n'est plus celui qui est enregistré."),
    )
    transfer_to = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cédé à"),
        help_text=_("À qui le titulaire accepte de transférer l'enregistrement."),
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta(AuthorityTitle.Meta):
        verbose_name = _("certificat d'enregistrement")
        verbose_name_plural = _("certificats d'enregistrement")

    def to_amend(self, on: date) -> bool:
        """Tell whether it stands for another device than its own has become."""
        ended = self.state == TitleState.WITHDRAWN and self.ended_on is not None and self.ended_on <= on
        return self.differs_since is not None and not ended and (self.valid_to is None or self.valid_to >= on)

    def why(self, language: str) -> str:
        """Return why the title ended, in the reader's language: to whom it passed, where it was ceded."""
        if self.ended_by == Request.TRANSFER and self.transfer_to is not None:
            return str(_("Transféré à %(name)s") % {"name": self.transfer_to.name_in(language)})
        return super().why(language)


class SpecificAuthorisation(AuthorityTitle):
    """A specific authorisation for a device (law 84-12, article 13)."""

    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, related_name="authorisations", verbose_name=_("dispositif")
    )
    purpose = models.CharField(_("objet"), max_length=24, choices=AuthorisationPurpose.choices)

    objects = TitleQuerySet["SpecificAuthorisation"].as_manager()

    class Meta(AuthorityTitle.Meta):
        verbose_name = _("autorisation spécifique")
        verbose_name_plural = _("autorisations spécifiques")


class TitleSequence(models.Model):
    """The last number that an authority gave in a series of a year."""

    authority = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("autorité")
    )
    series = models.CharField(_("série"), max_length=4)
    year = models.PositiveSmallIntegerField(_("année"))
    last = models.PositiveIntegerField(_("dernier numéro"), default=0)

    class Meta:
        verbose_name = _("série de numéros")
        verbose_name_plural = _("séries de numéros")
        constraints = [
            models.UniqueConstraint(fields=["authority", "series", "year"], name="title_sequence_once")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"


AnyTitle = EstablishmentDeclaration | RegistrationCertificate | SpecificAuthorisation
