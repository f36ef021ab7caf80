from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from phases.enums import Role
from phases.models import Membership, Project, ProjectChange
from roles.matrix.matrix import load_matrix
from roles.models import Person, Responsibility
from roles.postings.domain.advice import lint
from roles.postings.domain.duties import duties_of
from roles.postings.domain.postings import publish, values_of


@pytest.fixture
def demo(db: None) -> Project:
    call_command("seed_demo", stdout=StringIO())
    return Project.objects.get()


def test_seed_demo_makes_the_project_its_people_and_its_journal(demo: Project) -> None:
    matrix = load_matrix(demo.pk, "fr")
    assert (len(matrix.positions), len(matrix.duties)) == (8, 51)
    assert matrix.duty(matrix.duties[0].id).letters == ("R", "", "", "", "A", "", "C", "")
    assert all(
        position.title != column.title
        for position, column in zip(matrix.positions, load_matrix(demo.pk, "en").positions, strict=True)
    )
    roles = dict(Membership.objects.values_list("user__email", "role"))
    assert roles == {
        "lead@demo.example": Role.OWNER,
        "editor@demo.example": Role.EDITOR,
        "viewer@demo.example": Role.VIEWER,
    }
    hr = User.objects.get(email="hr@demo.example")
    assert [group.name for group in hr.groups.all()] == ["HR"]
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert ProjectChange.objects.filter(kind="cell", by__email="editor@demo.example").exists()
    assert Person.objects.get(name="Anaïs Lavoie").user == User.objects.get(email="lead@demo.example")


def test_seed_demo_has_a_posting_ready_to_publish_in_both_languages(demo: Project) -> None:
    posting = demo.postings.get()
    assert lint(values_of(posting)) == []
    empty = {name.removesuffix("_fr").removesuffix("_en") for name, text in values_of(posting).items() if not text}
    assert empty == {"language", "language_reason", "length", "screening", "remote_area", "start_date", "noc", "annex"}
    assert duties_of(posting, "fr")
    publish(posting, demo.members.get(username="lead@demo.example"), public=True)
    for language in ("fr", "en"):
        assert Client().get(f"/{language}/postings/{posting.slug}/").status_code == 200


def test_seed_demo_leaves_something_to_check(demo: Project) -> None:
    open_duties = [duty.code for duty in load_matrix(demo.pk).duties if not {"A", "AR"} & set(duty.letters)]
    assert open_duties == ["T05", "T24", "U21"]


def test_seed_demo_again_touches_nothing(demo: Project) -> None:
    Project.objects.update(name="Renommé")
    Membership.objects.filter(user__email="viewer@demo.example").delete()
    before = (
        User.objects.count(),
        Person.objects.count(),
        ProjectChange.objects.count(),
        Responsibility.objects.count(),
    )
    call_command("seed_demo", stdout=StringIO())
    after = (
        User.objects.count(),
        Person.objects.count(),
        ProjectChange.objects.count(),
        Responsibility.objects.count(),
    )
    assert before == after
    assert Project.objects.get().name == "Renommé"
    assert not Membership.objects.filter(user__email="viewer@demo.example").exists()


def test_seed_demo_after_the_project_was_deleted_makes_it_again(demo: Project) -> None:
    demo.delete()
    call_command("seed_demo", stdout=StringIO())
    assert Project.objects.get().pk != demo.pk
