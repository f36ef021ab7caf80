"""The matrix as it stood at any version: the lines of the journal are undone, from the last, on what stands now.

What is no part of the journal (the catalogue, whether somebody is still active) is shown as it is now.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aispec.db.prepared_query import Row
from phases.enums import ChangeKind
from phases.models import Phase, ProjectChange
from roles.history.domain.replay_catalogue import ReplayCatalogue
from roles.history.domain.snapshot import Snapshot, load_snapshot
from roles.matrix.matrix import Matrix
from roles.matrix.seals import duty_seal, position_seal, start_seal
from roles.projects.domain.positions import said


class NoSuchVersion(Exception):
    """The project has no such version yet."""


class ReplayFailed(Exception):
    """A line of the journal keeps too little to be taken back: it is older than this history."""


def matrix_at(project_id: int, version: int, language: str | None = None) -> Matrix:
    """The matrix as load_matrix gave it at this version.

    Raises Project.DoesNotExist, NoSuchVersion and ReplayFailed.
    """
    return snapshot_at(project_id, version).matrix(language)


def snapshot_at(project_id: int, version: int) -> Snapshot:
    """The project as it stood at this version, in both languages. Raises as matrix_at."""
    return _replayed(project_id, version).snapshot(version)


def verify(project_id: int) -> list[tuple[ProjectChange, str]]:
    """The lines of the journal that say something else than the matrix held, with what it held.

    Raises Project.DoesNotExist and ReplayFailed.
    """
    return _replayed(project_id, 0).problems


def _replayed(project_id: int, version: int) -> "Replay":
    """The project taken back to a version."""
    now = load_snapshot(project_id)
    present = now.project["project__version"]
    if not 0 <= version <= present:
        raise NoSuchVersion(version)
    replay = Replay(now)
    lines = ProjectChange.objects.filter(project_id=project_id, version__gt=version, version__lte=present)
    for line in lines.order_by("-version", "-id"):
        replay.take_back(line)
    return replay


class Replay:
    """A snapshot that goes back in time; `problems` says where the journal and the snapshot disagree."""

    def __init__(self, now: Snapshot) -> None:
        self.now = now
        self.problems: list[tuple[ProjectChange, str]] = []
        self.sources = ReplayCatalogue(now.project_id)
        self.project = dict(now.project)
        self.phases = {row["phase_id"]: row for row in now.phases}
        self.positions = list(now.positions)
        self.duties: dict[int, list[Row]] = {phase_id: [] for phase_id in self.phases}
        for row in now.duties:
            self.duties.setdefault(row["phase_id"], []).append(row)  # one of no phase of the project is told later
        self.by_id = {row["id"]: row for row in now.duties}

    def snapshot(self, version: int) -> Snapshot:
        """What stands after all that was taken back."""
        phases = sorted(self.phases.values(), key=lambda row: row["phase__order"])
        return Snapshot(
            self.now.project_id,
            self.project | {"project__version": version},
            phases,
            self.positions,
            [duty for phase in phases for duty in self.duties[phase["phase_id"]]],
        )

    def take_back(self, line: ProjectChange) -> None:
        """Undo one line; lines are taken back from the last to the first. Raises ReplayFailed."""
        back = _BACK.get(ChangeKind(line.kind))
        if back is None:
            return
        try:
            back(self, line, line.data or {})
        except (KeyError, IndexError, ValueError, Phase.DoesNotExist) as missing:
            raise ReplayFailed(line) from missing

    def _expect(self, line: ProjectChange, found: str) -> None:
        """What the line says it left must be what the snapshot holds."""
        if found != line.new:
            self.problems.append((line, found))

    def _sealed(self, line: ProjectChange, said: str | None, found: str) -> None:
        """What came must be what the line has sealed; None is said by lines of before this seal."""
        if said not in (None, found):
            self.problems.append((line, _CHANGED))

    def _without_letters(self, line: ProjectChange, letters: Iterable[str | None]) -> None:
        """What comes is empty: its letters have lines of their own."""
        if any(letters):
            self.problems.append((line, _CHANGED))

    def _started(self, line: ProjectChange, data: Mapping[str, Any]) -> None:
        if start := data.get("start"):
            self._sealed(line, start, start_seal(self.positions, self.snapshot(0).duties, start))

    def _cell(self, line: ProjectChange, _data: Mapping[str, Any]) -> None:
        letters, position_id = self.by_id[line.duty_id or 0]["letters"], str(line.position_id)
        self._expect(line, letters.pop(position_id, ""))
        self._position_place(line)
        if line.old:
            letters[position_id] = line.old

    def _position_place(self, line: ProjectChange) -> int:
        return [row["id"] for row in self.positions].index(line.position_id)

    def _position_added(self, line: ProjectChange, data: Mapping[str, Any]) -> None:
        position = self.positions.pop(self._position_place(line))
        self._expect(line, position["holder__name"] or "")
        self._sealed(line, data.get("seal"), position_seal(position))
        self._without_letters(line, (duty["letters"].get(str(line.position_id)) for duty in self.by_id.values()))

    def _position_edited(self, line: ProjectChange, data: Mapping[str, Any]) -> None:
        place = self._position_place(line)
        row = self.positions[place]
        if data["field"] == "holder":
            self._expect(line, row["holder__name"] or "")
            back = _holder(data["id"], line.old)
        elif data["field"] == "co_holders":
            same = {pk for pk, *_rest in row["co_holders"]} == {pk for pk, _name in data["now"]}
            self._expect(line, line.new if same else said(row["co_holders"]))  # whatever they are called since
            back = _co_holders(data["was"])
        elif data["field"] == "profile":
            back = self.sources.profile(data["id"])
        else:
            self._expect(line, row[data["field"]] or "")
            back = {data["field"]: line.old}
        self.positions[place] = row | back

    def _person_renamed(self, line: ProjectChange, data: Mapping[str, Any]) -> None:
        for place, row in enumerate(self.positions):
            if row["holder_id"] == data["person"]:
                self._expect(line, row["holder__name"])
                self.positions[place] = row | {"holder__name": line.old}
            others = [[pk, line.old if pk == data["person"] else name, *rest] for pk, name, *rest in row["co_holders"]]
            self.positions[place] = self.positions[place] | {"co_holders": others}

    def _position_moved(self, line: ProjectChange, _data: Mapping[str, Any]) -> None:
        place = self._position_place(line)
        self._expect(line, str(place + 1))
        self.positions.insert(int(line.old) - 1, self.positions.pop(place))

    def _position_removed(self, line: ProjectChange, data: Mapping[str, Any]) -> None:
        words = data["position"]
        row = {"id": line.position_id, "title_fr": words["title_fr"], "title_en": words["title_en"]}
        row |= self.sources.profile(data["profile"]) | _holder(data["holder"], words["holder"])
        row |= _co_holders(data.get("co_holders", ()))
        self.positions.insert(data["place"], row)
        of_code = {duty["code"]: duty for duty in self.by_id.values()} if data["letters"] else {}
        for code, letter in data["letters"].items():
            of_code[code]["letters"][str(line.position_id)] = letter

    def _duty_added(self, line: ProjectChange, data: Mapping[str, Any]) -> None:
        duty = self.by_id.pop(line.duty_id or 0)
        self.duties[duty["phase_id"]].remove(duty)
        self._sealed(line, data.get("seal"), duty_seal(duty, data.get("seal", "")))
        self._without_letters(line, duty["letters"].values())

    def _duty_edited(self, line: ProjectChange, data: Mapping[str, Any]) -> None:
        duty, field = self.by_id[line.duty_id or 0], data["field"]
        if field == "phase":
            self.duties[duty["phase_id"]].remove(duty)
            duty["phase_id"] = data["phase"]
            self.duties[data["phase"]].insert(data["place"], duty)
        elif field == "reason":
            duty["letters"] = dict(data.get("letters", {}))
            self._expect(line, duty["reason"])
            duty["applicable"] = "letters" in data
            duty["reason"] = "" if duty["applicable"] else line.old
        else:
            self._expect(line, duty[field] or "")
            duty[field] = line.old
            if "posting" in data:
                wording = field.replace("text", "posting")
                self._sealed(line, data.get("posting_now"), duty[wording] or "")
                duty[wording] = data["posting"]

    def _duty_moved(self, line: ProjectChange, _data: Mapping[str, Any]) -> None:
        duty = self.by_id[line.duty_id or 0]
        rows = self.duties[duty["phase_id"]]
        place = rows.index(duty)
        self._expect(line, str(place + 1))
        rows.insert(int(line.old) - 1, rows.pop(place))

    def _duty_removed(self, line: ProjectChange, data: Mapping[str, Any]) -> None:
        row = {name: value for name, value in data.items() if name != "place"}
        row |= {"id": line.duty_id, "letters": dict(data["letters"])}
        row |= self.sources.responsibility(data["responsibility_id"])
        self.duties[data["phase_id"]].insert(data["place"], row)
        self.by_id[row["id"]] = row

    def _project_edited(self, line: ProjectChange, data: Mapping[str, Any]) -> None:
        if data["field"] == "phases":
            self._phases(line, set(data["was"]), data.get("came"))
        elif data["field"] in ("name", "organization"):
            self._expect(line, self.project[f"project__{data['field']}"])
            self.project[f"project__{data['field']}"] = line.old
        elif data["field"] != "is_model":  # which no matrix shows
            rules = {name: value for name, value in self.project["project__rules"].items() if name != data["field"]}
            if line.old:
                rules[data["field"]] = data["was"]
            self.project["project__rules"] = rules

    def _phases(self, line: ProjectChange, was: set[int], came: str | None) -> None:
        if came:
            new = [row for row in self.snapshot(0).duties if row["phase_id"] not in was]
            self._sealed(line, came, start_seal((), new, came))
        for phase_id in self.phases.keys() - was:
            del self.phases[phase_id]
            for duty in self.duties.pop(phase_id):
                del self.by_id[duty["id"]]
        for phase_id in was - self.phases.keys():
            self.phases[phase_id] = self.sources.phase(phase_id)
            self.duties[phase_id] = []


def _holder(person_id: int | None, name: str) -> Row:
    """A holder as the journal named them; whether they were active then, nothing says."""
    return {"holder_id": person_id, "holder__name": name, "holder__active": True}


def _co_holders(people: Iterable[tuple[int, str]]) -> Row:
    """Co-holders as the journal named them; the same holds of them."""
    return {"co_holders": [[person_id, name, True] for person_id, name in people]}


_CHANGED = "other words or letters than were sealed"
_BACK: Mapping[ChangeKind, Callable[[Replay, ProjectChange, Mapping[str, Any]], None]] = {
    ChangeKind.PROJECT_CREATED: Replay._started,
    ChangeKind.PROJECT_EDITED: Replay._project_edited,
    ChangeKind.CELL: Replay._cell,
    ChangeKind.POSITION_ADDED: Replay._position_added,
    ChangeKind.POSITION_EDITED: Replay._position_edited,
    ChangeKind.PERSON_RENAMED: Replay._person_renamed,
    ChangeKind.POSITION_MOVED: Replay._position_moved,
    ChangeKind.POSITION_REMOVED: Replay._position_removed,
    ChangeKind.DUTY_ADDED: Replay._duty_added,
    ChangeKind.DUTY_EDITED: Replay._duty_edited,
    ChangeKind.DUTY_MOVED: Replay._duty_moved,
    ChangeKind.DUTY_REMOVED: Replay._duty_removed,
}
REBUILT = frozenset(_BACK)  # the kinds of lines from which the past is rebuilt
