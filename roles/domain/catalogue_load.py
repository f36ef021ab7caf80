"""Writing a framework's file into the catalogue, all or nothing; the same file twice changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from phases.models import Framework, Phase, Project
from roles.domain.catalogue_file import CatalogueFile, Entry, read_catalogue
from roles.models import Duty, Position, Responsibility, RoleProfile, SuggestionRule

Row = TypeVar("Row", bound=Model)


@dataclass
class LoadReport:
    """What a load did. `kept` names what the file no longer has but a project still uses."""

    framework: str
    statements: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)


def load_catalogue(content: bytes) -> LoadReport:
    """Create or update a framework from its file, in one transaction; rows keep their ids.

    What the file no longer has is removed, unless a project uses it: then it stays, after the others,
    and the report names it. Raises CatalogueError, and then nothing is written.
    """
    file = read_catalogue(content)
    try:
        return _load(file)
    except IntegrityError:  # another server, starting at the same moment, has just made the framework
        return _load(file)


@transaction.atomic
def _load(file: CatalogueFile) -> LoadReport:
    report = LoadReport(file.framework.key, len(file.statements))
    same = Framework.objects.select_for_update().filter(slug=file.framework.key)
    framework = _save(same, "slug", [file.framework], {}, report)[file.framework.key]
    owner = {"framework_id": framework.pk}
    all_phases, all_profiles = Phase.objects.filter(**owner), RoleProfile.objects.filter(**owner)
    all_rules = SuggestionRule.objects.filter(**owner)
    all_statements = Responsibility.objects.filter(phase__framework_id=framework.pk)
    phases = _save(all_phases, "slug", file.phases, owner, report)
    profiles = _save(all_profiles, "slug", file.profiles, owner, report)
    rules = _save(all_rules, "code", file.rules, owner, report)
    entries = [
        Entry(
            entry.key,
            {
                **entry.values,
                "phase_id": phases[entry.phase].pk,
                "profile_id": profiles[entry.profile].pk,
                "rule_id": rules[entry.rule].pk if entry.rule else None,
            },
        )
        for entry in file.statements
    ]
    statements = _save(all_statements, "code", entries, {}, report)
    _save_pairs(file, {code: row.pk for code, row in statements.items()}, all_statements, report)
    # Statements first: a phase, a profile or a rule is free only when none of them is left.
    _prune(all_statements, "code", statements, _used_by(Duty, "responsibility"), report)
    left = {name: _used_by(Responsibility, name) for name in ("phase", "profile", "rule")}
    _prune(all_phases, "slug", phases, left["phase"] | _used_by(Duty, "phase") | _used_by(Project, "phases"), report)
    used = left["profile"] | _used_by(Duty, "profile") | _used_by(Position, "profile")
    _prune(all_profiles, "slug", profiles, used, report)
    _prune(all_rules, "code", rules, left["rule"], report)
    return report


def _save(
    rows: QuerySet[Row], key: str, entries: Iterable[Entry], owner: Mapping[str, Any], report: LoadReport
) -> dict[str, Row]:
    """Create what is missing and update what differs, in two statements; rows by key."""
    stored = {getattr(row, key): row for row in rows}
    new, changed, names = [], [], set[str]()
    for entry in entries:
        row = stored.get(entry.key)
        if row is None:
            new.append(rows.model(**{key: entry.key, **owner, **entry.values}))
            continue
        differing = {name for name, value in entry.values.items() if getattr(row, name) != value}
        for name in differing:
            setattr(row, name, entry.values[name])
        if differing:
            changed.append(row)
            names |= differing
    created = rows.model._default_manager.bulk_create(new)
    if changed:
        rows.model._default_manager.bulk_update(changed, sorted(names), batch_size=500)
    report.added += len(new)
    report.changed += len(changed)
    found = {**stored, **{getattr(row, key): row for row in created}}
    return {entry.key: found[entry.key] for entry in entries}


def _save_pairs(
    file: CatalogueFile, ids: Mapping[str, int], statements: QuerySet[Responsibility], report: LoadReport
) -> None:
    """Make the pairs those of the file; each is stored in both directions."""
    through = Responsibility.pairs_with.through
    wanted = {
        pair
        for entry in file.statements
        for other in entry.pairs
        for pair in ((ids[entry.key], ids[other]), (ids[other], ids[entry.key]))
    }
    links = through.objects.filter(from_responsibility__in=statements)
    stored = {(start, end): pk for pk, start, end in links.values_list(
        "pk", "from_responsibility_id", "to_responsibility_id")}  # fmt: skip
    missing = sorted(wanted - stored.keys())
    through.objects.bulk_create(
        [through(from_responsibility_id=start, to_responsibility_id=end) for start, end in missing]
    )
    stale = [pk for pair, pk in stored.items() if pair not in wanted]
    if stale:
        through.objects.filter(pk__in=stale).delete()
    report.added += len(missing) // 2
    report.removed += len(stale) // 2


def _used_by(model: type[Model], name: str) -> Q:
    return Q(Exists(model._default_manager.filter(**{name: OuterRef("pk")})))


def _prune(rows: QuerySet[Row], key: str, wanted: Mapping[str, Row], used: Q, report: LoadReport) -> None:
    """Remove what the file no longer has, or move it after the rest when a project uses it."""
    gone = [row for row in rows if getattr(row, key) not in wanted]
    if not gone:
        return
    kept = set(rows.filter(used, pk__in=[row.pk for row in gone]).values_list("pk", flat=True))
    free = [row.pk for row in gone if row.pk not in kept]
    rows.filter(pk__in=free).delete()
    report.removed += len(free)
    for place, row in enumerate((row for row in gone if row.pk in kept), len(wanted) + 1):
        report.kept.append(getattr(row, key))
        if getattr(row, "order", place) != place:
            rows.filter(pk=row.pk).update(order=place)
