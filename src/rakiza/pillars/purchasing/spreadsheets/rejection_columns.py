"""Columns that the importers recognise in order to leave them alone: numbering, amounts, rejections."""

from __future__ import annotations

from rakiza.engine.families import Labels
from rakiza.kernel.imports.columns import ColumnSpec

ROW_NUMBER = ColumnSpec(
    key="line_number",
    labels=Labels("N°", "الرقم", "No."),
    synonyms=(
        "N",
        "No",
        "Num",
        "Numéro",
        "N d'ordre",
        "N° ordre",
        "Numéro d'ordre",
        "N° article",
        "N° lot",
        "Item no",
        "Line",
        "رقم",
        "الرقم الترتيبي",
        "ت",
        "S/N",
    ),
    in_template=False,
    ignored=True,
)
AMOUNT = ColumnSpec(
    key="amount",
    labels=Labels("Montant", "المبلغ", "Amount"),
    synonyms=(
        "Montant TTC",
        "Montant HT",
        "Prix total",
        "Prix total TTC",
        "Prix total HT",
        "Total",
        "Total TTC",
        "Total HT",
        "Valeur",
        "Valeur totale",
        "Montant total",
        "Total price",
        "المبلغ الإجمالي",
        "الثمن الإجمالي",
    ),
    in_template=False,
    ignored=True,
)
REJECTED_FILE = ColumnSpec(
    key="rejected_file",
    labels=Labels("Fichier d'origine", "الملف الأصلي", "Source file"),
    in_template=False,
    ignored=True,
    width=22,
)
REJECTED_SHEET = ColumnSpec(
    key="rejected_sheet",
    labels=Labels("Feuille d'origine", "الورقة الأصلية", "Source sheet"),
    in_template=False,
    ignored=True,
    width=18,
)
REJECTED_ROW = ColumnSpec(
    key="rejected_row",
    labels=Labels("Ligne d'origine", "السطر الأصلي", "Source row"),
    in_template=False,
    ignored=True,
    width=12,
)
REJECTED_COLUMN = ColumnSpec(
    key="rejected_column",
    labels=Labels("Colonne en cause", "العمود المعني", "Faulty column"),
    in_template=False,
    ignored=True,
    width=22,
)
REJECTED_VALUE = ColumnSpec(
    key="rejected_value",
    labels=Labels("Valeur lue", "القيمة المقروءة", "Value read"),
    in_template=False,
    ignored=True,
    width=22,
)
REJECTED_REASON = ColumnSpec(
    key="rejected_reason",
    labels=Labels("Motif du rejet", "سبب الرفض", "Reason for rejection"),
    in_template=False,
    ignored=True,
    width=80,
)
REPORT_COLUMNS = (
    REJECTED_FILE,
    REJECTED_SHEET,
    REJECTED_ROW,
    REJECTED_COLUMN,
    REJECTED_VALUE,
    REJECTED_REASON,
)
REJECTION_COLUMNS = (ROW_NUMBER, AMOUNT, *REPORT_COLUMNS)
