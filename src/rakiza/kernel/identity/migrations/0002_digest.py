from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="digest",
            field=models.BooleanField(
                default=True,
                help_text="Par courrier électronique : ce qui est nouveau à traiter, une fois par jour.",
                verbose_name="résumé quotidien",
            ),
        ),
    ]
