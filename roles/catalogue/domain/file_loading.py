"""Writing a framework's file into the catalogue, all or nothing; the same file twice changes nothing.

What a file would do is found out by doing it in a transaction that is then taken back, so that a plan and the
load itself can never tell two stories.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aispec.web.edit_conflict import check_seen
from phases.models import Framework, Phase, Project
from roles.catalogue.domain.file_format import (
    FRAMEWORK,
    PHASES,
    PROFILES,
    RULES,
    STATEMENTS,
    CatalogueError,
    CatalogueFile,
    Entry,
    Section,
)
from roles.catalogue.domain.load_report import PAIRS, Effect, Line, LoadReport
from roles.enums import Letter
from roles.formats.text import in_language
from roles.models import Duty, Person, Position, Posting, PostingLine, Responsibility, RoleProfile, SuggestionRule

Row = TypeVar("Row", bound=Model)
Ids = Mapping[str, Mapping[int, str]]  # what stands behind a foreign key: its name by its number


def plan_catalogue(file: CatalogueFile) -> LoadReport:
    """What loading a file would do; nothing is written."""
    return _tried(file, write=False)


def load_catalogue(file: CatalogueFile, seen: str | None = None) -> LoadReport:
    """Create or update a framework from its file, in one transaction; rows keep their ids.

    Raises CatalogueError for a framework that is no catalogue's but a project's own.
    What the file no longer has is removed, unless a project or a person uses it: then it stays, after the others,
    and the report names it. `seen` is the mark of the plan that somebody confirmed; raises EditConflict
    when it is another.
    """
    return _tried(file, seen)


def _tried(file: CatalogueFile, seen: str | None = None, *, write: bool = True) -> LoadReport:
    try:
        return _load(file, seen, write=write)
    except IntegrityError:  # another server, starting at the same moment, has just made the framework
        return _load(file, seen, write=write)


@transaction.atomic
def _load(file: CatalogueFile, seen: str | None, *, write: bool) -> LoadReport:
    report = LoadReport(file.framework.key, _title(file.framework), len(file.statements))
    same = Framework.objects.select_for_update().filter(slug=file.framework.key)
    if any(not framework.catalogued for framework in same):
        words = _("“%(slug)s” names the phases of a single project. Choose another identifier.")
        raise CatalogueError([words % {"slug": file.framework.key}])
    framework = _save(same, FRAMEWORK, [file.framework], {}, report)[file.framework.key]
    owner = {"framework_id": framework.pk}
    all_phases, all_profiles = Phase.objects.filter(**owner), RoleProfile.objects.filter(**owner)
    all_rules = SuggestionRule.objects.filter(**owner)
    all_statements = Responsibility.objects.filter(phase__framework_id=framework.pk)
    phases = _save(all_phases, PHASES, file.phases, owner, report)
    profiles = _save(all_profiles, PROFILES, file.profiles, owner, report)
    rules = _save(all_rules, RULES, file.rules, owner, report)
    entries = _with_ids(file, phases, profiles, rules)
    statements = _save(all_statements, STATEMENTS, entries, {}, report, _names(all_phases, all_profiles, all_rules))
    _save_pairs(file, {code: row.pk for code, row in statements.items()}, all_statements, report)
    # Statements first: a phase, a profile or a rule is free only when none of them is left.
    said = _used_by(Duty, "responsibility") | _used_by(PostingLine, "statement")
    _prune(all_statements, STATEMENTS, statements, said, report)
    _prune(all_phases, PHASES, phases, _used("phase") | _used_by(Project, "phases"), report)
    in_use = (
        _used("profile") | _used_by(Position, "profile") | _used_by(Person, "profile") | _used_by(Posting, "profile")
    )
    _prune(all_profiles, PROFILES, profiles, in_use, report)
    _prune(all_rules, RULES, rules, _used_by(Responsibility, "rule"), report)
    check_seen(seen, report.seen)
    if not write:
        transaction.set_rollback(True)
    return report


def _with_ids(
    file: CatalogueFile,
    phases: Mapping[str, Phase],
    profiles: Mapping[str, RoleProfile],
    rules: Mapping[str, SuggestionRule],
) -> list[Entry]:
    """The statements with what they name."""
    return [
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


def _title(framework: Entry) -> str:
    return in_language(framework.values, "title", get_language() or "fr")


def _names(phases: QuerySet[Phase], profiles: QuerySet[RoleProfile], rules: QuerySet[SuggestionRule]) -> Ids:
    return {
        "phase_id": dict(phases.values_list("pk", "slug")),
        "profile_id": dict(profiles.values_list("pk", "slug")),
        "rule_id": dict(rules.values_list("pk", "code")),
    }


def _save(
    rows: QuerySet[Row],
    section: Section,
    entries: Iterable[Entry],
    owner: Mapping[str, Any],
    report: LoadReport,
    names: Ids | None = None,
) -> dict[str, Row]:
    """Create what is missing and update what differs, in two statements; rows by key."""
    key = section.key
    stored = {getattr(row, key): row for row in rows}
    new, changed, fields = [], [], set[str]()
    for entry in entries:
        row = stored.get(entry.key)
        if row is None:
            new.append(rows.model(**{key: entry.key, **owner, **entry.values}))
            report.lines.append(Line(section.name, Effect.ADDED, entry.key, _text(section, entry.values)))
            continue
        differing = {name for name, value in entry.values.items() if not _same(getattr(row, name), value)}
        if differing:
            report.lines.append(_changed(section, entry, row, differing, names or {}))
            changed.append(row)
            fields |= differing
        for name in differing:
            setattr(row, name, entry.values[name])
    created = rows.model._default_manager.bulk_create(new)
    if changed:
        rows.model._default_manager.bulk_update(changed, sorted(fields), batch_size=500)
    found = {**stored, **{getattr(row, key): row for row in created}}
    return {entry.key: found[entry.key] for entry in entries}


def _same(old: Any, new: Any) -> bool:
    """Whether two values say the same; a browser writes other line ends than a file."""
    return bool(old == new or (isinstance(old, str) and old.replace("\r\n", "\n") == new))


def _text(section: Section, values: Mapping[str, Any]) -> str:
    """The words by which people know an entry: the first that its section asks for."""
    return str(values[f"{section.texts[section.required[0]]}_fr"])


def _changed(section: Section, entry: Entry, row: Model, differing: set[str], names: Ids) -> Line:
    fields = tuple(
        (name, _shown(getattr(row, name), names.get(name)), _shown(entry.values[name], names.get(name)))
        for name in entry.values
        if name in differing and name != "order"
    )
    effect = Effect.CHANGED if fields else Effect.MOVED
    return Line(section.name, effect, entry.key, _text(section, entry.values), fields)


def _shown(value: Any, names: Mapping[int, str] | None) -> str:
    """A value of a field in a sentence."""
    if names is not None:
        return names.get(value, "")
    if isinstance(value, dict):
        return ", ".join(f"{profile} {Letter(letter).shown}" for profile, letter in sorted(value.items()))
    return str(value or "")


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
    codes = dict(statements.values_list("pk", "code"))
    # By their numbers: asked to join, PostgreSQL takes minutes over a framework that has just been loaded.
    links = through.objects.filter(from_responsibility_id__in=list(codes))
    stored = {(start, end): pk for pk, start, end in links.values_list(
        "pk", "from_responsibility_id", "to_responsibility_id")}  # fmt: skip
    missing = sorted(wanted - stored.keys())
    through.objects.bulk_create(
        [through(from_responsibility_id=start, to_responsibility_id=end) for start, end in missing]
    )
    stale = [pair for pair in stored if pair not in wanted]
    if stale:
        through.objects.filter(pk__in=[stored[pair] for pair in stale]).delete()
    _note_pairs(report, Effect.ADDED, {(codes[start], codes[end]) for start, end in missing})
    _note_pairs(report, Effect.REMOVED, {(codes[start], codes.get(end, "")) for start, end in stale})


def _note_pairs(report: LoadReport, effect: Effect, pairs: set[tuple[str, str]]) -> None:
    """A line a pair, which is stored in both directions."""
    names = sorted(f"{start} ↔ {end}" for start, end in pairs if start < end)
    report.lines += [Line(PAIRS, effect, name, "") for name in names]


def _used(name: str) -> Q:
    """What a statement of the catalogue, or a duty of a project, names as its phase or profile."""
    return _used_by(Responsibility, name) | _used_by(Duty, name)


def _used_by(model: type[Model], name: str) -> Q:
    return Q(Exists(model._default_manager.filter(**{name: OuterRef("pk")})))


def _prune(rows: QuerySet[Row], section: Section, wanted: Mapping[str, Row], used: Q, report: LoadReport) -> None:
    """Remove what the file no longer has, or move it after the rest when a project or a posting uses it."""
    gone = [row for row in rows.order_by(section.key) if getattr(row, section.key) not in wanted]
    if not gone:
        return
    kept = set(rows.filter(used, pk__in=[row.pk for row in gone]).values_list("pk", flat=True))
    rows.filter(pk__in=[row.pk for row in gone if row.pk not in kept]).delete()
    place = len(wanted)
    for row in gone:
        effect = Effect.KEPT if row.pk in kept else Effect.REMOVED
        report.lines.append(Line(section.name, effect, getattr(row, section.key), _text(section, vars(row))))
        if row.pk in kept:
            place += 1
            if getattr(row, "order", place) != place:
                rows.filter(pk=row.pk).update(order=place)
