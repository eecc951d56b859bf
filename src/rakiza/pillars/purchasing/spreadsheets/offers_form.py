"""The columns of an offers sheet and of the import references beside it."""

from __future__ import annotations

from rakiza.engine.families import Labels
from rakiza.kernel.imports.columns import ColumnSpec, Form, Value
from rakiza.pillars.purchasing.spreadsheets.rejection_columns import REJECTION_COLUMNS

EXTRA_TIERS = (2, 3, 4)
_BASE = Labels(
    "En unités de base (pièce, paire, test…), taxe non comprise pour les prix.",
    "بالوحدات الأساسية (قطعة، زوج، اختبار…)، والأثمان دون الرسوم.",
    "In base units (piece, pair, test…); prices exclude tax.",
)
_DATE = Labels("Une date : 31/12/2027.", "تاريخ: 31/12/2027.", "A date: 31/12/2027.")


def _tier(number: int) -> tuple[ColumnSpec, ColumnSpec]:
    quantity = ColumnSpec(
        key=f"tier{number}_quantity",
        labels=Labels(f"Palier {number} : quantité", f"الشريحة {number}: الكمية", f"Tier {number}: quantity"),
        synonyms=(
            f"Palier {number} quantité",
            f"Quantité palier {number}",
            f"Palier {number} à partir de",
            f"Tier {number} from",
        ),
        value=Value.NUMBER,
        in_template=number <= 3,
        note=_BASE,
    )
    price = ColumnSpec(
        key=f"tier{number}_price",
        labels=Labels(
            f"Palier {number} : prix HT",
            f"الشريحة {number}: الثمن دون الرسوم",
            f"Tier {number}: price excl. tax",
        ),
        synonyms=(
            f"Palier {number} prix",
            f"Prix palier {number}",
            f"Tier {number} price",
            f"Prix HT palier {number}",
        ),
        value=Value.MONEY,
        in_template=number <= 3,
        note=_BASE,
    )
    return quantity, price


def _title(
    key: str, fr: str, ar: str, en: str, synonyms: tuple[str, ...] = (), *, ends: bool = True
) -> tuple[ColumnSpec, ...]:
    number = ColumnSpec(
        key=f"{key}_number",
        labels=Labels(f"{fr} : numéro", f"{ar}: الرقم", f"{en}: number"),
        synonyms=(f"{fr} numéro", f"Numéro {fr}", f"N° {fr}", f"{fr} n°", f"{en} number", fr, *synonyms),
        value=Value.CODE,
        width=20,
    )
    start = ColumnSpec(
        key=f"{key}_from",
        labels=Labels(f"{fr} : du", f"{ar}: من", f"{en}: from"),
        synonyms=(
            f"{fr} du",
            f"{fr} début",
            f"{fr} valable du",
            f"Date {fr}",
            f"{fr} date",
            f"{en} from",
            f"{en} date",
        ),
        value=Value.DATE,
        width=14,
        note=_DATE,
    )
    end = ColumnSpec(
        key=f"{key}_to",
        labels=Labels(f"{fr} : au", f"{ar}: إلى", f"{en}: to"),
        synonyms=(
            f"{fr} au",
            f"{fr} fin",
            f"{fr} valable au",
            f"Expiration {fr}",
            f"{fr} expiration",
            f"{en} to",
            f"{en} expiry",
        ),
        value=Value.DATE,
        width=14,
        note=_DATE,
    )
    return (number, start, end) if ends else (number, start)


