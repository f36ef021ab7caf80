"""Nothing that is kept of somebody is forgotten: the inventory against the models, and a world that names them."""

import json
import unicodedata
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone
from pytest_django import Settings

from aispec.web.models import KeptMail
from phases.access.members import add_member
from phases.archive.domain import new_archive
from phases.archive.prepared import ask_for, keep
from phases.enums import Role
from phases.models import Baseline, Membership, ShareLink
from phases.sharing.domain import make_link
from roles.comments.domain import add_comment
from roles.enums import PostingState
from roles.formats import cache
from roles.history.domain.baselines import freeze
from roles.history.domain.proof import faults
from roles.models import Comment, Person, Posting, SecurityEvent
from roles.postings.domain.postings import Source, edit_posting, make_catalogue_posting, make_posting, publish
from roles.privacy.cleaning import ERASED, cleaner
from roles.privacy.data_export import subject_data
from roles.privacy.erasure import erase, what_goes
from roles.privacy.inventory import INVENTORY, ROWS, Decision, decision_on, texts_of
from roles.privacy.subject import Subject
from roles.projects.domain.positions import PositionDetails
from roles.projects.domain.start import ProjectPlan, start_project
from tests.conftest import Team
from tests.factories import PersonFactory, ResponsibilityFactory, UserFactory

NAME, LOGIN = "Zoé Prénom-Secret", "Zoé Compte-Secret"
KEPT = ["roles.Publication", "roles.Publication"]  # for their years
EMAILS = ("zoe@secret.example", "compte@secret.example", "autre@secret.example")


def test_every_text_of_every_table_has_a_decision() -> None:
    tables = apps.get_models(include_auto_created=True)
    texts = {(model._meta.label, name) for model in tables for name in texts_of(model)}
    undecided = [where for where in sorted(texts) if decision_on(apps.get_model(where[0]), where[1]) is None]
    assert undecided == []
    known = {(label, text.removesuffix("_fr").removesuffix("_en")) for label, text in texts} | texts
    decided = [(label, word) for label, what in INVENTORY.items() for words in what.values() for word in words.split()]
    assert [one for one in decided if one[1] != "*" and one not in known] == []
    assert INVENTORY.keys() == {label for label, _text in texts}


def test_every_row_of_somebody_is_in_their_export_or_has_a_reason(team: Team) -> None:
    pointing = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for model in (User, Person)
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel) and not relation.many_to_many
    }
    assert ROWS.keys() == pointing
    parts = {part.partition(":")[0] for part in ROWS.values()} - {"not told"}
    assert parts <= subject_data(Subject.of_account(team.users["owner"])).keys()


class Everywhere:
    """Somebody with an account, named in every way in every text that an erasure cleans."""

    def __init__(self, team: Team) -> None:
        self.owner, self.account = team.users["owner"], team.users["outsider"]
        self.account.first_name, _space, self.account.last_name = LOGIN.partition(" ")
        self.account.email = EMAILS[1]
        self.account.save()
        EmailAddress.objects.create(user=self.account, email=EMAILS[2], verified=True)
        self.person: Person = PersonFactory.create(name=NAME, email=EMAILS[0], user=self.account)
        phase = team.project.phases.all()[0]
        statement = ResponsibilityFactory.create(phase=phase)
        held = [PositionDetails("Cheffe", "", statement.profile, NAME, EMAILS[0])]
        plan = ProjectPlan(team.project.framework, [phase], "Essai", "Équipe", held, suggest=True)
        self.project = start_project(self.owner, plan)
        add_member(self.project.pk, self.owner, self.account, Role.EDITOR)
        for name in (f"Avec {NAME}", f"Avec {NAME.upper()} (2)", f"avec {EMAILS[0]}"):
            freeze(self.project.pk, self.owner, name)
        make_link(self.project.pk, self.owner, f"Pour {LOGIN.lower()}", timezone.now(), names=True)
        duty = self.project.duties.all()[0]
        for words in (NAME.upper(), unicodedata.normalize("NFD", NAME), "zoe\xa0prenom secret", "Prénom-Secret, Zoé"):
            add_comment(self.project.pk, self.owner, (duty.pk, None), f"Voir {words}, svp")
        self.postings = [self.posting(make_posting(self.project, self.owner, Source(twin=True)))]
        self.postings += [self.posting(make_catalogue_posting(self.project.framework, self.owner, Source(twin=True)))]
        KeptMail.objects.create(to="owner@example.org", subject=f"{NAME} a répondu", text=f"Bonjour, {LOGIN} …")
        for about, by in ((self.person, self.owner), (self.account, self.owner), (self.project, self.owner)):
            LogEntry.objects.create(
                user=by,
                content_type=ContentType.objects.get_for_model(type(about)),
                object_id=str(about.pk),
                object_repr="autre-secret" if about == self.account else NAME,
                action_flag=CHANGE,
                change_message=json.dumps([{"added": {"name": "access", "object": f"{NAME} «{EMAILS[2]}»"}}]),
            )
        new_archive(self.owner, "fr")
        file, _fresh = ask_for(self.owner, f"/fr/projects/{self.project.pk}/export/pdf/?q={NAME}")
        keep(file.pk, NAME.encode(), "application/pdf", f"attachment; filename={NAME}")
        cache.kept("secret.pdf", NAME.encode)

    def posting(self, posting: Posting) -> Posting:
        words = {f"apply_{language}": f"À {LOGIN}, {EMAILS[1].upper()}" for language in ("fr", "en")}
        title = {"title_fr": f"Remplacement de {NAME}", "title_en": f"Replacement of {NAME}"}
        edit_posting(posting, self.owner, {**words, **title, "street": f"c/o {NAME}"}, [])
        Posting.objects.filter(pk=posting.pk).update(slug=f"remplacement-de-zoe-prenom-secret-{posting.pk}")
        publish(posting, self.owner, public=True, reason="Essai")
        return posting

    def left(self) -> list[str]:
        """Where the database, or the folder of documents, still says anything of them."""
        tables = [(model._meta.label, row) for model in apps.get_models() for row in models.QuerySet(model).values()]
        found = [label for label, row in tables if "secret" in repr(row).lower() or "\\u0301" in ascii(row)]
        return [*found, *(path.name for path in cache._folder().iterdir())]


