from django.db import migrations

from rakiza.kernel.word_index import word_index


class Migration(migrations.Migration):
    """A few letters of a name are found without reading every row."""

    dependencies = [("industry", "0011_people_of_lines")]

    operations = [word_index("industry_device", "name", "name_ar", "reference")]
