"""What a maker gives: the plan's year and its offers file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rakiza.pillars.purchasing.needs.forms import UploadForm


class OffersForm(UploadForm):
    """An offers file as it is."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].help_text = _("Les offres de ce fichier sont celles de cette année.")