@pytest.fixture
def everywhere(team: Team, settings: Settings, tmp_path: Any) -> Everywhere:
    settings.VAR_DIR = tmp_path
    return Everywhere(team)


def test_whatever_names_somebody_is_in_their_export(everywhere: Everywhere) -> None:
    data = subject_data(Subject.of(everywhere.person))
    told = {found["table"] for found in data["mentions"]}
    told |= {row.rpartition(".")[0] for row, part in ROWS.items() if data.get(part.partition(":")[0])}
    named = {label for label in everywhere.left() if label[0].islower() and not label.endswith(".pdf")}
    # They, and what is made again from them.
    beside = {"auth.User", "roles.AccountName", "roles.Person", "phases.ArchiveEntry", "phases.PreparedFile"}
    assert named - told - beside == set()
    assert {"roles.Comment", "phases.Baseline", "roles.Posting", "roles.Publication", "admin.LogEntry"} <= told


def test_own_data_holds_what_others_said_where_they_read_it(team: Team) -> None:
    viewer, owner = team.users["viewer"], team.users["owner"]
    viewer.first_name, viewer.last_name = "Zoé", "Côté"
    duty = team.project.duties.all()[0]
    add_comment(team.project.pk, owner, (duty.pk, None), "Demander à Zo&eacute; C&ocirc;t&eacute;")
    make_link(team.project.pk, owner, "Pour Zoé Côté", timezone.now(), names=True)
    [found] = subject_data(Subject.of_account(viewer), everywhere=False)["mentions"]
    assert (found["table"], found["field"]) == ("roles.Comment", "text")
    assert len(subject_data(Subject.of_account(viewer))["mentions"]) == 2


def test_erased_person_and_login_are_in_no_table_and_no_file(everywhere: Everywhere) -> None:
    administrator = UserFactory.create(is_superuser=True)
    assert what_goes(everywhere.person, administrator).account
    assert {"roles.Posting", "phases.ShareLink", "phases.Baseline", "admin.LogEntry"} <= set(everywhere.left())
    erase(everywhere.person, administrator)
    assert everywhere.left() == KEPT
    assert not User.objects.filter(pk=everywhere.account.pk).exists()
    assert list(faults(everywhere.project.pk)) == []
    assert set(Comment.objects.values_list("text", flat=True)) == {f"Voir {ERASED}, svp"}
    assert len({name.lower() for name in Baseline.objects.values_list("name", flat=True)}) == 3
    assert ShareLink.objects.get().label == f"Pour {ERASED}"
    for posting in Posting.objects.all():
        assert (posting.state, posting.apply) == (PostingState.PUBLISHED, f"À {ERASED}, {ERASED}")
        assert posting.slug == f"remplacement-de-{posting.pk}"
    assert SecurityEvent.objects.filter(kind="erasure", by=administrator).exists()
    call_command("verify_history", str(everywhere.project.pk))


