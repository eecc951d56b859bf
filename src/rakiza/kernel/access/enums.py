"""How far a key reaches."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """What a program may do with a key: never more than the person who made it."""

    READ = "read", _("lire")
    WRITE = "write", _("lire et écrire")
