"""A posting is published, closed, taken back; what it needs before it goes out."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from phases.models import ProjectChange
from roles.enums import PostingState
from roles.history.domain.replay import verify
from roles.models import Posting, Publication
from roles.postings.domain.postings import (
    NotADraft,
    close,
    edit_posting,
    expiry,
    publish,
    remove,
    reopen,
)
from roles.postings.domain.public import open_posting
from tests.conftest import Team
from tests.roles.postings.drafts import again, form_of, path


def test_posting_is_published_closed_and_taken_back(team: Team, posting: Posting) -> None:
    owner = team.users["owner"]
    assert open_posting(posting.slug) is None
    publish(posting, owner, public=True)
    assert open_posting(posting.slug) == posting
    with pytest.raises(NotADraft):
        edit_posting(posting, owner, {"city": "Laval"}, [])
    with pytest.raises(NotADraft):
        remove(posting, owner)
    close(posting, owner)
    assert open_posting(posting.slug) is None
    with pytest.raises(NotADraft):
        close(posting, owner)
    reopen(posting, owner)
    assert (again(posting).state, again(posting).frozen) == (PostingState.DRAFT, None)
    remove(posting, owner)
    kinds = [change.kind for change in ProjectChange.objects.filter(data__posting=posting.pk).order_by("version", "id")]
    kinds = [kind for kind in kinds if kind != "posting.edited"]
    assert kinds == [f"posting.{kind}" for kind in ("made", "published", "closed", "reopened", "removed")]
    assert verify(team.project.pk) == []


def test_draft_that_lacks_something_is_not_said_to_be_in_order(team: Team, posting: Posting) -> None:
    client, words = team.client("owner"), "Nothing to report"
    Posting.objects.filter(pk=posting.pk).update(province="AB")  # of which there is only a reminder
    assert words in client.get(path(posting)).content.decode()
    Posting.objects.filter(pk=posting.pk).update(closing_date=None)
    assert words not in client.get(path(posting)).content.decode()


def test_public_page_expires_after_the_closing_date(team: Team, posting: Posting) -> None:
    publish(posting, team.users["owner"], public=True)
    assert Client().get(f"/fr/postings/{posting.slug}/").status_code == 200
    Posting.objects.filter(pk=posting.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    gone = Client().get(f"/fr/postings/{posting.slug}/")
    assert gone.status_code == 410
    assert "noindex" in gone.content.decode()
    assert timezone.localtime(expiry(date(2026, 12, 18), timezone.now())).isoformat().startswith("2026-12-19T00:00")
    assert expiry(None, timezone.now()) > timezone.now() + timedelta(days=29)


def test_posting_is_not_public_unless_chosen(team: Team, posting: Posting) -> None:
    team.client("owner").post(path(posting, "state/"), {"do": "publish"})
    assert again(posting).state == PostingState.PUBLISHED
    assert Client().get(f"/fr/postings/{posting.slug}/").status_code == 404


def test_late_form_keeps_what_others_wrote(team: Team, posting: Posting) -> None:
    data = form_of(posting)
    edit_posting(posting, team.users["editor"], {"city": "Laval"}, [])
    response = team.client("owner").post(path(posting, "edit/"), data)
    assert response.status_code == 409
    assert again(posting).city == "Laval"


@pytest.mark.parametrize(
    ("lacks", "blocks"),
    [
        ({"apply_fr": "", "apply_en": ""}, True),
        ({"apply_en": ""}, True),
        ({"mission_fr": "", "mission_en": ""}, False),
        ({"city": ""}, False),
        ({"employment": ""}, False),
        ({"closing_date": None}, False),
        ({"province": "BC", "pay_min": None, "pay_max": None}, False),
        ({"city": "", "work_mode": "remote"}, None),
    ],
)
def test_posting_that_lacks_something_goes_out_for_a_reason_or_not_at_all(
    team: Team, posting: Posting, lacks: dict[str, Any], blocks: bool | None
) -> None:
    """`blocks` is None for what is not missing."""
    Posting.objects.filter(pk=posting.pk).update(**lacks)
    client, reasons = team.client("editor"), ("", "Moins de 25\nemployés")
    answers = [
        client.post(path(posting, "state/"), {"do": "publish", "reason": reason}, follow=True) for reason in reasons
    ]
    said = ["something is missing" in answer.content.decode() for answer in answers]
    assert said == [blocks is not None, blocks is True]
    kept = Publication.objects.filter(posting=posting).first()
    assert (kept and kept.reason) == {True: None, False: "Moins de 25 employés", None: ""}[blocks]


def test_posting_does_not_begin_on_a_day_that_is_past(team: Team, posting: Posting) -> None:
    Posting.objects.filter(pk=posting.pk).update(start_date=date(2020, 1, 31))
    refused = team.client("editor").post(path(posting, "state/"), {"do": "publish"}, follow=True).content.decode()
    assert "Not published, because of a day: This day is past" in refused
    assert again(posting).state == PostingState.DRAFT