OFFERS_FORM = Form(
    key="offers",
    sheet_names=Labels("Offres", "العروض", "Offers"),
    needs_one_of=(("price", "pack_price"),),
    columns=(
        ColumnSpec(
            key="maker",
            labels=Labels("Fabricant", "المصنع", "Maker"),
            synonyms=("Nom du fabricant", "Fournisseur", "Industriel", "Société", "Raison sociale", "Manufacturer", "Supplier", "Company", "الشركة", "المورد", "الصانع"),
            required=True, fill_merged=True, width=26,
            note=Labels("Obligatoire. La raison sociale.", "إلزامي. الاسم التجاري.", "Required. The company's name."),
        ),
        ColumnSpec(
            key="ice", labels=Labels("ICE", "التعريف الموحد للمقاولة", "ICE"),
            synonyms=("N° ICE", "Identifiant commun de l'entreprise", "ICE number", "ICE fabricant"), value=Value.CODE, fill_merged=True, width=18,
            note=Labels("15 chiffres.", "15 رقما.", "15 digits."),
        ),
        ColumnSpec(
            key="region", labels=Labels("Région", "الجهة", "Region"), synonyms=("Région du fabricant", "Ville"), fill_merged=True, choices="regions", width=26,
        ),
        ColumnSpec(
            key="device", labels=Labels("Dispositif", "المستلزم الطبي", "Device"),
            synonyms=("Désignation", "Nom du dispositif", "Dispositif médical", "Désignation du produit", "Désignation article", "Libellé", "Nom commercial", "Device name", "Product name", "التعيين", "اسم المنتج"),
            weak=("Article", "Produit", "Description", "Item", "Product", "المنتج", "الصنف"), required=True, width=40,
            note=Labels("Obligatoire. Le nom de l'article.", "إلزامي. اسم المادة.", "Required. The article's name."),
        ),
        ColumnSpec(
            key="attributes", labels=Labels("Caractéristiques", "الخصائص", "Characteristics"),
            synonyms=("Attributs", "Spécifications", "Spécifications techniques", "Attributes", "Specifications", "المواصفات"), weak=("Description", "Détails"), width=36,
            note=Labels("Ce qui distingue l'article : « 5 mL luer lock stérile ».", "ما يميز المادة: «5 مل معقم».", "What sets the article apart: “5 mL luer lock sterile”."),
        ),
        ColumnSpec(
            key="family", labels=Labels("Famille", "العائلة", "Family"), synonyms=("Famille de dispositifs", "Device family", "Catégorie"), fill_merged=True, width=24,
            note=Labels("Facultatif. Laissez vide : la famille est lue dans la désignation.", "اختياري: تقرأ العائلة من التعيين.", "Optional. Leave blank: the family is read from the name."),
        ),
        ColumnSpec(
            key="reference", labels=Labels("Référence", "المرجع", "Reference"), synonyms=("Réf", "Référence fabricant", "Code", "Code article", "REF", "Catalogue number"), value=Value.CODE, width=16,
        ),
        ColumnSpec(
            key="gtin", labels=Labels("GTIN", "الرقم العالمي للسلعة", "GTIN"), synonyms=("Code GTIN", "GTIN-14", "GTIN 13", "EAN", "EAN13", "Code-barres", "Barcode", "IUD-ID", "UDI-DI", "الباركود"), value=Value.CODE, width=18,
            note=Labels("8, 12, 13 ou 14 chiffres.", "8 أو 12 أو 13 أو 14 رقما.", "8, 12, 13 or 14 digits."),
        ),
        ColumnSpec(
            key="pack", labels=Labels("Conditionnement", "التعبئة", "Packaging"), synonyms=("Cond", "Emballage", "Pack size", "Pack", "Unités par boîte", "التغليف", "العبوة"), width=18,
            note=Labels("« boîte de 100 » ou « 100 ».", "«علبة من 100» أو «100».", "“box of 100” or “100”."),
        ),
        ColumnSpec(
            key="price", labels=Labels("Prix unitaire HT", "الثمن الفردي دون الرسوم", "Unit price excl. tax"),
            synonyms=("PU HT", "P.U. HT", "Prix HT", "Prix unitaire hors taxe", "Prix unitaire", "PU", "Prix", "Price excl tax", "Unit price", "Price", "الثمن", "السعر", "Prix de la pièce HT"), value=Value.MONEY, width=16,
            note=Labels("Obligatoire. Le prix d'une unité de base (une pièce), taxe non comprise.", "إلزامي. ثمن وحدة أساسية واحدة دون الرسوم.", "Required. The price of one base unit (one piece), tax excluded."),
        ),
        ColumnSpec(
            key="pack_price", labels=Labels("Prix du conditionnement HT", "ثمن العبوة دون الرسوم", "Pack price excl. tax"), synonyms=("Prix de la boîte HT", "Prix boîte HT", "Prix par boîte"), value=Value.MONEY, in_template=False,
        ),
        ColumnSpec(
            key="vat", labels=Labels("TVA", "الضريبة على القيمة المضافة", "VAT"), synonyms=("Taux TVA", "Taux de TVA", "VAT rate", "TVA %"), value=Value.RATE, choices="vat", width=10,
            note=Labels("20 % si la cellule est vide.", "20 % إذا كانت الخانة فارغة.", "20 % where blank."),
        ),
        *(column for number in EXTRA_TIERS for column in _tier(number)),
        ColumnSpec(
            key="minimum_order", labels=Labels("Commande minimale", "الحد الأدنى للطلب", "Minimum order"), synonyms=("Quantité minimale", "Minimum de commande", "MOQ", "Minimum order quantity", "Qté minimale"), value=Value.NUMBER, note=_BASE,
        ),
        ColumnSpec(
            key="order_multiple", labels=Labels("Multiple de commande", "مضاعف الطلب", "Order multiple"), synonyms=("Multiple", "Par multiple de"), value=Value.NUMBER, note=_BASE,
        ),
        ColumnSpec(
            key="capacity", labels=Labels("Capacité mensuelle", "الطاقة الشهرية", "Monthly capacity"), synonyms=("Capacité par mois", "Capacité de production mensuelle", "Capacité", "Capacity", "Capacity per month", "الطاقة الإنتاجية"), value=Value.NUMBER, note=_BASE,
        ),
        ColumnSpec(
            key="line", labels=Labels("Ligne de production", "خط الإنتاج", "Production line"), synonyms=("Ligne", "Line"), width=18,
            note=Labels("Les offres d'une même ligne se partagent sa capacité.", "عروض الخط نفسه تتقاسم طاقته.", "Offers of one line share its capacity."),
        ),
        ColumnSpec(
            key="lead_time", labels=Labels("Délai (jours)", "الأجل (أيام)", "Lead time (days)"), synonyms=("Délai", "Délai de livraison", "Délai de livraison (jours)", "Lead time", "مدة التسليم"), value=Value.NUMBER, width=12,
        ),
        ColumnSpec(
            key="delivery_cost", labels=Labels("Frais de livraison", "مصاريف التسليم", "Delivery cost"), synonyms=("Coût de livraison", "Livraison", "Transport", "Shipping"), value=Value.MONEY,
        ),
        ColumnSpec(
            key="valid_from", labels=Labels("Offre : du", "العرض: من", "Offer: from"), synonyms=("Offre valable du", "Validité du", "Début de validité", "Valable du", "Valid from"), value=Value.DATE, width=14, note=_DATE,
        ),
        ColumnSpec(
            key="valid_to", labels=Labels("Offre : au", "العرض: إلى", "Offer: to"), synonyms=("Offre valable au", "Validité au", "Fin de validité", "Valable jusqu'au", "Valable au", "Valid to", "Valid until"), value=Value.DATE, width=14, note=_DATE,
        ),
        *_title("declaration", "Déclaration", "التصريح", "Declaration", ("Déclaration d'établissement", "N° déclaration d'établissement"), ends=False),
        *_title("certificate", "Certificat", "الشهادة", "Certificate", ("Certificat ISO 13485", "N° certificat ISO 13485")),
        *_title("registration", "Enregistrement", "التسجيل", "Registration", ("Certificat d'enregistrement", "Homologation", "N° homologation")),
        *_title("authorisation", "Autorisation", "الترخيص", "Authorisation", ("Autorisation spécifique", "Autorisation particulière")),
        *REJECTION_COLUMNS,
    ),
)  # fmt: skip

