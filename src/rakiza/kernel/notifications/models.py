"""A message that awaits an organisation, a role within it, or one person who acts for it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.notifications.wording import sentence
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications by whom they await."""

    def for_actor(self, actor: Actor) -> Self:
        """Keep what is meant for the actor's organisation, role and person (an empty field means any)."""
        return self.filter(
            Q(person=actor.user) | Q(person__isnull=True),
            Q(organisation=actor.organisation) | Q(organisation__isnull=True),
            Q(role=actor.role) | Q(role=""),
        )

    def unread(self) -> Self:
        """Keep what nobody opened yet."""
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """One message. Its words come from `code` and `params` in the reader's language."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.CASCADE,
        null=True,
        related_name="notifications",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("rôle"), max_length=24, choices=Role.choices, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("personne"),
        help_text=_("Vide : la file de toute l'organisation ou du rôle."),
    )
    code = models.CharField(_("code"), max_length=80)
    params = models.JSONField(_("paramètres"), default=dict)
    link = models.CharField(
        _("lien"), max_length=200, blank=True, help_text=_("Objet visé, par exemple plans.plan:3.")
    )
    deadline = models.DateField(_("échéance"), null=True)
    read_at = models.DateTimeField(_("lue le"), null=True)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(role=""), name="notification_has_a_recipient"
            )
        ]
        indexes = [models.Index(fields=["organisation", "role", "read_at", "-created_at"])]

    def __str__(self) -> str:
        return sentence(self.code, self.params)


class Mailed(models.Model):
    """A message that left in a person's digest, or was about to: it never does again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("personne")
    )
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="mailed", verbose_name=_("notification")
    )
    day = models.DateField(_("jour"))

    class Meta:
        verbose_name = _("message envoyé")
        verbose_name_plural = _("messages envoyés")
        constraints = [models.UniqueConstraint(fields=["user", "notification"], name="mailed_once")]
        indexes = [models.Index(fields=["user", "day"])]

    def __str__(self) -> str:
        return f"{self.notification_id} · {self.user_id}"
