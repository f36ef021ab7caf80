"""Erasing somebody: nothing names them any more, and the past can still be rebuilt."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from aispec.web.models import KeptMail
from phases.access.invitations import invite
from phases.enums import ChangeKind, Role
from phases.models import Baseline, Invitation, ProjectChange
from roles.acceptance.domain.answers import answer, part_of
from roles.acceptance.domain.asking import ask
from roles.acceptance.domain.personal_links import make_link
from roles.checks.domain.check import open_findings
from roles.checks.domain.dismissals import dismiss
from roles.comments.domain import add_comment
from roles.history.domain.baselines import freeze
from roles.history.domain.replay import matrix_at, verify
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import AcceptanceRequest, Comment, FindingDismissal, Person, Position
from roles.privacy.cleaning import ERASED
from roles.privacy.erasure import erase
from roles.projects.domain.positions import PositionDetails, edit_position, hold_position, remove_position
from roles.undo.undo import undo
from tests.conftest import Team
from tests.factories import PersonFactory, UserFactory

NAME = "Zoé Prénom-Secret"


class Named:
    """A person whom every kind of text of a project names, and another who stays."""

    def __init__(self, team: Team) -> None:
        self.project, self.owner = team.project, team.users["owner"]
        self.person = PersonFactory.create(name=NAME, email="zoe@secret.example")
        self.other = PersonFactory.create(name="Ada Roy", email="ada@here.example")
        self.first, self.second = team.project.positions.all()
        self.duties = duties = team.project.duties.all()
        for position, person in ((self.first, self.person), (self.second, self.other)):
            self.hold(position, person)
        set_cells(self.project.pk, self.owner, [CellChange(duty.pk, self.first.pk, "R") for duty in duties])
        cells = {held.cell: held.mark for held in part_of(self.project.pk, self.person).cells}
        make_link(self.project.pk, self.owner, self.person.pk)
        answer(self.project.pk, self.person, None, cells, f"Non, dit {NAME}")
        add_comment(self.project.pk, self.owner, (duties[0].pk, None), f"Demander à {NAME}, ou Ada Roy.")
        freeze(self.project.pk, self.owner, "Départ", f"Avec {NAME}")

    def hold(self, position: Position, person: Person | None) -> None:
        found = Position.objects.get(pk=position.pk)
        name, email = (person.name, person.email) if person else ("", "")
        details = PositionDetails(found.title_fr, found.title_en or "", found.profile, name, email)
        edit_position(self.project.pk, self.owner, position.pk, details)

    def texts(self) -> str:
        """All that the database holds of the project in words."""
        tables: list[Any] = [ProjectChange, Baseline, Comment, Person]
        return repr([list(table.objects.values_list()) for table in tables])


@pytest.fixture
def named(team: Team) -> Named:
    return Named(team)


def test_erased_person_is_named_nowhere_and_the_others_stay(named: Named) -> None:
    assert NAME in named.texts()
    erase(named.person, named.owner)
    texts = named.texts()
    assert "Secret" not in texts
    assert "secret" not in texts
    assert ERASED in texts
    assert Comment.objects.get().text == f"Demander à {ERASED}, ou Ada Roy."
    matrix = load_matrix(named.project.pk)
    assert [position.holder for position in matrix.positions] == ["", "Ada Roy"]
    assert matrix.duties[0].letters[0] == "R"


def test_past_and_frozen_versions_can_be_read_after_an_erasure(named: Named) -> None:
    named.hold(named.first, None)
    named.hold(named.first, named.person)
    remove_position(named.project.pk, named.owner, named.first.pk)
    versions = range(load_matrix(named.project.pk).version + 1)
    held = [[position.holder for position in matrix_at(named.project.pk, at).positions] for at in versions]
    assert [NAME, "Ada Roy"] in held
    erase(named.person, named.owner)
    assert verify(named.project.pk) == []
    for at, before in zip(versions, held, strict=True):
        after = [position.holder for position in matrix_at(named.project.pk, at).positions]
        assert after == [ERASED if name == NAME else name for name in before]
    kept = Baseline.objects.get()
    assert [row["holder__name"] for row in kept.frozen["positions"]] == [ERASED, "Ada Roy"]
    assert kept.note == f"Avec {ERASED}"


def test_erased_holder_of_several_leaves_the_position_to_the_others(named: Named) -> None:
    def hold(*people: str) -> None:
        hold_position(named.project.pk, named.owner, named.first.pk, "; ".join(people))

    hold(NAME, "Ada Roy")
    hold("Ada Roy", NAME)
    hold("Ada Roy", NAME, "Luc Côté")
    freeze(named.project.pk, named.owner, "À trois")
    hold(NAME, "Luc Côté")
    remove_position(named.project.pk, named.owner, named.second.pk)
    versions = range(load_matrix(named.project.pk).version + 1)
    held = [[position.holder for position in matrix_at(named.project.pk, at).positions] for at in versions]
    erase(named.person, named.owner)
    assert [position.holder for position in load_matrix(named.project.pk).positions] == ["Luc Côté"]
    assert "Secret" not in named.texts()
    assert verify(named.project.pk) == []
    for at, before in zip(versions, held, strict=True):
        after = [position.holder for position in matrix_at(named.project.pk, at).positions]
        assert after == [names.replace(NAME, ERASED) for names in before]
    assert Baseline.objects.get(name="À trois").frozen["positions"][0]["co_holders"][1][1] == ERASED


def test_erased_holder_of_a_removed_shared_position_is_not_named_there(named: Named) -> None:
    hold_position(named.project.pk, named.owner, named.first.pk, f"Ada Roy; {NAME}")
    remove_position(named.project.pk, named.owner, named.first.pk)
    erase(named.person, named.owner)
    assert "Secret" not in named.texts()
    assert verify(named.project.pk) == []
    undo(named.project.pk, named.owner)
    assert Position.objects.get(pk=named.first.pk).holder_names == "Ada Roy"


def test_name_that_another_bears_stays_where_nothing_tells_whose_it_is(named: Named) -> None:
    PersonFactory.create(name=NAME.upper())
    erase(named.person, named.owner)
    assert NAME in Comment.objects.get().text
    answers = ProjectChange.objects.filter(kind__startswith="duties.")
    assert {line.label for line in answers} == {ERASED}
    assert "secret.example" not in named.texts()
    assert verify(named.project.pk) == []


def test_reason_of_a_dismissal_is_cleaned_in_its_place_and_in_the_journal(named: Named) -> None:
    matrix = load_matrix(named.project.pk)
    hint = next(found for found in open_findings(matrix) if found.code == "H8")
    dismiss(named.project.pk, named.owner, {hint.key: hint.state}, f"Vu avec {NAME}")
    erase(named.person, named.owner)
    assert FindingDismissal.objects.get().reason == f"Vu avec {ERASED}"
    assert not ProjectChange.objects.filter(new__contains="Secret").exists()
    assert "Secret" not in named.texts()


def test_requests_and_kept_mail_of_an_erased_person_go(named: Named) -> None:
    set_cells(named.project.pk, named.owner, [CellChange(duty.pk, named.second.pk, "C") for duty in named.duties])
    chosen = [named.person.pk, named.other.pk]
    set_cells(named.project.pk, named.owner, [CellChange(duty.pk, named.first.pk, "I") for duty in named.duties])
    ask(named.project.pk, named.owner, chosen, f"Comme {NAME} le sait", 7, "fr")
    named.person.former_names.create(name=NAME, email="Avant@example.org")
    for to in (named.person.email, "avant@example.org"):
        KeptMail.objects.create(to=to.lower(), subject=NAME, text="…")
    assert AcceptanceRequest.objects.count() == 2
    erase(named.person, named.owner)
    assert AcceptanceRequest.objects.get().message == f"Comme {ERASED} le sait"
    assert not KeptMail.objects.exists()
    assert "Secret" not in named.texts()
    assert verify(named.project.pk) == []


def test_invitations_of_an_erased_person_go(team: Team) -> None:
    person, nobody = PersonFactory.create(email="zoe@example.org"), PersonFactory.create()
    for email in ("Zoe@example.org", "autre@example.org"):
        invite(team.project.pk, team.users["owner"], email, Role.VIEWER, "fr")
    erase(nobody, None)
    assert Invitation.objects.count() == 2
    erase(person, None)
    assert Invitation.objects.get().email == "autre@example.org"


def test_page_of_the_directory_erases_in_the_name_of_its_reader(named: Named, client: Client) -> None:
    admin: User = UserFactory.create(is_superuser=True)
    client.force_login(admin)
    assert client.post(f"/en/people/{named.person.pk}/erase/", {"name": NAME}).status_code == 302
    assert "Secret" not in named.texts()
    lines = ProjectChange.objects.filter(project=named.project)
    line = lines.filter(kind=ChangeKind.POSITION_EDITED).latest("version")
    assert lines.latest("version").kind == ChangeKind.WORDS_ERASED
    assert (line.by, line.old, line.new) == (admin, ERASED, "")
    assert verify(named.project.pk) == []
