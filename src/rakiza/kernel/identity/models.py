"""The person who signs in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Languages of the interface."""

    FRENCH = "fr", _("français")
    ARABIC = "ar", _("arabe")
    ENGLISH = "en", _("anglais")


class People(BaseUserManager["User"]):
    """Creates people; the address is the only name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Create a person; without a password the account can't sign in."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """Create a technical administrator (`python -m django createsuperuser`)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do comes from their memberships, never from this row."""

    email = models.EmailField(_("adresse électronique"), unique=True, help_text=_("Sert à la connexion."))
    name = models.CharField(_("nom"), max_length=150)
    language = models.CharField(_("langue"), max_length=2, choices=Language.choices, default=Language.FRENCH)
    digest = models.BooleanField(
        _("résumé quotidien"),
        default=True,
        help_text=_("Par courrier électronique : ce qui est nouveau à traiter, une fois par jour."),
    )
    is_active = models.BooleanField(_("actif"), default=True)
    is_staff = models.BooleanField(_("équipe technique"), default=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects: ClassVar[People] = People()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name or self.email
