import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("industry", "0004_device_versions"),
        ("organisations", "0002_joining"),
    ]

    operations = [
        migrations.CreateModel(
            name="Showcase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("open", models.BooleanField(default=False, verbose_name="ouverte")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
            ],
            options={
                "verbose_name": "vitrine",
                "verbose_name_plural": "vitrines",
            },
        ),
        migrations.AddField(
            model_name="device",
            name="public",
            field=models.BooleanField(
                default=False,
                help_text="Lisible par tous quand la vitrine du fabricant est ouverte.",
                verbose_name="en vitrine",
            ),
        ),
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["public", "state", "name"], name="industry_de_public_857a27_idx"),
        ),
        migrations.AddField(
            model_name="showcase",
            name="maker",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="showcase",
                to="organisations.organisation",
                verbose_name="fabricant",
            ),
        ),
    ]
