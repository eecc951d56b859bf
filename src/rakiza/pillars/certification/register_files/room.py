"""What a register handed over as a file is here: its columns, what its rows become, the words of its pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.presentation.register_pages import RegisterRoom, RegisterWords
from rakiza.pillars.certification.proposals import CertificateTerms
from rakiza.pillars.certification.register_files.actions import (
    confirm_file,
    drop_file,
    mark_of,
    propose_certificates,
)
from rakiza.pillars.certification.register_files.sheet import REGISTER_FORM, read_certificates
from rakiza.pillars.certification.tables import scope_names


def _shown(rows: Sequence[CertificateTerms]) -> Sequence[tuple[CertificateTerms, tuple[str, ...]]]:
    """Return each certificate with the names of the families that it covers."""
    language = (get_language() or "fr")[:2]
    return [(one, scope_names(one.scope_families, language)) for one in rows]


ROOM = RegisterRoom(
    stem="certification:certificates",
    waiting="certification:proposals",
    permission="certification.issue",
    uploaded="certification.upload_certificates",
    form=REGISTER_FORM,
    read=read_certificates,
    mark=mark_of,
    propose=propose_certificates,
    confirm=confirm_file,
    drop=drop_file,
    words=RegisterWords(
        refused=_("Seul un chargé de certification propose un certificat."),
        upload=_("Importer des certificats"),
        review=_("Certificats à proposer"),
        proposed=_(
            "Certificats proposés : %(count)s. Ils vaudront quand une autre personne les aura confirmés."
        ),
        confirmed=_("Certificats délivrés : %(count)s."),
        dropped=_("Certificats proposés abandonnés : %(count)s."),
    ),
    shown=_shown,
)
