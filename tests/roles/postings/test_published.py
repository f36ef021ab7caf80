"""What was published is kept as it was for its years: listed, downloaded, proven, whoever is erased."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from phases.models import Project
from roles.history.domain.proof import faults
from roles.models import Notice, Posting, Publication
from roles.postings.domain.closing import tell_closing
from roles.postings.domain.postings import close, edit_posting, publish, remove, reopen
from roles.privacy.erasure import erase
from tests.conftest import READERS, Team
from tests.factories import PersonFactory
from tests.roles.postings.drafts import again, path, texts_of
from tests.roles.postings.readers import hr, signed_in


def told(team: Team) -> list[str]:
    """What the proof says of postings; the project of these tests was made behind its journal."""
    return [fault for fault in faults(team.project.pk) if fault.startswith(("posting", "publication"))]


def test_published_posting_stays_as_it_was_whatever_becomes_of_it(team: Team, posting: Posting) -> None:
    owner, client = team.users["owner"], team.client("owner")
    client.post(path(posting, "state/"), {"do": "publish", "public": "1"})
    first = Publication.objects.get()
    address = f"/en/postings/published/{first.pk}/pdf/?lang=en"
    then = client.get(address)
    assert then["Content-Disposition"].endswith(f'ai-technician-{timezone.localdate()}-en.pdf"')
    reopen(again(posting), owner)
    edit_posting(again(posting), owner, {"title_fr": "Autre titre", "title_en": "Another title"}, [])
    publish(again(posting), owner, public=True)
    close(again(posting), owner)
    assert told(team) == []
    reopen(again(posting), owner)
    remove(again(posting), owner)
    assert client.get(address).content == then.content
    assert sha256(then.content).hexdigest() == first.files.get(language="en").fingerprint
    assert "AI TECHNICIAN" in texts_of("txt", client.get(address.replace("pdf", "txt")).content)
    states = Publication.objects.filter(posting=None).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["reopened", "closed"]
    page = client.get("/en/postings/published/").content.decode()
    assert ("AI technician" in page, "Another title" in page, first.files.all()[0].fingerprint in page) == (True,) * 3
    assert told(team) == []
    Publication.objects.filter(pk=first.pk).update(said=first.said | {"pay_max": "90000"})
    assert [fault.split(":")[0] for fault in told(team)] == [f"publication {first.pk}"]


@pytest.mark.parametrize("reader", [*READERS, "hr"])
def test_published_posting_is_read_by_whoever_reads_the_posting(team: Team, posting: Posting, reader: str) -> None:
    kept = publish(posting, team.users["owner"], public=False)
    client = signed_in(hr()) if reader == "hr" else team.client(reader)
    status = {"outsider": 404, "anonymous": 302, "hr": 404}.get(reader, 200)
    assert client.get(f"/en/postings/published/{kept.pk}/txt/").status_code == status
    assert ("AI technician" in client.get("/en/postings/published/").content.decode()) is (status == 200)
    assert client.get(f"/en/postings/published/{kept.pk}/exe/").status_code == (404 if status == 200 else status)
    Project.objects.filter(pk=team.project.pk).delete()
    status = {"hr": 200, "anonymous": 302}.get(reader, 404)
    assert client.get(f"/en/postings/published/{kept.pk}/txt/").status_code == status


def test_what_was_published_stays_as_it_was_after_an_erasure(team: Team, posting: Posting) -> None:
    client = team.client("owner")
    client.post(path(posting, "state/"), {"do": "publish"})
    kept = Publication.objects.get()
    files = dict(kept.files.values_list("language", "fingerprint"))
    erase(PersonFactory.create(name="Rosalie Untel"), team.users["owner"])
    assert vars(again(posting))["contact_fr"] == "[…]"
    content = client.get(f"/fr/postings/published/{kept.pk}/pdf/").content
    assert ("Rosalie Untel" in texts_of("pdf", content), sha256(content).hexdigest()) == (True, files["fr"])
    assert told(team) == []


def test_posting_that_nothing_ends_is_kept_until_years_after_it_is_closed(team: Team, posting: Posting) -> None:
    Posting.objects.filter(pk=posting.pk).update(closing_date=None)
    kept = publish(posting, team.users["owner"], public=False, reason="Interne")
    Publication.objects.update(published_at=timezone.now() - timedelta(days=9999))
    Posting.objects.update(expires_at=timezone.now() + timedelta(days=1))
    tell_closing()
    call_command("forget_old")
    assert (Notice.objects.count(), Publication.objects.get(pk=kept.pk).ends_at) == (0, None)
    assert "since " in team.client("owner").get("/en/postings/published/").content.decode()
    close(again(posting), team.users["owner"])
    assert Publication.objects.filter(pk=kept.pk, ends_at__gt=timezone.now() - timedelta(minutes=1)).exists()


def test_published_posting_goes_years_after_its_end(team: Team, posting: Posting, settings: object) -> None:
    settings.POSTING_YEARS = 3  # type: ignore[attr-defined]
    kept = publish(posting, team.users["owner"], public=True)
    for days, left in ((3 * 365, 1), (3 * 366 + 1, 0)):
        Publication.objects.filter(pk=kept.pk).update(ends_at=timezone.now() - timedelta(days=days))
        call_command("forget_old")
        assert Publication.objects.count() == left
    assert told(team) == []
    assert Client().get(f"/en/postings/published/{kept.pk}/pdf/").status_code == 302
