"""A certificate may be for one site."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0006_attach_editions"),
        ("organisations", "0007_small_firm"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="site",
            field=models.ForeignKey(
                blank=True,
                help_text="Vide : toute l'entreprise.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.site",
                verbose_name="site",
            ),
        ),
    ]
