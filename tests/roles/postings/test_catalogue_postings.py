"""Postings without a project: what they say, who makes and sees them, their files."""

import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.test import Client

from phases.models import Framework, ProjectChange
from roles.enums import PostingState
from roles.history.domain.proof import framework_faults
from roles.models import Posting, Responsibility, RoleProfile
from roles.postings.domain.duties import duties_of
from roles.postings.domain.lines import Line
from roles.postings.domain.postings import (
    Source,
    close,
    duplicate_posting,
    edit_posting,
    make_catalogue_posting,
    posting_fingerprint,
    publish,
    remove,
)
from roles.privacy.erasure import erase
from tests.conftest import READERS, Team
from tests.factories import FrameworkFactory, PersonFactory, PhaseFactory, ResponsibilityFactory, RoleProfileFactory
from tests.roles.catalogues import load, second_framework
from tests.roles.postings.drafts import FACTS, TEXTS, again, form_of, path, texts_of
from tests.roles.postings.readers import hr, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile() -> RoleProfile:
    """A profile with two statements, beside another profile with one."""
    phase = PhaseFactory.create()
    made, other = RoleProfileFactory.create_batch(2, framework=phase.framework)
    for code, of, suggested in (("X1", made, {made.slug: "AR"}), ("X2", made, {}), ("Y1", other, {made.slug: "C"})):
        ResponsibilityFactory.create(
            phase=phase, profile=of, code=code, suggested=suggested,
            text_fr=f"Fait {code}", text_en=f"Does {code}", posting_fr=f"Faire {code}", posting_en=f"Do {code}",
        )  # fmt: skip
    return made


@pytest.fixture
def posting(profile: RoleProfile) -> Posting:
    """A whole draft of the profile, in both languages."""
    user = hr()
    made = make_catalogue_posting(profile.framework, user, Source(profile=profile, twin=True))
    edit_posting(made, user, TEXTS | FACTS, [])
    return again(made)


def said(posting: Posting) -> list[tuple[str, str]]:
    return [(item.code, item.letter) for item in duties_of(posting, "fr")]


def test_posting_of_a_profile_lists_its_statements_with_their_suggested_letters(profile: RoleProfile) -> None:
    made = make_catalogue_posting(profile.framework, hr(), Source(profile=profile))
    assert said(made) == [("X1", "AR"), ("X2", "R")]
    assert made.title_fr == profile.title_fr


def test_posting_of_chosen_statements_lists_only_those(profile: RoleProfile) -> None:
    chosen = Responsibility.objects.filter(code__in=("X2", "Y1")).values_list("pk", flat=True)
    made = make_catalogue_posting(profile.framework, hr(), Source(), list(chosen))
    assert said(made) == [("X2", "R"), ("Y1", "R")]


def test_posting_follows_the_catalogue_until_it_is_published(posting: Posting) -> None:
    statement = Responsibility.objects.get(code="X1")
    statement.posting_fr = "Faire autrement"
    statement.save()
    assert "Faire autrement" in {item.text for item in duties_of(posting, "fr")}
    publish(posting, hr(), public=False)
    Responsibility.objects.all().delete()
    assert said(again(posting)) == [("X1", "AR"), ("X2", "R")]


