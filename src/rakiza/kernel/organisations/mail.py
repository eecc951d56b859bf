"""What is mailed to people who are not in the house yet, in their language."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rakiza.kernel.organisations.models import Invitation
from rakiza.kernel.wording.formats import day


def mail_invitation(invitation: Invitation, secret: str) -> None:
    """Send the link of an invitation."""
    with translation.override(invitation.language):
        address = settings.RAKIZA_ADDRESS + reverse("organisations:accept", args=[secret])
        text = _(
            "Bonjour %(name)s,\n\n%(organisation)s vous invite sur Rakiza comme %(role)s.\n\n"
            "Ouvrez ce lien avant le %(date)s pour accepter :\n%(address)s\n\n"
            "Si vous n'attendiez pas cette invitation, ne faites rien : elle s'éteindra seule."
        ) % {
            "name": invitation.name,
            "organisation": invitation.organisation.name_in(invitation.language),
            "role": invitation.get_role_display(),
            "date": day(timezone.localdate(invitation.expires_at)) if invitation.expires_at else "",
            "address": address,
        }
        send_mail(_("Invitation à rejoindre Rakiza"), text, None, [invitation.email])
