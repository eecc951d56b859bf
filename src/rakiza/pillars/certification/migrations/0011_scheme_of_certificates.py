"""Write on each certificate what it certifies: its case says it; one without a case is of a management system."""

from django.db import migrations, models


def take_from_case(apps, schema_editor):
    cases = apps.get_model("certification", "CertificationCase").objects
    products = cases.filter(certificate__isnull=False, scheme="product").values("certificate")
    apps.get_model("certification", "Certificate").objects.filter(pk__in=products).update(scheme="product")


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0010_proposals_of_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="scheme",
            field=models.CharField(
                choices=[("system", "système de management"), ("product", "marque de produit NM")],
                default="system",
                help_text="Ce qui est certifié.",
                max_length=10,
                verbose_name="objet",
            ),
        ),
        migrations.AddField(
            model_name="certificateproposal",
            name="scheme",
            field=models.CharField(
                choices=[("system", "système de management"), ("product", "marque de produit NM")],
                default="system",
                max_length=10,
                verbose_name="objet",
            ),
        ),
        migrations.RunPython(take_from_case, migrations.RunPython.noop),
    ]