def test_posting_is_of_a_project_or_of_a_framework(team: Team, posting: Posting) -> None:
    for project, framework in ((team.project.pk, posting.framework_id), (None, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.filter(pk=posting.pk).update(project=project, framework=framework)


def test_statements_that_a_posting_has_chosen_stay_in_the_catalogue() -> None:
    load(second_framework())
    framework = Framework.objects.get()
    kept, gone = Responsibility.objects.order_by("code")[:2]
    make_catalogue_posting(framework, hr(), Source(), [kept.pk])
    data = second_framework()
    data["responsibilities"] = [row for row in data["responsibilities"] if row["code"] not in (kept.code, gone.code)]
    for row in data["responsibilities"]:
        row["pairs_with"] = [code for code in row.get("pairs_with", []) if code not in (kept.code, gone.code)]
    load(data)
    assert Responsibility.objects.filter(pk=kept.pk).exists()
    assert not Responsibility.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize("reader", READERS)
def test_posting_without_a_project_is_for_hr_only(team: Team, posting: Posting, reader: str) -> None:
    client, refused = team.client(reader), 302 if reader == "anonymous" else 404
    assert {client.get(path(posting, rest)).status_code for rest in ("", "edit/", "file/txt/")} == {refused}
    assert client.post(path(posting, "lint/"), TEXTS).status_code == refused
    assert client.post(path(posting, "edit/"), form_of(posting)).status_code == refused
    assert client.post(path(posting, "duplicate/")).status_code == refused
    client.post(path(posting, "state/"), {"do": "publish"})
    assert (again(posting).state, Posting.objects.count()) == (PostingState.DRAFT, 1)
    if reader != "anonymous":
        assert posting.title_fr not in client.get("/fr/postings/").content.decode()


def test_hr_managers_see_the_postings_of_each_other(posting: Posting) -> None:
    client = signed_in(hr())
    assert {client.get(path(posting, rest)).status_code for rest in ("", "edit/", "file/txt/")} == {200}
    assert client.post(path(posting, "lint/"), TEXTS).status_code == 200
    assert client.post(path(posting, "edit/"), form_of(posting) | {"city": "Laval"}).status_code == 302
    assert again(posting).city == "Laval"
    assert client.post(path(posting, "edit/"), form_of(posting)).status_code == 409  # read before that
    client.post(path(posting, "state/"), {"do": "remove"})
    assert not Posting.objects.exists()


@pytest.mark.parametrize("reader", READERS)
def test_only_hr_makes_postings_without_a_project(team: Team, profile: RoleProfile, reader: str) -> None:
    client, refused = team.client(reader), 302 if reader == "anonymous" else 403
    page = f"/en/postings/new/?framework={profile.framework.slug}"
    assert client.get(page).status_code == refused
    assert client.post(page, {"profile": profile.pk}).status_code == refused
    assert not Posting.objects.exists()


def test_hr_makes_postings_of_a_profile_and_of_ticked_statements(profile: RoleProfile) -> None:
    client, statement = signed_in(hr()), Responsibility.objects.get(code="Y1")
    page = f"/en/postings/new/?framework={profile.framework.slug}&profile={profile.slug}"
    html = client.get(page).content.decode()
    assert f'<option value="{profile.pk}" selected' in html
    assert "Do Y1" in html
    for data, codes in (
        ({"profile": profile.pk}, ["X1", "X2"]),
        ({"statements": statement.pk, "twin": "on"}, ["Y1"]),
    ):
        assert client.post(page, data).status_code == 302
        made = Posting.objects.order_by("-pk")[0]
        assert [code for code, _letter in said(made)] == codes
    for wrong in ({"twin": "on"}, {"profile": "0"}, {"statements": "x"}):
        assert client.post(page, wrong).status_code == 422


def test_framework_with_many_profiles_offers_the_statements_of_those_compared(profile: RoleProfile) -> None:
    RoleProfileFactory.create_batch(4, framework=profile.framework)
    client, page = signed_in(hr()), f"/en/postings/new/?framework={profile.framework.slug}"
    assert "Do X1" not in client.get(page).content.decode()
    html = client.get(f"{page}&with={profile.slug}").content.decode()
    assert "Do X1" in html
    assert "Do Y1" not in html


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "txt"])
def test_file_of_a_posting_without_a_project_holds_everything(posting: Posting, kind: str, language: str) -> None:
    response = signed_in(hr()).get(path(posting, f"file/{kind}/?lang={language}"))
    assert response.status_code == 200
    text = " ".join(texts_of(kind, response.content).split())
    wanted = [TEXTS[f"{name}_{language}"] for name in ("title", "employer", "education")]
    wanted.append("Faire X2" if language == "fr" else "Do X2")
    shown = text.lower().replace("’", "'")
    assert [words for words in wanted if words.lower().replace("’", "'") not in shown] == []
    for words in ("matrix version", "version de la matrice", "Annex", "Faire Y1", "Do Y1"):
        assert words.lower() not in shown


