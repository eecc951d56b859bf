"""Send running cases of the NM mark back for the products that they don't name, and say so in their timelines.

They went the way of management systems: none names a product, and none was tested. Audits that were planned and not
held fall; those that were held stay.
"""

from importlib import import_module

from django.db import migrations

RUNNING = ("accepted", "offered", "agreed", "stage_1", "stage_2_ready", "stage_2", "findings", "decision")
record = import_module("rakiza.pillars.certification.migrations.0013_contracts_taken_as_agreed").record


def ask_for_products(apps, schema_editor):
    cases = apps.get_model("certification", "CertificationCase").objects
    audits = apps.get_model("certification", "Audit").objects
    contracts = apps.get_model("certification", "Contract").objects
    for case in cases.filter(scheme="product", state__in=RUNNING).order_by("pk"):
        planned = audits.filter(case=case, outcome="")
        before = {
            "state": case.state,
            "planned": [day.isoformat() for day in planned.values_list("planned_on", flat=True)],
        }
        planned.delete()
        contracts.filter(case=case, state="proposed").update(state="replaced")
        case.state, case.sent_back_for = "sent_back", "products"
        case.save(update_fields=["state", "sent_back_for"])
        after = {"state": "sent_back", "for": "products"}
        record(apps, "certification.ask_for_products", case, before=before, after=after)


class Migration(migrations.Migration):
    dependencies = [("certification", "0014_products_and_type_tests")]

    operations = [migrations.RunPython(ask_for_products, migrations.RunPython.noop)]
