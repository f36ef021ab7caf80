from typing import Any

from django.db import DatabaseError, migrations, models, transaction

import aispec.db.derived
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


def _index_parts_of_words(_apps: Any, schema_editor: Any) -> None:
    """Where PostgreSQL has pg_trgm and lets the owner of the database use it; what is searched is found without it."""
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute("CREATE INDEX person_searched ON roles_person USING gin (searched gin_trgm_ops)")
    except DatabaseError:
        return


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
        migrations.RunPython(_index_parts_of_words, migrations.RunPython.noop),
    ]
