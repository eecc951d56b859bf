"""The words of the templates in three languages, and their fictional examples."""

from __future__ import annotations

from rakiza.engine.families import Labels
from rakiza.kernel.imports.workbook import CellValue

HELP_SHEET = Labels("Mode d'emploi", "مساعدة", "Help")
EXAMPLE_SHEET = Labels("Exemple", "مثال", "Example")
LISTS_SHEET = Labels("Listes", "القوائم", "Lists")
NEEDS_TITLE = Labels("Vos besoins de l'année", "حاجياتكم السنوية", "Your needs of the year")
OFFERS_TITLE = Labels("Vos offres de l'année", "عروضكم السنوية", "Your offers of the year")
REJECTED_TITLE = Labels("Lignes à corriger", "أسطر للتصحيح", "Rows to correct")
COLUMN = Labels("Colonne", "العمود", "Column")
MEANING = Labels("Ce qu'on y écrit", "ما يكتب فيه", "What goes there")
REQUIRED = Labels("obligatoire", "إلزامي", "required")
FICTIONAL = Labels(
    "Exemple fictif : cette feuille n'est pas lue.",
    "مثال وهمي: لا تقرأ هذه الورقة.",
    "Fictional example: this sheet isn't read.",
)

NEEDS_STEPS = (
    Labels(
        "1. Remplissez la feuille « Besoins », une ligne par article. Les textes habituels de votre liste conviennent.",
        "1. املؤوا ورقة «الحاجيات»، سطر لكل مادة. النصوص المعتادة في لائحتكم كافية.",
        "1. Fill in the sheet “Needs”, one row an article. The usual wording of your list will do.",
    ),
    Labels(
        "2. La quantité compte l'unité de la ligne : 12 boîtes, ou 1200 pièces. Le conditionnement dit ce qu'une boîte contient.",
        "2. الكمية تعد وحدة السطر: 12 علبة أو 1200 قطعة. التعبئة تبين محتوى العلبة.",
        "2. The quantity counts the row's unit: 12 boxes, or 1200 pieces. The packaging says what a box holds.",
    ),
    Labels(
        "3. Enregistrez, puis déposez le fichier. Les lignes douteuses vous sont montrées avant toute confirmation.",
        "3. احفظوا الملف ثم أودعوه. تعرض عليكم الأسطر المشكوك فيها قبل أي تأكيد.",
        "3. Save, then hand in the file. Doubtful rows are shown to you before anything is confirmed.",
    ),
)
OFFERS_STEPS = (
    Labels(
        "1. Remplissez la feuille « Offres », une ligne par dispositif offert.",
        "1. املؤوا ورقة «العروض»، سطر لكل مستلزم معروض.",
        "1. Fill in the sheet “Offers”, one row for each device offered.",
    ),
    Labels(
        "2. Les quantités et les prix valent pour une unité de base (une pièce), hors taxe. Un palier vaut à partir de sa quantité annuelle.",
        "2. الكميات والأثمان لوحدة أساسية واحدة (قطعة) دون الرسوم. تسري الشريحة ابتداء من كميتها السنوية.",
        "2. Quantities and prices are for one base unit (one piece), tax excluded. A tier holds from its yearly quantity.",
    ),
    Labels(
        "3. Écrivez les titres (déclaration, certificat, enregistrement, autorisation) avec leurs dates : sans eux, l'offre n'est pas admissible.",
        "3. اكتبوا السندات (التصريح، الشهادة، التسجيل، الترخيص) مع تواريخها: بدونها لا يقبل العرض.",
        "3. State the titles (declaration, certificate, registration, authorisation) with their dates: without them an offer isn't eligible.",
    ),
    Labels(
        "4. La feuille « Références import » est facultative : ce que coûte l'importation d'un article. Écrivez sa désignation avec sa taille : le prix d'une taille ne vaut pas pour une autre.",
        "4. ورقة «مراجع الاستيراد» اختيارية: كلفة استيراد صنف. اكتبوا تسميته مع مقاسه: ثمن مقاس لا يسري على غيره.",
        "4. The sheet “Import references” is optional: what importing an article costs. Write its designation with its size: the price of one size isn't that of another.",
    ),
)

NEEDS_EXAMPLES: tuple[dict[str, CellValue], ...] = (
    {
        "designation": "Seringue 5 mL luer lock stérile",
        "quantity": 12_000.0,
        "unit": "pièce",
        "price_ttc": 0.95,
        "region": "Casablanca-Settat",
    },
    {
        "designation": "Gants d'examen nitrile non poudrés taille M",
        "quantity": 600.0,
        "unit": "boîte",
        "pack": "boîte de 100",
        "price_ttc": 62.0,
    },
    {
        "designation": "Compresse de gaze 10 x 10 cm stérile",
        "q1": 500.0,
        "q2": 500.0,
        "q3": 400.0,
        "q4": 600.0,
        "unit": "boîte",
        "pack": "B/50",
    },
)
OFFERS_EXAMPLES: tuple[dict[str, CellValue], ...] = (
    {
        "maker": "Fabrique fictive Atlas", "region": "Casablanca-Settat", "device": "Seringue hypodermique 5 mL",
        "attributes": "luer lock stérile", "reference": "AF-S05", "pack": "boîte de 100", "price": 0.62, "vat": 0.20,
        "tier2_quantity": 50_000.0, "tier2_price": 0.58, "minimum_order": 1_000.0, "order_multiple": 100.0,
        "capacity": 80_000.0, "line": "Injection 1", "lead_time": 21.0, "delivery_cost": 350.0,
        "declaration_number": "FICTIF-D-001", "certificate_number": "FICTIF-C-001", "registration_number": "FICTIF-E-001",
    },
)  # fmt: skip
