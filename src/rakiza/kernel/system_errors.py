"""What the operating system refused, in the reader's words: its own are those of the machine's language."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SAID: Mapping[int, _StrPromise] = {
    errno.ENOENT: _("ce dossier n'existe pas"),
    errno.ENOTDIR: _("un des dossiers du chemin est un fichier"),
    errno.EEXIST: _("un des dossiers du chemin est un fichier"),
    errno.EISDIR: _("c'est un dossier"),
    errno.EACCES: _("vous n'en avez pas le droit"),
    errno.EPERM: _("vous n'en avez pas le droit"),
    errno.EROFS: _("le disque est en lecture seule"),
    errno.ENOSPC: _("le disque est plein"),
    errno.ENAMETOOLONG: _("le nom est trop long"),
    errno.EADDRINUSE: _("un autre programme l'occupe"),
    errno.EADDRNOTAVAIL: _("cette machine n'a pas cette adresse"),
}


def said_of(problem: OSError) -> str:
    """Return why something can't be opened, read or written, in the active language; the system's words for what is rare."""
    known = _SAID.get(problem.errno or 0)
    return str(known) if known is not None else problem.strerror or str(problem) or "?"