def test_account_that_nobody_of_the_directory_has_is_erased_by_a_command(everywhere: Everywhere) -> None:
    Person.objects.filter(pk=everywhere.person.pk).update(user=None)
    email = everywhere.account.email
    call_command("erase_account", email.upper())
    assert User.objects.filter(pk=everywhere.account.pk).exists()
    call_command("erase_account", email, "--for-good")
    assert not User.objects.filter(pk=everywhere.account.pk).exists()
    erase(Person.objects.get(pk=everywhere.person.pk), None)
    assert everywhere.left() == KEPT
    assert list(faults(everywhere.project.pk)) == []
    for refused in (everywhere.owner.email, "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("erase_account", refused, "--for-good")


def test_published_posting_that_is_changed_after_an_erasure_is_noticed(everywhere: Everywhere) -> None:
    erase(everywhere.person, everywhere.owner)
    assert list(faults(everywhere.project.pk)) == []
    models.QuerySet(Posting).filter(project=everywhere.project).update(apply_fr="À moi")
    assert list(faults(everywhere.project.pk))


@pytest.mark.parametrize("why", ["by no administrator", "an administrator", "the only owner"])
def test_account_stays_where_a_rule_stands_against_it(everywhere: Everywhere, why: str) -> None:
    by = UserFactory.create(is_superuser=why != "by no administrator")
    if why == "an administrator":
        User.objects.filter(pk=everywhere.account.pk).update(is_superuser=True)
    if why == "the only owner":
        everywhere.project.memberships.filter(user=everywhere.account).update(role=Role.OWNER)
        Membership.objects.filter(user=everywhere.owner, project=everywhere.project).delete()
    person = Person.objects.get(pk=everywhere.person.pk)
    assert what_goes(person, by).login
    assert not what_goes(person, by).account
    erase(person, by)
    assert Membership.objects.filter(user=everywhere.account).exists()
    assert not Person.objects.filter(pk=everywhere.person.pk).exists()


def test_sessions_of_an_erased_account_end(everywhere: Everywhere, team: Team) -> None:
    client = team.client("outsider")
    client.get("/fr/accounts/sessions/")
    key = UserSession.objects.get().session_key
    erase(everywhere.person, UserFactory.create(is_superuser=True))
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/fr/projects/").status_code == 302


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Rose et la rose", f"{ERASED} et la rose"),
        ("ROSE, Roseline", f"{ERASED}, Roseline"),
        ("rose@example.org", "rose@example.org"),
        ("", ""),
    ],
)
def test_name_of_one_word_goes_where_it_is_a_name(db: None, text: str, left: str) -> None:
    assert cleaner(Subject.of(PersonFactory.create(name="Rose")))(text) == left


@pytest.mark.parametrize("said", ["O'D'Amours", "O’D’Amours", "o\u2019d'AMOURS"])
def test_name_goes_whatever_its_apostrophes_and_hyphens_are(db: None, said: str) -> None:
    clean = cleaner(Subject.of(PersonFactory.create(name="Zoé-Ève O’D'Amours")))
    assert clean(f"Avec Zoé\u2011È\u200bve {said}.") == f"Avec {ERASED}."


@pytest.mark.parametrize(
    "said",
    [
        "Zo&eacute; D&rsquo;Amours&#8209;C&ocirc;t&eacute;",
        "ZO&Eacute;&nbsp;D&#x27;AMOURS&#x2011;C&#xD4;T&#201;",
        "Zo\\u00e9 D&#39;Amours-C\\\\u00f4t\\u00E9",
        "Zo%C3%A9+D%27Amours-C%c3%b4t%C3%A9",
        "zoe&#64;secret.example",
        "ZOE%40secret.example",
    ],
)
def test_name_goes_however_its_letters_are_escaped_and_what_stands_beside_it_stays(db: None, said: str) -> None:
    clean = cleaner(Subject.of(PersonFactory.create(name="Zoé D’Amours-Côté", email="zoe@secret.example")))
    assert clean(f"&lt;b&gt; &eacute; 5 %20 {said}&amp;\\u00e9") == f"&lt;b&gt; &eacute; 5 %20 {ERASED}&amp;\\u00e9"


def test_decision_to_leave_the_words_of_a_matrix_is_about_them_alone() -> None:
    """What an erasure leaves is told in the inventory and on the page."""
    left = {label for label, what in INVENTORY.items() if Decision.MATRIX in what}
    assert left == {
        "phases.Framework", "phases.Phase", "phases.Project", "roles.Answer", "roles.Duty", "roles.Position",
        "roles.Posting", "roles.Responsibility", "roles.RoleProfile", "roles.SuggestionRule",
    }  # fmt: skip
