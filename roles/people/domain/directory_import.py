"""People from a file: the change of the directory, once its plan is confirmed; all or nothing."""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from aispec.db.derived import derive
from aispec.web.edit_conflict import EditConflict, check_seen
from roles.models import Person
from roles.people.domain.directory_plan import PersonRow, Target, plan_people
from roles.people.domain.login_changes import note_moved
from roles.people.domain.logins import join_by_email
from roles.people.domain.renames import Rename, note_renames


def apply_people(
    rows: Iterable[PersonRow], choices: Mapping[str, str], seen: str, user: User | None = None
) -> tuple[int, int]:
    """Write what was confirmed, all or nothing; how many people were added and changed.

    Raises EditConflict when the directory has changed since the plan that `seen` is the mark of, and OwnName.
    """
    try:
        with transaction.atomic():
            list(Person.objects.select_for_update().order_by("pk").values_list("pk"))
            plan = plan_people(rows)
            check_seen(seen, plan.seen)
            return _write(plan.targets(choices), user)
    except IntegrityError as taken:  # somebody has just been named by one of these e-mails
        raise EditConflict from taken


def _write(targets: Sequence[Target], user: User | None) -> tuple[int, int]:
    people = [
        Person(pk=target.id, name=target.name, email=target.email, profile_id=target.profile_id, active=target.active)
        for target in targets
    ]
    new, changed = [each for each in people if each.pk is None], [each for each in people if each.pk is not None]
    was = Person.objects.in_bulk([person.pk for person in changed])
    Person.objects.bulk_create(new, batch_size=500)
    Person.objects.bulk_update(changed, ["name", "email", "profile", "active", *derive(changed)], batch_size=500)
    note_renames([Rename(each.pk, each.name, was[each.pk].name, was[each.pk].email) for each in changed], user)
    for person in changed:
        note_moved(person, was[person.pk].email, user)
    join_by_email(Person.objects.filter(pk__in=[person.pk for person in new]), user, new=True)
    join_by_email(Person.objects.all(), user)
    return len(new), len(changed)
