from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="needline",
            index=models.Index(fields=["year", "need_import", "id"], name="needs_needl_year_7dee65_idx"),
        ),
        migrations.AddIndex(
            model_name="needline",
            index=models.Index(fields=["year", "folded", "id"], name="needs_needl_year_7c2f36_idx"),
        ),
    ]
