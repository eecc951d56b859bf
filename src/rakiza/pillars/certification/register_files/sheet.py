"""The columns of a body's register, and reading its rows as certificates to propose."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from rakiza.engine.families import Labels
from rakiza.kernel.imports.columns import Form
from rakiza.kernel.imports.registers import (
    MAKER,
    TAKEN,
    TIED,
    TWICE,
    RegisterFile,
    RegisterReader,
    problem,
    read_register,
    spec,
    words_of,
)
from rakiza.kernel.imports.text import fold
from rakiza.kernel.imports.workbook import Workbook
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.certification.enums import Scheme
from rakiza.pillars.certification.products import check_products
from rakiza.pillars.certification.proposals import CertificateTerms, check_terms
from rakiza.pillars.certification.register_files.lookups import Lookups
from rakiza.pillars.certification.sites import check_stands
from rakiza.pillars.industry.models import Device

REGISTER_FORM = Form(
    key="certificates",
    sheet_names=Labels("Certificats", "الشهادات", "Certificates"),
    columns=(
        spec("number", "Numéro", "الرقم", "Number", required=True),
        spec("maker", "Fabricant", "المصنّع", "Maker", "Titulaire", "Entreprise", "ICE", required=True),
        spec("scheme", "Objet", "الغرض", "Scheme", "Type de certification"),
        spec("standard", "Norme", "المعيار", "Standard", "Référentiel", required=True),
        spec("site", "Site", "الموقع", "Site"),
        spec("families", "Familles couvertes", "العائلات المشمولة", "Families covered", "Familles", "Portée"),
        spec("devices", "Références des produits", "مراجع المنتجات", "Product references", "Produits"),
        spec("decided_on", "Décidé le", "تاريخ القرار", "Decided on", required=True),
        spec("valid_from", "Valable du", "يسري من", "Valid from", required=True),
        spec("valid_to", "Valable au", "يسري إلى", "Valid to", required=True),
    ),
)
SITE = problem("site", _("« %(value)s » n'est pas un site de ce fabricant : son nom exact."))
FAMILY = problem(
    "family",
    _(
        "« %(name)s » n'est pas une famille connue : son nom ou son identifiant exact, un point-virgule entre deux."
    ),
)
SCHEME = problem(
    "scheme", _("« %(value)s » n'est pas un objet de certification : système de management, ou marque NM.")
)
DEVICE = problem(
    "device", _("« %(name)s » n'est pas un dispositif de ce fabricant : sa référence ou son GTIN.")
)
PRODUCT = problem("product", _("Une marque NM nomme ses produits, ou au moins leur famille."))
# What people write for short, and what the sentence above tells them to write, in each language.
_SHORT = {
    Scheme.SYSTEM: ("système", "نظام", "نظام الإدارة", "system", "management system"),
    Scheme.PRODUCT: ("NM", "marque NM", "produit", "علامة NM", "علامة م.م", "NM mark", "product"),
}
_LONGEST = 60  # characters of a number or a standard

# The column of a day that makes no certificate, by the code of its refusal.
_WHERE = {
    "certification.dates": "valid_to",
    "certification.future_decision": "decided_on",
    "certification.site_closed": "site",
    "certification.products_of_system": "devices",
}


def read_certificates(workbook: Workbook, actor: Actor) -> RegisterFile[CertificateTerms]:
    """Read the certificates of a workbook for the officer's body; FileRefused where no sheet has the columns."""
    return read_register(workbook, partial(_Reader, workbook.name, actor))


class _Reader(RegisterReader[CertificateTerms]):
    """Reads each row as a certificate."""

    def __init__(self, name: str, actor: Actor) -> None:
        super().__init__(REGISTER_FORM, name)
        self._lookups, self._numbers = Lookups(actor), set[str]()
        short = {fold(word): kind.value for kind, words in _SHORT.items() for word in words}
        self._schemes = {**words_of(Scheme), **short}

    def settle(self, row: CertificateTerms) -> None:
        """Refuse a number in use, a maker of the officer's own group, days that make no certificate."""
        if row.number in self._numbers:
            self.report(TWICE, "number")
        elif row.number in self._lookups.taken:
            self.report(TAKEN, "number")
        elif self._lookups.tied(row.maker):
            self.report(TIED, "maker")
        else:
            try:
                check_terms(row)
                check_products(row.maker, row.scheme, row.devices)
                if row.site is not None:
                    check_stands(row.site, row.valid_from)
            except Refused as refusal:
                self.refuse(refusal, _WHERE, "valid_from")
        if not self.faulty:
            self._numbers.add(row.number)

    def read(self) -> CertificateTerms | None:
        """Return the certificate that the row names."""
        self.need("number", "maker", "standard", "decided_on", "valid_from", "valid_to")
        self.within("number", _LONGEST)
        self.within("standard", _LONGEST)
        maker = self._maker()
        decided, first, last = (self.day(key) for key in ("decided_on", "valid_from", "valid_to"))
        site = self._site(maker) if maker else None
        scheme = Scheme(self.choice("scheme", self._schemes, SCHEME) or Scheme.SYSTEM)
        families, unknown = self._lookups.families(self.text("families"))
        if unknown:
            self.report(FAMILY, "families", name=unknown)
        devices = self._devices(maker) if maker else ()
        if scheme == Scheme.PRODUCT and not devices and not families:
            self.report(PRODUCT, "devices")
        if self.faulty or maker is None or decided is None or first is None or last is None:
            return None
        standard, number = self.text("standard"), self.text("number")
        return CertificateTerms(
            maker, standard, number, decided, first, last, families, site, scheme, devices
        )

    def _maker(self) -> Organisation | None:
        text = self.text("maker")
        maker = self._lookups.maker(text) if text else None
        if text and maker is None:
            self.report(MAKER, "maker")
        return maker

    def _devices(self, maker: Organisation) -> tuple[Device, ...]:
        devices, unknown = self._lookups.devices(maker, self.text("devices"))
        if unknown:
            self.report(DEVICE, "devices", name=unknown)
        return devices

    def _site(self, maker: Organisation) -> Site | None:
        text = self.text("site")
        site = self._lookups.site(maker, text) if text else None
        if text and site is None:
            self.report(SITE, "site")
        return site