@pytest.mark.parametrize("language", ["fr", "en"])
def test_public_page_of_a_posting_without_a_project_has_structured_data(posting: Posting, language: str) -> None:
    publish(posting, hr(), public=True)
    html = Client().get(f"/{language}/postings/{posting.slug}/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data: dict[str, Any] = json.loads(found[1]) if found else {}
    assert (data["@type"], data["title"]) == ("JobPosting", TEXTS[f"title_{language}"])
    assert ("Faire X1" if language == "fr" else "Do X1") in data["description"]


def test_copy_of_a_posting_is_a_draft_named_so(posting: Posting) -> None:
    edit_posting(posting, hr(), {}, [Line(Responsibility.objects.get(code="X2").pk)])
    publish(posting, hr(), public=True)
    copy = duplicate_posting(again(posting), hr())
    assert (copy.state, copy.public, copy.frozen, copy.expires_at) == (PostingState.DRAFT, False, None, None)
    assert copy.slug != posting.slug
    assert copy.title_fr == f"Copie\u00a0: {TEXTS['title_fr']}"
    assert copy.title_en == f"Copy of {TEXTS['title_en']}"
    assert (copy.city, copy.closing_date) == (posting.city, posting.closing_date)
    assert said(again(copy)) == [("X2", "R")]
    assert posting_fingerprint(copy) != posting_fingerprint(again(posting))


def test_form_of_a_posting_names_the_part_of_each_line(posting: Posting) -> None:
    assert "Accountable and responsible" in signed_in(hr()).get(path(posting, "edit/")).content.decode()


def test_journal_of_the_framework_tells_who_did_what_with_a_posting(posting: Posting) -> None:
    manager = hr()
    publish(posting, manager, public=True)
    lines = ProjectChange.objects.filter(framework=posting.framework)
    assert set(lines.values_list("kind", flat=True)) == {"posting.made", "posting.edited", "posting.published"}
    page = signed_in(hr()).get(path(posting)).content.decode()
    assert "Posting published" in page
    assert manager.get_full_name() in page
    close(posting, manager)
    remove(duplicate_posting(posting, manager), manager)
    assert not list(framework_faults(posting.framework_id or 0))


Tamper = Callable[["Posting", "QuerySet[ProjectChange]"], object]
TAMPERED: dict[str, Tamper] = {
    "other words": lambda _posting, lines: lines.filter(kind="posting.edited").update(new="Autre"),
    "another author": lambda _posting, lines: lines.update(by=hr()),
    "a line less": lambda _posting, lines: lines.filter(kind="posting.edited")[0].delete(),
    "another text": lambda posting, _lines: Posting.objects.filter(pk=posting.pk).update(mission_fr="Autre"),
    "another framework": lambda _posting, lines: lines.update(framework=FrameworkFactory.create(pk=99)),
    "no posting": lambda posting, _lines: posting.delete(),
}


@pytest.mark.parametrize("tampered", TAMPERED)
def test_what_is_changed_behind_the_journal_of_a_framework_is_noticed(posting: Posting, tampered: str) -> None:
    publish(posting, hr(), public=False)
    TAMPERED[tampered](posting, ProjectChange.objects.filter(framework=posting.framework))
    with pytest.raises(CommandError):
        call_command("verify_history", "--all", stdout=StringIO())


def test_seal_of_a_framework_notices_a_cut_tail(posting: Posting, tmp_path: Path) -> None:
    sealed = StringIO()
    call_command("seal_history", "--all", stdout=sealed)
    (tmp_path / "seals").write_text(sealed.getvalue())
    check = ("verify_history", "--all", "--seals", str(tmp_path / "seals"))
    call_command(*check, stdout=StringIO())
    ProjectChange.objects.filter(framework=posting.framework, kind="posting.edited").delete()
    said = StringIO()
    with pytest.raises(CommandError):
        call_command(*check, stdout=said)
    assert f"Framework {posting.framework_id}: version 2 was sealed, and its lines are gone." in said.getvalue()


def test_erasing_somebody_takes_their_name_out_of_the_journal_of_a_framework(posting: Posting) -> None:
    person = PersonFactory.create(name="Zoé Quetzal")
    edit_posting(posting, hr(), {"apply_fr": "Écrire à Zoé Quetzal"}, [])
    edit_posting(posting, hr(), {"apply_fr": "Écrire au bureau"}, [])
    erase(person, hr())
    lines = ProjectChange.objects.filter(framework=posting.framework)
    assert not lines.filter(Q(old__contains="Quetzal") | Q(new__contains="Quetzal")).exists()
    assert not list(framework_faults(posting.framework_id or 0))
