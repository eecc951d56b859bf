"""The columns of a register's file, and reading its rows as titles to propose."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from rakiza.engine.families import Labels
from rakiza.kernel.imports.columns import Form
from rakiza.kernel.imports.registers import (
    MAKER,
    MISSING,
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
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import AuthorisationPurpose, Process, RiskClass
from rakiza.pillars.registration.proposals import TitleTerms, check_terms
from rakiza.pillars.registration.register_files.lookups import Lookups
from rakiza.pillars.registration.registered_days import Days

REGISTER_FORM = Form(
    key="titles",
    sheet_names=Labels("Titres", "السندات", "Titles"),
    columns=(
        spec("kind", "Nature", "النوع", "Kind", required=True),
        spec("number", "Numéro", "الرقم", "Number", required=True),
        spec("maker", "Fabricant", "المصنّع", "Maker", "Titulaire", "ICE", required=True),
        spec("device", "Référence du dispositif", "مرجع المستلزم", "Device reference", "GTIN", "UDI-DI"),
        spec("decided_on", "Décidé le", "تاريخ القرار", "Decided on", required=True),
        spec("valid_from", "Valable du", "يسري من", "Valid from", required=True),
        spec("valid_to", "Valable au", "يسري إلى", "Valid to"),
        spec("risk_class", "Classe de risque", "صنف الخطورة", "Risk class"),
        spec("purpose", "Objet", "الغرض", "Purpose"),
    ),
)
KIND = problem(
    "kind", _("« %(value)s » n'est pas une nature de titre : déclaration, enregistrement, autorisation.")
)
# What people write for short, and what the sentence above tells them to write, in each language.
_SHORT = {
    Process.DECLARATION: ("déclaration", "تصريح", "declaration"),
    Process.REGISTRATION: ("enregistrement", "homologation", "تسجيل", "registration"),
    Process.AUTHORISATION: ("autorisation", "ترخيص", "authorisation", "authorization"),
}
DEVICE = problem(
    "device", _("« %(value)s » n'est pas un dispositif de ce fabricant : sa référence ou son GTIN.")
)

# The column of a day that makes no title, by the code of its refusal.
_WHERE = {"registration.dates": "valid_to", "registration.future_decision": "decided_on"}


def read_titles(workbook: Workbook, actor: Actor) -> RegisterFile[TitleTerms]:
    """Read the titles of a workbook for the officer's authority; FileRefused where no sheet has the columns."""
    return read_register(workbook, partial(_Reader, workbook.name, actor))


class _Reader(RegisterReader[TitleTerms]):
    """Reads each row as a title."""

    def __init__(self, name: str, actor: Actor) -> None:
        super().__init__(REGISTER_FORM, name)
        self._lookups, self._numbers = Lookups(actor), set[tuple[str, str]]()
        short = {fold(word): kind.value for kind, words in _SHORT.items() for word in words}
        self._kinds = {**words_of(Process), **short}
        self._purposes, self._classes = words_of(AuthorisationPurpose), words_of(RiskClass)

    def settle(self, row: TitleTerms) -> None:
        """Refuse a number in use, a maker of the officer's own group, days that make no title."""
        key = (row.kind, row.number)
        if key in self._numbers:
            self.report(TWICE, "number")
        elif key in self._lookups.taken:
            self.report(TAKEN, "number")
        elif self._lookups.tied(row.holder):
            self.report(TIED, "maker")
        else:
            try:
                check_terms(row)
                if row.kind == Process.REGISTRATION and row.device is not None:
                    self._lookups.register(row.device, Days(row.number, row.valid_from, row.valid_to))
            except Refused as refusal:
                self.refuse(refusal, _WHERE, "valid_from")
        if not self.faulty:
            self._numbers.add(key)

    def read(self) -> TitleTerms | None:
        """Return the title that the row names."""
        self.need("kind", "number", "maker", "decided_on", "valid_from")
        self.within("number", 60)
        kind = self.choice("kind", self._kinds, KIND)
        maker = self._maker()
        decided, first, last = (self.day(key) for key in ("decided_on", "valid_from", "valid_to"))
        risk_class = self.choice("risk_class", self._classes)
        purpose = self.choice("purpose", self._purposes)
        device = self._device(maker) if maker and kind and kind != Process.DECLARATION else None
        if kind and kind != Process.DECLARATION and not self.text("valid_to"):
            self.report(MISSING, "valid_to")
        if kind == Process.AUTHORISATION and not self.text("purpose"):
            self.report(MISSING, "purpose")
        if self.faulty or not kind or decided is None or first is None:
            return None
        return TitleTerms(
            Process(kind),
            self.text("number"),
            decided,
            first,
            last,
            maker=None if device else maker,
            device=device,
            risk_class=risk_class if kind == Process.REGISTRATION else "",
            purpose=AuthorisationPurpose(purpose) if kind == Process.AUTHORISATION else None,
        )

    def _maker(self) -> Organisation | None:
        text = self.text("maker")
        maker = self._lookups.maker(text) if text else None
        if text and maker is None:
            self.report(MAKER, "maker")
        return maker

    def _device(self, maker: Organisation) -> Device | None:
        text = self.text("device")
        if not text:
            self.report(MISSING, "device")
            return None
        device = self._lookups.device(maker, text)
        if device is None:
            self.report(DEVICE, "device")
        return device
