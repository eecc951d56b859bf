"""The audit trail. A row can be added; nothing here can be changed or removed."""
# ruff: noqa: ANN401  # the refused methods keep Django's signatures

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove an audit event."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Reads only: changing many rows at once is refused too."""

    def about(self, *subjects: models.Model) -> Self:
        """Keep the events of one object, or of some of one kind, oldest first."""
        keys = [str(subject.pk) for subject in subjects]
        return self.filter(object_type=subjects[0]._meta.label_lower, object_id__in=keys).order_by("pk")

    def update(self, **_fields: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Audit events are never changed.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Audit events are never removed.")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Audit events are never changed.")

    def bulk_create(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: each event is chained to the one before."""
        raise AppendOnlyError("Audit events are recorded one by one.")


class AuditEvent(models.Model):
    """One action done, chained to the one before by `hash`."""

    at = models.DateTimeField(_("le"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("personne"),
        help_text=_("Vide pour une action du système."),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("rôle"), max_length=24, blank=True)
    action = models.CharField(_("action"), max_length=80)
    object_type = models.CharField(_("type d'objet"), max_length=80)
    object_id = models.CharField(_("objet"), max_length=40)
    before = models.JSONField(_("avant"), default=dict)
    after = models.JSONField(_("après"), default=dict)
    origin = models.CharField(
        _("origine"),
        max_length=60,
        blank=True,
        help_text=_("D'où l'action est venue : page et adresse du réseau, commande ou traitement."),
    )
    previous_hash = models.CharField(_("empreinte précédente"), max_length=64)
    hash = models.CharField(_("empreinte"), max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("événement d'audit")
        verbose_name_plural = _("événements d'audit")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["organisation", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one that exists."""
        if not self._state.adding:
            raise AppendOnlyError("Audit events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Audit events are never removed.")


class AuditHead(models.Model):
    """The last link of the chain: one row, locked by whoever adds an event."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_hash = models.CharField(_("dernière empreinte"), max_length=64)

    class Meta:
        verbose_name = _("tête de chaîne d'audit")
        verbose_name_plural = _("têtes de chaîne d'audit")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_single")]

    def __str__(self) -> str:
        return self.last_hash


class RefusedAct(models.Model):
    """One act that somebody tried and that wasn't done."""

    at = models.DateTimeField(_("le"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("personne"),
        help_text=_("Vide pour un visiteur sans compte."),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("organisation"),
        help_text=_("Vide pour qui n'agit plus, ou pas encore, pour une organisation."),
    )
    role = models.CharField(_("rôle"), max_length=24, blank=True)
    page = models.CharField(_("page"), max_length=80)
    about = models.CharField(_("objet"), max_length=80, blank=True)
    code = models.CharField(_("code du refus"), max_length=80)
    sentence = models.CharField(_("ce qui fut dit"), max_length=500, blank=True)
    origin = models.CharField(_("origine"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("acte refusé")
        verbose_name_plural = _("actes refusés")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "-at"])]

    def __str__(self) -> str:
        return f"{self.page} · {self.code}"
