"""Why a whole file is refused: a code, its parameters, and the sentence for the user.

A refused file changes nothing. Row-level problems live in `problems`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rakiza.engine.reasons import Param, Reason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Refusal(StrEnum):
    """The reasons for refusing a whole file."""

    MISSING = "import.file_missing"
    UNREADABLE = "import.file_unreadable"
    EMPTY = "import.file_empty"
    NO_ROWS = "import.no_rows"
    NOT_A_SPREADSHEET = "import.not_a_spreadsheet"
    NOT_A_NOMENCLATURE = "import.not_a_nomenclature"
    PROTECTED = "import.password_protected"
    DAMAGED = "import.damaged"
    TOO_LARGE = "import.too_large"
    UNPACKS_TOO_LARGE = "import.unpacks_too_large"
    TOO_MANY_ROWS = "import.too_many_rows"
    TOO_MANY_CELLS = "import.too_many_cells"
    TOO_MANY_SHEETS = "import.too_many_sheets"
    NO_HEADER = "import.no_header"
    AMBIGUOUS_COLUMN = "import.ambiguous_column"
    MISSING_COLUMN = "import.missing_column"
    BAD_COLUMN_MAP = "import.bad_column_map"
    YEAR_OUT_OF_RANGE = "import.year_out_of_range"


_SENTENCES: Mapping[Refusal, _StrPromise] = {
    Refusal.MISSING: _("%(file)s : ce fichier n'existe pas. Vérifiez son nom et son dossier."),
    Refusal.UNREADABLE: _(
        "%(file)s : le fichier ne peut pas être lu (%(why)s). Fermez-le ailleurs ou vérifiez vos droits."
    ),
    Refusal.EMPTY: _("%(file)s est vide. Enregistrez-le de nouveau depuis le tableur."),
    Refusal.NO_ROWS: _("%(file)s ne contient aucune ligne sous l'en-tête. Remplissez au moins une ligne."),
    Refusal.NOT_A_SPREADSHEET: _(
        "%(file)s n'est pas un classeur lisible (contenu reconnu : %(found)s). "
        "Ouvrez-le dans le tableur, enregistrez-le au format xlsx, xls, ods ou csv, puis déposez-le de nouveau."
    ),
    Refusal.NOT_A_NOMENCLATURE: _(
        "%(file)s n'est pas une nomenclature officielle : il y faut une colonne de codes (CODE) et une de libellés (TERM), "
        "comme la Commission européenne les publie. Téléchargez-la de nouveau."
    ),
    Refusal.PROTECTED: _(
        "%(file)s est protégé par un mot de passe. Ouvrez-le, retirez le mot de passe, enregistrez-le et recommencez."
    ),
    Refusal.DAMAGED: _(
        "%(file)s est endommagé et ne peut pas être ouvert. Ouvrez-le dans le tableur et enregistrez-le de nouveau."
    ),
    Refusal.TOO_LARGE: _(
        "%(file)s pèse %(size_mb)s Mo ; la limite est de %(limit_mb)s Mo. Partagez-le en plusieurs fichiers."
    ),
    Refusal.UNPACKS_TOO_LARGE: _(
        "%(file)s occuperait %(size_mb)s Mo une fois décompressé ; la limite est de %(limit_mb)s Mo "
        "et de %(limit_ratio)s fois sa taille. Enregistrez-le de nouveau sans feuilles ni mises en forme inutiles."
    ),
    Refusal.TOO_MANY_ROWS: _(
        "%(file)s, feuille « %(sheet)s » : plus de %(limit)s lignes remplies, la limite. Partagez-la en plusieurs fichiers."
    ),
    Refusal.TOO_MANY_CELLS: _(
        "%(file)s, feuille « %(sheet)s » : la zone remplie va jusqu'à la ligne %(row)s et la colonne %(column)s, "
        "soit plus de %(limit)s cellules, la limite. Supprimez les cellules isolées au loin."
    ),
    Refusal.TOO_MANY_SHEETS: _(
        "%(file)s contient plus de %(limit)s feuilles, la limite. Gardez celles qui servent."
    ),
    Refusal.NO_HEADER: _(
        "%(file)s : aucune ligne d'en-tête reconnue (il faut au moins : %(columns)s). "
        "Partez du modèle, ou donnez une correspondance des colonnes."
    ),
    Refusal.AMBIGUOUS_COLUMN: _(
        "%(file)s, feuille « %(sheet)s » : plusieurs colonnes peuvent être « %(column)s » (%(headers)s). "
        "Dites laquelle dans une correspondance des colonnes, ou renommez l'autre."
    ),
    Refusal.MISSING_COLUMN: _(
        "%(file)s, feuille « %(sheet)s », ligne %(row)s : l'en-tête ne contient pas « %(column)s ». "
        "Ajoutez cette colonne ou donnez une correspondance des colonnes."
    ),
    Refusal.BAD_COLUMN_MAP: _("Correspondance des colonnes %(file)s : %(why)s. Corrigez cette entrée."),
    Refusal.YEAR_OUT_OF_RANGE: _(
        "L'année %(year)s est hors limites (de %(first)s à %(last)s). Corrigez l'année du plan."
    ),
}


class FileRefused(Exception):  # noqa: N818 — a refusal is what it is called everywhere
    """A file can't be used at all; `code` and `params` for programs, `message()` for people."""

    def __init__(self, code: Refusal, **params: Param) -> None:
        """Keep the code and the parameters of the sentence."""
        super().__init__(code.value, params)
        self.code = code
        self.params: Mapping[str, Param] = params

    def message(self) -> str:
        """Return what is wrong, where, and what to do, in the active language."""
        return str(_SENTENCES[self.code]) % dict(self.params)

    def reason(self) -> Reason:
        """Return the refusal as a reason, for rooms that store it."""
        return Reason.of(self.code.value, **self.params)

    def __str__(self) -> str:
        """Return the code and parameters; never translated (for logs)."""
        return f"{self.code.value} {dict(self.params)}"
