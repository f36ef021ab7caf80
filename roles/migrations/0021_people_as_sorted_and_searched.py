from typing import Any

from django.db import migrations, models

import aispec.db.derived
from aispec.db.parts_of_words import index_parts_of_words
from aispec.web.words.folding import fold, name_key
from aispec.web.words.sorting import sort_bytes


def _derive(apps: Any, _schema_editor: Any) -> None:
    """What follows from the names that are there, as the model makes it."""
    people = apps.get_model("roles", "Person").objects
    batch = []
    for person in people.only("name", "email").order_by("pk").iterator():
        person.sorted_by = sort_bytes(person.name)
        person.searched = fold(f"{person.name} {person.email}")
        person.key = name_key(person.name)
        batch.append(person)
        if len(batch) == 500:
            people.bulk_update(batch, ["sorted_by", "searched", "key"])
            batch = []
    people.bulk_update(batch, ["sorted_by", "searched", "key"])


class Migration(migrations.Migration):
    dependencies = [("roles", "0020_login_changes")]

    operations = [
        migrations.AddField("person", "sorted_by", aispec.db.derived.DerivedBytes(default=b"")),
        migrations.AddField("person", "searched", aispec.db.derived.DerivedText(default="", editable=False)),
        migrations.AddField("person", "key", aispec.db.derived.DerivedText(default="", editable=False)),
        migrations.RunPython(_derive, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex("person", models.Index(fields=["sorted_by", "id"], name="person_sorted")),
        migrations.AddIndex(
            "person",
            models.Index(fields=["sorted_by", "id"], name="person_active_sorted", condition=models.Q(active=True)),
        ),
        migrations.AddIndex("person", models.Index(fields=["key"], name="person_key")),
        migrations.RunPython(
            index_parts_of_words("person_searched", "roles_person", "searched"), migrations.RunPython.noop
        ),
    ]
