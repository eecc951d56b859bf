from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_daily_runs"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="holder",
            field=models.CharField(blank=True, max_length=120, verbose_name="processus"),
        ),
    ]
