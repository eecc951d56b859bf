"""What can be wrong with a row of needs or offers, each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.imports.problems import ProblemKind, Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

DESIGNATION_MISSING = ProblemKind(
    "needs.designation_missing", _ERROR, _("la désignation manque ; écrivez ce que la ligne demande")
)
QUANTITY_MISSING = ProblemKind(
    "needs.quantity_missing", _ERROR, _("la quantité manque ; écrivez un nombre ou supprimez la ligne")
)
QUANTITY_NOT_POSITIVE = ProblemKind(
    "needs.quantity_negative", _ERROR, _("la quantité « %(value)s » est négative ; écrivez un nombre positif")
)
QUANTITY_ZERO = ProblemKind(
    "needs.quantity_zero", _ERROR, _("la quantité est zéro ; écrivez un nombre positif ou supprimez la ligne")
)
QUANTITY_ABSURD = ProblemKind(
    "needs.quantity_absurd",
    _ERROR,
    _("la quantité « %(value)s » dépasse %(limit)s ; vérifiez qu'un code n'a pas été saisi à sa place"),
)
QUANTITY_PRODUCT = ProblemKind(
    "needs.quantity_product",
    _WARNING,
    _("la quantité « %(value)s » est comprise comme %(understood)s au total"),
)
QUARTERS_DISAGREE = ProblemKind(
    "needs.quarters_disagree",
    _ERROR,
    _(
        "les périodes font %(sum)s au total mais la quantité annuelle est %(value)s ; corrigez l'une ou l'autre"
    ),
)
UNIT_UNKNOWN = ProblemKind(
    "needs.unit_unknown", _ERROR, _("l'unité « %(value)s » n'est pas connue ; essayez : %(proposals)s")
)
UNITS_DISAGREE = ProblemKind(
    "needs.units_disagree",
    _ERROR,
    _(
        "la quantité est écrite en « %(written)s » mais l'unité de la ligne est « %(unit)s » ; gardez une seule unité"
    ),
)
PACK_UNREAD = ProblemKind(
    "needs.pack_unread",
    _WARNING,
    _("le conditionnement « %(value)s » n'est pas compris ; il est laissé à la lecture de la désignation"),
)
COUNTED_IN_PACKS = ProblemKind(
    "needs.counted_in_packs",
    _WARNING,
    _(
        "l'unité n'est pas écrite : les quantités de cette feuille sont comptées en conditionnements (%(count)s lignes)"
    ),
)
PRICE_WITHOUT_TAX_WORD = ProblemKind(
    "needs.price_assumed_ttc",
    _WARNING,
    _("« %(column)s » ne dit pas si la taxe est comprise : elle est supposée comprise (%(count)s lignes)"),
)
PRICE_TAX_ADDED = ProblemKind(
    "needs.price_tax_added",
    _WARNING,
    _(
        "« %(column)s » est hors taxe : la TVA y est ajoutée, à %(rate)s %% où elle n'est pas écrite (%(count)s lignes)"
    ),
)
PRICE_NOT_POSITIVE = ProblemKind(
    "needs.price_not_positive", _WARNING, _("le prix « %(value)s » n'est pas positif : il n'est pas retenu")
)
PRICE_OTHER_CURRENCY = ProblemKind(
    "needs.price_other_currency",
    _WARNING,
    _("le prix est en « %(currency)s » et non en dirhams : il n'est pas retenu"),
)
REGION_UNKNOWN = ProblemKind(
    "import.region_unknown", _WARNING, _("la région « %(value)s » n'est pas connue : elle n'est pas retenue")
)
DUPLICATE_LINE = ProblemKind(
    "needs.duplicate_line",
    _WARNING,
    _("même désignation et même unité que la ligne %(first)s : les deux sont gardées et s'additionnent"),
)
SECTION_TITLES = ProblemKind(
    "needs.section_titles",
    _WARNING,
    _(
        "sans quantité ni unité, ces lignes sont prises pour des titres de section : %(titles)s (%(count)s lignes) ; "
        "si l'une est un article, écrivez sa quantité"
    ),
)
COLUMN_UNREAD = ProblemKind(
    "import.column_unread",
    _WARNING,
    _("la colonne « %(column)s » n'est reconnue comme aucune autre : elle n'est pas lue"),
)
COLUMN_MAP_UNUSED = ProblemKind(
    "import.column_map_unused",
    _WARNING,
    _("la correspondance des colonnes cherche « %(wanted)s » pour « %(key)s », absent de cet en-tête"),
)
SHEET_WITHOUT_HEADER = ProblemKind(
    "import.sheet_without_header",
    _WARNING,
    _("aucun en-tête reconnu dans cette feuille : ses %(count)s lignes ne sont pas lues"),
)
SHEET_MISSING_COLUMN = ProblemKind(
    "import.sheet_missing_column",
    _ERROR,
    _("l'en-tête ne contient pas « %(missing)s » : les %(count)s lignes de la feuille ne sont pas lues"),
)
SHEET_AMBIGUOUS_COLUMN = ProblemKind(
    "import.sheet_ambiguous_column",
    _ERROR,
    _(
        "plusieurs colonnes peuvent être « %(wanted)s » (%(headers)s) : les %(count)s lignes de la feuille "
        "ne sont pas lues ; dites laquelle dans une correspondance des colonnes"
    ),
)
