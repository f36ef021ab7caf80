"""What a posting says and never says, and its English twin."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from phases.models import Project
from roles.enums import Letter
from roles.models import Duty, FindingDismissal, Position, Posting, SuggestionRule
from roles.postings.domain.duties import by_phase, candidates, duties_of
from roles.postings.domain.lines import Line
from roles.postings.domain.postings import (
    EnglishAlone,
    Source,
    edit_posting,
    make_posting,
    publish,
)
from tests.conftest import Team
from tests.factories import (
    AssignmentFactory,
    PersonFactory,
    ResponsibilityFactory,
    RoleProfileFactory,
)
from tests.roles.postings.drafts import TEXTS, again, form_of, path, texts_of


def test_posting_groups_duties_in_posting_wording(posting: Posting) -> None:
    groups = {group.letter.letter: [item.text for item in group.items]
              for phase in by_phase(duties_of(posting, "fr")) for group in phase.groups}  # fmt: skip
    assert groups == {letter: [f"Faire {letter.value}"] for letter in Letter if letter is not Letter.S}


@pytest.mark.parametrize("kind", ["docx", "pdf", "txt", "xlsx"])
def test_posting_calls_letters_as_its_project_does(team: Team, posting: Posting, kind: str) -> None:
    Project.objects.filter(pk=team.project.pk).update(rules={"name_a_fr": "Décision", "name_c_fr": "Avis"})
    client = team.client("viewer")
    texts = [texts_of(kind, client.get(path(posting, f"file/{kind}/", "fr")).content)]
    texts.append(client.get(path(posting, language="fr")).content.decode())
    for text in texts:
        for name in ("Décision", "Avis", "Décision et réalisation", "Information"):
            assert name in text
        assert "Consultation" not in text


def test_published_posting_keeps_the_names_of_its_letters(team: Team, posting: Posting) -> None:
    rules = {"name_c_fr": "Avis", "name_c_en": "Advice"}
    Project.objects.filter(pk=team.project.pk).update(rules=rules)
    publish(again(posting), team.users["owner"], public=True)
    Project.objects.filter(pk=team.project.pk).update(rules={"name_c_fr": "Autre", "name_c_en": "Other"})
    for language, name in (("fr", "Avis"), ("en", "Advice")):
        assert name in {item.name for item in duties_of(again(posting), language)}
    kept = again(posting)
    for row in kept.frozen or []:  # of a posting that was published before names were kept
        del row["letter_fr"], row["letter_en"]
    assert "Consultation" in {item.name for item in duties_of(kept, "fr")}
    assert "Consulted" in {item.name for item in duties_of(kept, "en")}


def test_posting_takes_what_is_known_already(team: Team, position: Position) -> None:
    made = make_posting(team.project, team.users["owner"], Source(position))
    assert (made.title_fr, made.title_en, made.employer_fr) == (position.title_fr, None, team.project.organization)
    assert "renseignements personnels" in getattr(made, "privacy_fr")  # noqa: B009
    assert not made.noc  # a suggestion is never taken by itself


def test_posting_follows_what_the_position_does_until_it_is_published(team: Team, posting: Posting) -> None:
    edit_posting(posting, team.users["owner"], {}, [])
    for duty, letter in zip(team.project.duties.all()[5:], ("R",), strict=True):
        AssignmentFactory.create(duty=duty, position=posting.position, letter=letter)
    assert [item.letter for item in duties_of(again(posting), "fr")] == ["R", "A", "AR", "R"]
    publish(posting, team.users["owner"], public=False)
    team.project.duties.all()[0].delete()
    assert len(duties_of(again(posting), "fr")) == 4


def test_posting_of_chosen_duties_lists_only_those(team: Team, posting: Posting) -> None:
    chosen = [team.project.duties.all()[1].pk]
    edit_posting(posting, team.users["owner"], {}, [Line(pk) for pk in chosen])
    assert [item.duty_id for item in duties_of(again(posting), "fr")] == chosen
    free = make_posting(team.project, team.users["owner"], Source())
    assert duties_of(free, "fr") == []


def test_posting_of_a_profile_has_its_suggested_letters(team: Team) -> None:
    profile = RoleProfileFactory.create(framework=team.project.framework, slug="tech")
    duty: Duty = team.project.duties.all()[0]
    duty.responsibility = ResponsibilityFactory.create(phase=duty.phase, profile=profile, suggested={"tech": "AR"})
    duty.save()
    made = make_posting(team.project, team.users["owner"], Source(profile=profile))
    assert [(item.duty_id, item.letter) for item in duties_of(made, "fr")] == [(duty.pk, "AR")]


@pytest.mark.parametrize(("letter", "shown"), [("R", None), ("AR", "A"), ("C", "C")])
def test_posting_never_lists_supervision_as_carried_out_by_the_supervised(
    team: Team, position: Position, letter: str, shown: str | None
) -> None:
    framework = team.project.framework
    supervisor, supervised = RoleProfileFactory.create_batch(2, framework=framework)
    duty: Duty = team.project.duties.all()[5]
    rule = SuggestionRule.objects.create(framework=framework, code="R9", name_fr="Supervision")
    duty.responsibility = ResponsibilityFactory.create(phase=duty.phase, profile=supervisor, rule=rule)
    duty.save()
    position.profile = supervised
    position.save()
    AssignmentFactory.create(duty=duty, position=position, letter=letter)
    made = make_posting(team.project, team.users["owner"], Source(position))
    assert {row["id"]: row["letter"] for row in candidates(made)}.get(duty.pk) == shown
    position.profile = supervisor  # whoever supervises does carry it out
    position.save()
    assert {row["id"]: row["letter"] for row in candidates(again(made))}[duty.pk] == letter


def test_posting_never_shows_names_findings_or_load(team: Team, position: Position, posting: Posting) -> None:
    secrets = ["Zéphirine Quatrevents", "zephirine@secret.example", "Motif tenu secret"]
    other: Position = team.project.positions.all()[1]
    other.holder = PersonFactory.create(name=secrets[0], email=secrets[1])
    other.save()
    AssignmentFactory.create(duty=team.project.duties.all()[0], position=other, letter="C")
    FindingDismissal.objects.create(project=team.project, key="H8", state="x", reason=secrets[2])
    publish(posting, team.users["owner"], public=True)
    posting = again(posting)
    answers = {
        f"{kind} {language}": texts_of(
            kind, team.client("owner").get(path(posting, f"file/{kind}/?lang={language}")).content
        )
        for kind in ("pdf", "docx", "xlsx", "txt")
        for language in ("fr", "en")
    }
    for language in ("fr", "en"):
        answers[f"page {language}"] = Client().get(f"/{language}/postings/{posting.slug}/").content.decode()
    words = [*secrets, "points", "constat", "finding", "charge de travail", "workload", other.title_fr, "Camille"]
    found = [(where, word) for where, text in answers.items() for word in words if word.lower() in text.lower()]
    assert found == []
    titles = (TEXTS["title_fr"].lower(), TEXTS["title_en"].lower())
    assert all(any(title in " ".join(text.lower().split()) for title in titles) for text in answers.values())


def test_english_alone_is_refused_with_its_reason(team: Team, posting: Posting) -> None:
    data = form_of(posting) | {"mission_fr": ""}
    response = team.client("owner").post(path(posting, "edit/"), data)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Since June 1, 2022" in html
    assert "Charter of the French language (Québec), s. 41 and 42" in html
    with pytest.raises(EnglishAlone):
        edit_posting(posting, team.users["owner"], TEXTS | {"mission_fr": ""}, [])
    assert again(posting).title_en == TEXTS["title_en"]


def test_english_alone_is_refused_by_the_database(posting: Posting) -> None:
    for nothing in ("", None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.filter(pk=posting.pk).update(title_fr=nothing)


def test_posting_without_a_twin_leads_to_french(team: Team, posting: Posting) -> None:
    french = TEXTS | {name: "" for name in TEXTS if name.endswith("_en")}
    edit_posting(posting, team.users["owner"], french, [])
    publish(posting, team.users["owner"], public=True)
    response = Client().get(f"/en/postings/{posting.slug}/")
    assert response.status_code == 302
    assert response["Location"] == f"/fr/postings/{posting.slug}/"
    assert "/en/postings/" not in Client().get(response["Location"]).content.decode()


def test_posting_lists_own_lines_in_its_own_words_and_order(team: Team, posting: Posting) -> None:
    first, second, *_rest = candidates(posting)
    lines = [Line(None, "Former la relève", "Train others"), Line(second["id"], "Décider"), Line(first["id"])]
    edit_posting(posting, team.users["owner"], {}, lines)
    found = {each: [item.text for item in duties_of(again(posting), each)] for each in ("fr", "en")}
    assert found == {"fr": ["Décider", "Faire R", "Former la relève"], "en": ["Do A", "Do R", "Train others"]}
    publish(again(posting), team.users["owner"], public=False)
    assert {each: [item.text for item in duties_of(again(posting), each)] for each in ("fr", "en")} == found


def test_posting_explains_its_groups_before_them_and_says_no_letter_but_in_the_annex(
    team: Team, posting: Posting
) -> None:
    client = team.client("owner")
    text = texts_of("txt", client.get(path(posting, "file/txt/", "fr")).content)
    assert 0 < text.index("Réalisation") < text.index("vous ") < text.index("- Faire R")
    for kind, annexed in (("pdf", False), ("docx", False), ("pdf", True), ("docx", True), ("xlsx", True)):
        Posting.objects.filter(pk=posting.pk).update(annex=annexed)
        content = texts_of(kind, client.get(path(posting, f"file/{kind}/", "fr")).content)
        assert ("Annexe" in content, "A/R" in content) == (annexed, annexed), kind
    edit_posting(again(posting), team.users["owner"], {}, [Line(candidates(posting)[0]["id"])])
    text = texts_of("txt", client.get(path(posting, "file/txt/", "fr")).content)
    assert "Réalisation" not in text  # where all is carried out, there is nothing to tell apart
