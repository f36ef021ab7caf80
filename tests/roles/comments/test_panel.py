"""The panel of comments beside the matrix, and what its row says of them."""

import pytest
from django.utils.translation import override

from roles.comments.domain import add_comment
from roles.models import Comment, Duty
from roles.projects.domain.duties import DutyDetails, edit_duty
from tests.conftest import Team
from tests.roles.comments.addresses import of, url

EVIL = "<script>alert(1)</script>\nhttps://evil.example"


def test_panel_is_the_page_without_its_frame(team: Team, place: tuple[int, int], said: Comment) -> None:
    path = f"{of(team, place)}?position={place[1]}"
    panel = team.client("viewer").get(path, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in panel
    assert "Qui valide" in panel
    with override("fr"):
        french = team.client("viewer").get(path.replace("/en/", "/fr/")).content.decode()
    assert "Nouveau commentaire sur cette cellule" in french


@pytest.mark.parametrize("reader", ["editor", "viewer"])
def test_panel_shows_the_description_and_leads_editors_to_it(team: Team, place: tuple[int, int], reader: str) -> None:
    Duty.objects.filter(pk=place[0]).update(description_fr=EVIL, description_en="")
    page = team.client(reader).get(of(team, place)).content.decode()
    assert "&lt;script&gt;" in page
    assert 'href="https://evil.example" rel="noopener nofollow ugc"' in page
    assert ("Edit the duty and its description" in page) == (reader == "editor")


def test_row_with_a_description_says_so(team: Team, place: tuple[int, int]) -> None:
    page = team.client("viewer").get(url(team)).content.decode()
    assert "Description and comments on" not in page
    duty = Duty.objects.get(pk=place[0])
    edit_duty(
        team.project.pk, team.users["owner"], duty.pk, DutyDetails(duty.text_fr, "", duty.phase, "Comment", "How")
    )
    page = team.client("viewer").get(url(team)).content.decode()
    assert f'<a class="talk described" href="duties/{duty.pk}/comments/"' in page
    assert page.count(f"Description and comments on {duty.code}") == 2  # seen, and heard
    add_comment(team.project.pk, team.users["owner"], (duty.pk, None), "À voir")
    assert 'class="talk described some"' in team.client("viewer").get(url(team)).content.decode()
