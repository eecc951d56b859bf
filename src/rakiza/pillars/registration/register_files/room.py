"""What a register handed over as a file is here: its columns, what its rows become, the words of its pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.presentation.register_pages import RegisterRoom, RegisterWords
from rakiza.pillars.registration.register_files.actions import (
    confirm_file,
    drop_file,
    mark_of,
    propose_titles,
)
from rakiza.pillars.registration.register_files.sheet import REGISTER_FORM, read_titles

ROOM = RegisterRoom(
    stem="registration:titles",
    waiting="registration:proposals",
    permission="registration.grant",
    uploaded="registration.upload_titles",
    form=REGISTER_FORM,
    read=read_titles,
    mark=mark_of,
    propose=propose_titles,
    confirm=confirm_file,
    drop=drop_file,
    words=RegisterWords(
        refused=_("Seul un chargé d'homologation propose un titre."),
        upload=_("Importer des titres"),
        review=_("Titres à proposer"),
        proposed=_("Titres proposés : %(count)s. Ils vaudront quand une autre personne les aura confirmés."),
        confirmed=_("Titres accordés : %(count)s."),
        dropped=_("Titres proposés abandonnés : %(count)s."),
    ),
)
