"""Keep how many people a production line employs, where its maker says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("industry", "0010_feminine_local_content"),
    ]

    operations = [
        migrations.AddField(
            model_name="productionline",
            name="people",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="À pleine capacité, toutes équipes comprises ; vide : non déclaré.",
                null=True,
                verbose_name="personnes",
            ),
        ),
    ]
