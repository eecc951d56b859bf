import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("industry", "0003_plants"),
        ("organisations", "0002_joining"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeviceVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("content", models.JSONField(verbose_name="contenu")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
            ],
            options={
                "verbose_name": "version de dispositif",
                "verbose_name_plural": "versions de dispositif",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="PackLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(verbose_name="niveau")),
                ("unit", models.CharField(max_length=30, verbose_name="emballage")),
                (
                    "quantity",
                    models.PositiveIntegerField(
                        help_text="Unités du niveau en dessous.", verbose_name="contient"
                    ),
                ),
                ("gtin", models.CharField(blank=True, db_index=True, max_length=14, verbose_name="GTIN")),
            ],
            options={
                "verbose_name": "niveau d'emballage",
                "verbose_name_plural": "niveaux d'emballage",
                "ordering": ["level"],
            },
        ),
        migrations.AddField(
            model_name="device",
            name="instructions",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="notice d'instructions",
            ),
        ),
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["gtin"], name="industry_de_gtin_9fea71_idx"),
        ),
        migrations.AddField(
            model_name="deviceversion",
            name="device",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="industry.device",
                verbose_name="dispositif",
            ),
        ),
        migrations.AddField(
            model_name="deviceversion",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changé par",
            ),
        ),
        migrations.AddField(
            model_name="packlevel",
            name="device",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="packs",
                to="industry.device",
                verbose_name="dispositif",
            ),
        ),
        migrations.AddConstraint(
            model_name="deviceversion",
            constraint=models.UniqueConstraint(fields=("device", "number"), name="device_version_once"),
        ),
        migrations.AddConstraint(
            model_name="packlevel",
            constraint=models.UniqueConstraint(fields=("device", "level"), name="pack_level_once"),
        ),
        migrations.AddConstraint(
            model_name="packlevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__gte", 1), ("quantity__gte", 1)), name="pack_holds_something"
            ),
        ),
    ]
