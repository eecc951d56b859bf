"""Keep the days during which a title was suspended; those that stand are known by their first day."""

from django.db import migrations, models

KINDS = ("establishmentdeclaration", "registrationcertificate", "specificauthorisation")
HELP = "Premier et dernier jour de chacune ; sans dernier, elle court jusqu'à la fin du titre."


def say_those_that_stand(apps, schema_editor):
    for kind in KINDS:
        titles = apps.get_model("registration", kind).objects.filter(
            state="suspended", ended_on__isnull=False
        )
        for title in titles.only("pk", "ended_on").iterator():
            began = [[title.ended_on.isoformat(), None]]
            type(title).objects.filter(pk=title.pk).update(suspensions=began)


class Migration(migrations.Migration):
    dependencies = [("registration", "0006_settle_documents")]

    operations = [
        *(
            migrations.AddField(
                model_name=kind,
                name="suspensions",
                field=models.JSONField(blank=True, default=list, help_text=HELP, verbose_name="suspensions"),
            )
            for kind in KINDS
        ),
        migrations.RunPython(say_those_that_stand, migrations.RunPython.noop),
    ]
