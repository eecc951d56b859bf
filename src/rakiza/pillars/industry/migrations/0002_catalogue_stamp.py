from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("industry", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogueStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0, verbose_name="numéro")),
            ],
            options={
                "verbose_name": "état du catalogue",
                "verbose_name_plural": "état du catalogue",
            },
        ),
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["updated_at"], name="industry_de_updated_82abbe_idx"),
        ),
    ]
