"""The plan's documents: workbook, PDF and JSON. Each is a pure function of a plan and a language."""

from rakiza.pillars.purchasing.documents.plan_documents import write_plan_documents
from rakiza.pillars.purchasing.documents.plan_json import plan_as_json
from rakiza.pillars.purchasing.documents.plan_pdf import write_plan_pdf
from rakiza.pillars.purchasing.documents.plan_workbook import write_plan_workbook

__all__ = ["plan_as_json", "write_plan_documents", "write_plan_pdf", "write_plan_workbook"]
