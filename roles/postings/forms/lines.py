"""The lines of a posting as its form has them: which stand in it, in which order and words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aispec.web.fields.text import one_line, typable
from aispec.web.room import Room
from roles.models import Posting
from roles.postings.domain.duties import PostedDuty, by_default, candidates, posted
from roles.postings.domain.lines import Line, lines_of

LONGEST, MOST = 600, 50  # characters of a line; lines of its own
_OWN = "own-"


@dataclass(slots=True)
class EditedLine:
    """A line that stands in the posting or could; `duty` is None for one of its own, `meant` is the usual wording."""

    key: str
    duty: PostedDuty | None
    default: bool
    shown: bool
    text_fr: str
    text_en: str
    meant_fr: str = ""
    meant_en: str = ""

    @property
    def phase(self) -> str:
        """The heading that it stands under."""
        return self.duty.phase_name if self.duty else _("Other duties")

    @property
    def counts(self) -> bool:
        """Whether it stands in the posting; a line of its own says something."""
        return self.shown and bool(self.duty or self.text_fr or self.text_en)

    @property
    def said(self) -> str:
        """Its words in the reader's language."""
        return (self.text_en if get_language() == "en" else "") or self.text_fr

    def line(self) -> Line:
        """What is kept of it: the words only where they are not those of the matrix."""
        texts = [text if text != meant else "" for text, meant in
                 ((self.text_fr, self.meant_fr), (self.text_en, self.meant_en))]  # fmt: skip
        return Line(_id(self), *texts)


class PostingLines:
    """All that may stand in a posting: as it is kept, then as somebody has typed."""

    def __init__(self, posting: Posting, data: QueryDict | None) -> None:
        self.whole = bool(posting.position_id or posting.profile_id)
        self._meant = _meant(posting)
        self.lines = _kept(posting, self._meant)
        if data is not None:
            self.lines = [_typed(line, data) for line in self._ordered(data)]

    @property
    def phases(self) -> list[tuple[str, list[EditedLine]]]:
        """The lines under their headings."""
        return [(phase, list(lines)) for phase, lines in groupby(self.lines, key=lambda line: line.phase)]

    @property
    def listed(self) -> bool:
        """Whether any line stands in the posting."""
        return any(line.counts for line in self.lines)

    @property
    def emptied(self) -> bool:
        """Whether nothing is left of what the matrix has; kept so, it would mean to follow the matrix."""
        return self.whole and not self.listed and any(line.default for line in self._meant)

    def chosen(self) -> list[Line]:
        """The lines to keep: none where they are those of the matrix, which the posting then follows."""
        found = [line.line() for line in self.lines if line.counts]
        usual = [Line(line.duty.duty_id) for line in self._meant if line.duty and line.default]
        return [] if self.whole and found == usual else found

    def move(self, key: str, step: int) -> None:
        """Move a line by one place under its heading."""
        at = next((n for n, line in enumerate(self.lines) if line.key == key), None)
        if at is None or not 0 <= at + step < len(self.lines):
            return
        if self.lines[at].phase == self.lines[at + step].phase:
            self.lines.insert(at + step, self.lines.pop(at))

    @property
    def room(self) -> Room:
        """For lines of its own."""
        return Room(sum(line.duty is None for line in self.lines), MOST)

    @property
    def too_long(self) -> list[str]:
        """The texts that are longer than a line may be."""
        texts = [text for line in self.lines if line.counts for text in (line.text_fr, line.text_en)]
        return [text for text in texts if len(text) > LONGEST]

    def add(self) -> None:
        """Add an empty line of the posting's own, if there is room."""
        taken = {line.key for line in self.lines}
        free = next((f"{_OWN}{n}" for n in range(1, MOST + 1) if f"{_OWN}{n}" not in taken), None)
        if free:
            self.lines.append(_own(free))

    @property
    def order(self) -> str:
        """The keys in their order, as the form carries them."""
        return ",".join(line.key for line in self.lines)

    def _ordered(self, data: QueryDict) -> Iterator[EditedLine]:
        """The lines in the order that the form carries, phase by phase; those that it does not, after them."""
        sent = list(dict.fromkeys(data.get("order", "").split(",")))
        order = {key: n for n, key in enumerate(sent)}
        place = _places(self._meant)
        known = [line for line in self.lines if line.duty]
        yield from sorted(known, key=lambda line: (place[line.phase], order.get(line.key, len(sent))))
        own = [key for key in sent if key.startswith(_OWN) and key[len(_OWN) :].isdecimal()]
        yield from (_own(key) for key in own[:MOST])


def _places(lines: list[EditedLine]) -> dict[str, int]:
    """Where each phase begins."""
    return {line.phase: n for n, line in reversed(list(enumerate(lines)))}


def _meant(posting: Posting) -> list[EditedLine]:
    """What the matrix or the catalogue has, in its order and words."""
    language, found = get_language() or "fr", []
    for row in candidates(posting):
        french, english = (posted(row, each).text for each in ("fr", "en"))
        default = by_default(posting, row)
        duty = posted(row, language)
        found.append(EditedLine(str(row["id"]), duty, default, default, french, english, french, english))
    return found


def _kept(posting: Posting, meant: list[EditedLine]) -> list[EditedLine]:
    """The same with what is kept of a choice; chosen lines stand before the others of their phase."""
    chosen = lines_of(posting)
    if not chosen:
        return meant
    order: dict[int | None, int] = {line.of: n for n, line in enumerate(chosen) if line.of}
    place = _places(meant)
    for each in meant:
        at = order.get(_id(each))
        each.shown = at is not None
        if at is not None:
            each.text_fr, each.text_en = chosen[at].text_fr or each.text_fr, chosen[at].text_en or each.text_en
    last = len(chosen)
    found = sorted(meant, key=lambda each: (place[each.phase], order.get(_id(each), last)))
    own = (line for line in chosen if line.of is None)
    return found + [_own(f"{_OWN}{n}", line) for n, line in enumerate(own, start=1)]


def _id(line: EditedLine) -> int | None:
    return line.duty.duty_id if line.duty else None


def _own(key: str, line: Line | None = None) -> EditedLine:
    said = line or Line()
    return EditedLine(key, None, default=True, shown=True, text_fr=said.text_fr, text_en=said.text_en)


def _typed(line: EditedLine, data: QueryDict) -> EditedLine:
    """The line as it came back; an empty text means the wording of the matrix."""
    line.shown = line.key in data.getlist("duties")
    for language in ("fr", "en"):
        if (typed := data.get(f"line-{line.key}-{language}")) is not None:
            text = typable(one_line(typed)) or getattr(line, f"meant_{language}")
            setattr(line, f"text_{language}", text)
    return line