IMPORTS_FORM = Form(
    key="imports",
    sheet_names=Labels("Références import", "مراجع الاستيراد", "Import references"),
    columns=(
        ColumnSpec(key="family", labels=Labels("Famille", "العائلة", "Family"), synonyms=("Famille de dispositifs", "Dispositif", "Device family"), fill_merged=True, width=30),
        ColumnSpec(
            key="designation", labels=Labels("Désignation", "التسمية", "Designation"), synonyms=("Désignation de l'article", "Article", "Libellé", "Item description"), width=40,
            note=Labels(
                "L'article que ce prix concerne, avec sa taille (« Compresse 10 x 10 cm »). Sans elle, la référence ne vaut que pour les besoins qui ne disent aucune taille.",
                "الصنف الذي يخصه هذا الثمن مع مقاسه. بدونها لا يسري المرجع إلا على الحاجيات التي لا تذكر أي مقاس.",
                "The article that this price is for, with its size. Without it, the reference only holds for needs that state no size.",
            ),
        ),
        ColumnSpec(
            key="cif", labels=Labels("Valeur CIF unitaire", "قيمة CIF للوحدة", "Unit CIF value"), synonyms=("CIF", "CAF", "Valeur CAF", "Prix CIF", "Prix CAF", "CIF value", "Valeur CIF"), value=Value.MONEY, required=True,
            note=Labels("En dirhams, pour une unité de base.", "بالدرهم لوحدة أساسية واحدة.", "In dirhams, for one base unit."),
        ),
        ColumnSpec(key="duty", labels=Labels("Droit d'importation", "رسم الاستيراد", "Import duty"), synonyms=("Droit", "Droits de douane", "DI", "Duty", "Duty rate", "الرسوم الجمركية"), value=Value.RATE),
        ColumnSpec(key="parafiscal", labels=Labels("Taxe parafiscale", "الرسم شبه الضريبي", "Parafiscal tax"), synonyms=("Parafiscale", "TPI", "TPF", "Parafiscal"), value=Value.RATE),
        ColumnSpec(key="vat", labels=Labels("TVA", "الضريبة على القيمة المضافة", "VAT"), synonyms=("Taux TVA", "TVA à l'importation", "VAT rate"), value=Value.RATE, choices="vat"),
        ColumnSpec(key="source", labels=Labels("Source", "المصدر", "Source"), synonyms=("Origine", "Référence"), width=40),
        *REJECTION_COLUMNS,
    ),
)  # fmt: skip

FORMS = (OFFERS_FORM, IMPORTS_FORM)
