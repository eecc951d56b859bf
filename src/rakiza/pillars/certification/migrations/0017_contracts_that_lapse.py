"""Let the contracts of marks lapse whose products changed since, and say so in their timelines.

An accepted contract of a mark whose case is back before its contract was about other products.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

record = import_module("rakiza.pillars.certification.migrations.0013_contracts_taken_as_agreed").record
BACK = Q(case__state__in=("filed", "accepted")) | Q(case__state="sent_back") & ~Q(case__sent_back_for="tests")


def lapse(apps, schema_editor):
    contracts = apps.get_model("certification", "Contract").objects
    standing = contracts.filter(BACK, state="accepted", case__scheme="product").select_related("case")
    for one in standing.order_by("pk"):
        one.state = "lapsed"
        one.save(update_fields=["state"])
        record(
            apps,
            "certification.lapse_contract",
            one.case,
            before={"contract_state": "accepted"},
            after={"contract_state": "lapsed"},
        )


class Migration(migrations.Migration):
    dependencies = [("certification", "0016_days_that_marks_foresee"), ("audit", "0003_refused_acts")]

    operations = [
        migrations.AlterField(
            model_name="contract",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "proposé"),
                    ("accepted", "accepté"),
                    ("declined", "décliné"),
                    ("replaced", "remplacé"),
                    ("lapsed", "caduc : les produits ont changé"),
                    ("assumed", "tenu pour accepté"),
                ],
                default="proposed",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.RunPython(lapse, migrations.RunPython.noop),
    ]
