"""What can be wrong with a row of offers or of import references, each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.imports.problems import ProblemKind, Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

MAKER_MISSING = ProblemKind(
    "offers.maker_missing", _ERROR, _("le fabricant manque ; écrivez sa raison sociale")
)
DEVICE_MISSING = ProblemKind(
    "offers.device_missing", _ERROR, _("le nom du dispositif manque ; écrivez ce qui est offert")
)
ICE_INVALID = ProblemKind(
    "offers.ice_invalid",
    _WARNING,
    _("l'ICE « %(value)s » n'est pas valable (15 chiffres et clé de contrôle) : à vérifier"),
)
GTIN_INVALID = ProblemKind(
    "offers.gtin_invalid",
    _ERROR,
    _(
        "le GTIN « %(value)s » n'est pas valable ; recopiez ses 8, 12, 13 ou 14 chiffres, ou laissez la cellule vide"
    ),
)
FAMILY_UNKNOWN = ProblemKind(
    "offers.family_unknown",
    _ERROR,
    _("la famille « %(value)s » n'est pas connue ; essayez : %(proposals)s, ou videz la cellule"),
)
FAMILY_UNREAD = ProblemKind(
    "offers.family_unread",
    _ERROR,
    _(
        "aucune famille n'est reconnue dans « %(text)s » ; précisez le nom du dispositif ou remplissez la famille"
    ),
)
PRICE_MISSING = ProblemKind(
    "offers.price_missing", _ERROR, _("le prix manque ; écrivez le prix unitaire hors taxe")
)
PRICE_NOT_POSITIVE = ProblemKind(
    "offers.price_not_positive", _ERROR, _("le prix « %(value)s » doit être supérieur à zéro")
)
PRICE_OTHER_CURRENCY = ProblemKind(
    "offers.price_other_currency", _ERROR, _("le prix est en « %(currency)s » ; convertissez-le en dirhams")
)
PACK_UNREAD = ProblemKind(
    "offers.pack_unread",
    _ERROR,
    _("le conditionnement « %(value)s » n'est pas compris ; écrivez par exemple « boîte de 100 » ou « 100 »"),
)
CAPACITY_NOT_POSITIVE = ProblemKind(
    "offers.capacity_not_positive",
    _ERROR,
    _(
        "la capacité « %(value)s » doit être supérieure à zéro ; laissez la cellule vide si elle n'est pas connue"
    ),
)
NOT_POSITIVE = ProblemKind(
    "offers.not_positive",
    _ERROR,
    _("« %(value)s » doit être supérieur à zéro dans « %(column)s », ou la cellule vide"),
)
NEGATIVE = ProblemKind(
    "offers.negative", _ERROR, _("« %(value)s » ne peut pas être négatif dans « %(column)s »")
)
TIER_INCOMPLETE = ProblemKind(
    "offers.tier_incomplete", _ERROR, _("le palier %(tier)s doit avoir une quantité et un prix, ou rien")
)
TIER_QUANTITIES = ProblemKind(
    "offers.tier_quantities",
    _ERROR,
    _("la quantité du palier %(tier)s (%(value)s) doit dépasser celle du palier précédent (%(previous)s)"),
)
TIER_PRICES = ProblemKind(
    "offers.tier_prices",
    _ERROR,
    _("le prix du palier %(tier)s (%(value)s) ne peut pas dépasser celui du palier précédent (%(previous)s)"),
)
DATES_REVERSED = ProblemKind(
    "offers.dates_reversed",
    _ERROR,
    _("la fin « %(value)s » vient avant le début %(start)s dans « %(column)s » ; inversez-les"),
)
CERTIFICATE_EXPIRED = ProblemKind(
    "offers.certificate_expired",
    _WARNING,
    _(
        "le certificat a expiré le %(value)s, avant l'année %(year)s : l'offre est gardée mais ne sera pas admissible"
    ),
)
TITLE_EXPIRED = ProblemKind(
    "offers.title_expired",
    _WARNING,
    _("« %(column)s » : ce titre a expiré le %(value)s, avant l'année %(year)s ; l'offre est gardée"),
)
TITLE_WITHOUT_NUMBER = ProblemKind(
    "offers.title_without_number",
    _WARNING,
    _("« %(column)s » : une date sans numéro de titre ; elle n'est pas retenue"),
)
DUPLICATE_OFFER = ProblemKind(
    "offers.duplicate_offer",
    _WARNING,
    _("même fabricant et même dispositif que la ligne %(first)s : les deux offres sont gardées"),
)
DEVICE_DIFFERS = ProblemKind(
    "offers.device_differs",
    _ERROR,
    _(
        "la référence « %(value)s » désigne un autre dispositif à la ligne %(first)s ; corrigez l'une des deux"
    ),
)
CIF_NOT_POSITIVE = ProblemKind(
    "imports.cif_missing", _ERROR, _("la valeur CIF doit être un nombre supérieur à zéro")
)
DUPLICATE_IMPORT = ProblemKind(
    "imports.duplicate_family",
    _ERROR,
    _("la famille a déjà une référence à la ligne %(first)s ; gardez-en une seule"),
)
