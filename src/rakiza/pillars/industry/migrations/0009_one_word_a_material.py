from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SAME = {
    "latex": "natural_rubber",
    "nitrile": "nitrile_rubber",
    "nylon": "polyamide",
    "polyethylene_terephthalate": "pet",
    "cardboard": "paperboard",
    "nickel_titanium": "nitinol",
}


def one_word(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write what plants work with in the words that are left."""
    plants = apps.get_model("industry", "Plant").objects.using(schema_editor.connection.alias)
    for plant in plants.all().iterator(chunk_size=500):
        written = sorted({_SAME.get(word, word) for word in plant.materials})
        if written != sorted(plant.materials):
            plants.filter(pk=plant.pk).update(materials=written)


class Migration(migrations.Migration):
    dependencies = [
        ("industry", "0008_content_audits"),
    ]

    operations = [migrations.RunPython(one_word, migrations.RunPython.noop)]
