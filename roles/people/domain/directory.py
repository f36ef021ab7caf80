"""The directory and the profiles that its people may have, by the names that a file says."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import get_language

from aispec.web.words.folding import fold
from aispec.web.words.sorting import alphabetical
from roles.formats.text import in_language
from roles.models import Person, RoleProfile


def profile_choices() -> list[tuple[int, str]]:
    """Every profile with a name that means no other: its own, or `framework/profile` where several are called so."""
    language = get_language() or "fr"
    rows = RoleProfile.objects.order_by("framework_id", "order", "id").values(
        "id", "slug", "framework__slug", "name_fr", "name_en", "title_fr", "title_en"
    )
    called: Counter[str] = Counter()
    for row in rows:
        names = (row["slug"], row["name_fr"], row["name_en"], row["title_fr"], row["title_en"])
        called.update({fold(name) for name in names if name})
    return [
        (row["id"], name if called[fold(name)] == 1 else f"{row['framework__slug']}/{row['slug']}")
        for row in rows
        if (name := in_language(row, "name", language)) is not None
    ]


def directory(names: Mapping[int, str]) -> Iterator[tuple[str, str, str, bool]]:
    """Everybody: name, e-mail, name of the profile, whether active."""
    people = Person.objects.order_by("id").values_list("name", "email", "profile_id", "active")
    for name, email, profile_id, active in sorted(people, key=lambda person: alphabetical(person[0])):
        yield name, email, names.get(profile_id, "") if profile_id else "", active
