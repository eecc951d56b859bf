"""Say of documents what became of them when their dossier ended, and of titles which request ended them."""

from django.db import migrations


def settle(apps, schema_editor):
    document = apps.get_model("registration", "DossierDocument")
    waiting = document.objects.filter(status="to_review")
    for one in waiting.values("pk", "dossier", "section", "language", "version"):
        later = document.objects.filter(
            dossier=one["dossier"],
            section=one["section"],
            language=one["language"],
            version__gt=one["version"],
        )
        if later.exists():
            document.objects.filter(pk=one["pk"]).update(status="replaced")
    waiting.filter(dossier__state__in=("granted", "refused")).update(status="decided")
    waiting.filter(dossier__state="cancelled").update(status="unread")


def say_who_ended(apps, schema_editor):
    ended = {"RegistrationCertificate": "transfer", "EstablishmentDeclaration": "cessation"}
    for name, request in ended.items():
        apps.get_model("registration", name).objects.filter(
            state="withdrawn", requests__request=request, requests__state="granted"
        ).update(ended_by=request, reason="")


class Migration(migrations.Migration):
    dependencies = [("registration", "0005_settled_documents")]

    operations = [
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.RunPython(say_who_ended, migrations.RunPython.noop),
    ]
