"""The pages that set a finding aside and bring it back, for every kind of reader."""

from datetime import date
from html import unescape

import pytest
from django.utils.translation import override

from roles.checks.domain.check import check, open_findings
from roles.checks.domain.dismissals import dismiss
from roles.checks.domain.finding import Finding
from roles.exports.documents.matrix import prepare
from roles.formats.paper import Mode
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import FindingDismissal
from tests.conftest import READERS, Team

REASON = "C’est <voulu>"


@pytest.fixture
def hint(team: Team) -> Finding:
    cell = (team.project.duties.all()[0].pk, team.project.positions.all()[0].pk)
    set_cells(team.project.pk, team.users["owner"], [CellChange(*cell, "AR")])
    return next(finding for finding in check(load_matrix(team.project.pk)) if finding.code == "H8")


def url(team: Team, page: str = "") -> str:
    return f"/en/projects/{team.project.pk}/findings/{page}"


def form(*findings: Finding, reason: str = REASON) -> dict[str, str]:
    return {"seen": ",".join(f"{finding.key}:{finding.state}" for finding in findings), "reason": reason}


@pytest.mark.parametrize("reader", READERS)
def test_dismissal_is_for_editors(team: Team, hint: Finding, reader: str) -> None:
    client = team.client(reader)
    refused = {"viewer": 403, "outsider": 404, "anonymous": 302}
    assert client.get(url(team, f"dismiss/?f={hint.key}")).status_code == refused.get(reader, 200)
    assert client.post(url(team, "dismiss/"), form(hint)).status_code == refused.get(reader, 302)
    assert FindingDismissal.objects.exists() == (reader not in refused)
    dismiss_by_owner = FindingDismissal.objects.exists()
    if not dismiss_by_owner:
        dismiss(team.project.pk, team.users["owner"], {hint.key: hint.state}, REASON)
    assert client.post(url(team, "restore/"), {"f": hint.key}).status_code == refused.get(reader, 302)
    assert FindingDismissal.objects.exists() == (reader in refused)


def test_dismissed_finding_leaves_panel_tally_and_list_and_says_why(team: Team, hint: Finding) -> None:
    client = team.client("editor")
    grid = url(team).replace("findings/", "")
    for before in (client.get(url(team)), client.get(grid)):
        assert "1 <span>hint<" in before.content.decode()
    assert client.post(url(team, "dismiss/"), form(hint), follow=True).status_code == 200
    for reader in ("viewer", "editor"):
        page = team.client(reader).get(url(team)).content.decode()
        assert "1 <span>hint<" not in page
        assert "C’est &lt;voulu&gt;" in page
        assert team.users["editor"].get_full_name() in page
        assert ("Restore" in page) == (reader == "editor")
        assert "hint<" not in team.client(reader).get(grid).content.decode()
    client.post(url(team, "restore/"), {"f": hint.key})
    assert "1 <span>hint<" in client.get(grid).content.decode()


def test_dismissal_needs_a_reason(team: Team, hint: Finding) -> None:
    response = team.client("editor").post(url(team, "dismiss/"), form(hint, reason=" \n "))
    page = response.content.decode()
    assert "Nothing was saved yet" in page
    assert f"{hint.key}:{hint.state}" in page
    assert team.client("editor").post(url(team, "dismiss/"), form(hint, reason="x" * 301)).status_code == 200
    assert not FindingDismissal.objects.exists()


def test_dismissal_of_a_whole_check_in_one_step(team: Team) -> None:
    page = team.client("editor").get(url(team, "dismiss/?code=V5")).content.decode()
    assert "Dismiss 2 findings" in page
    vacant = [finding for finding in check(load_matrix(team.project.pk)) if finding.code == "V5"]
    team.client("editor").post(url(team, "dismiss/"), form(*vacant))
    assert not [finding for finding in open_findings(load_matrix(team.project.pk)) if finding.code == "V5"]
    assert load_matrix(team.project.pk).version == 1


@pytest.mark.parametrize("query", ["", "?f=", "?f=H8-d0", "?code=H9", "?f=%00", "?code=zzz", "?f=H8&f=H9"])
def test_dismissal_of_what_is_not_there_says_so(team: Team, hint: Finding, query: str) -> None:
    response = team.client("editor").get(url(team, f"dismiss/{query}"))
    assert response.status_code == 409
    assert "no longer there" in response.content.decode()
    data = {"seen": query, "reason": "x"}
    assert team.client("editor").post(url(team, "dismiss/"), data).status_code == 409


def test_error_is_refused_with_the_reason(team: Team, hint: Finding) -> None:
    error = next(finding for finding in check(load_matrix(team.project.pk)) if finding.code == "H4")
    for response in (
        team.client("owner").get(url(team, f"dismiss/?f={error.key}")),
        team.client("owner").post(url(team, "dismiss/"), form(error)),
    ):
        assert response.status_code == 409
        assert "nobody is committed to the duty" in response.content.decode()
    page = unescape(team.client("owner").get(url(team)).content.decode())
    assert f"f={error.key}" not in page
    assert f"f={hint.key}" in page


def test_document_counts_what_is_dismissed(team: Team, hint: Finding) -> None:
    dismiss(team.project.pk, team.users["owner"], {hint.key: hint.state}, REASON)
    matrix = load_matrix(team.project.pk, "fr")
    with override("fr"):
        document = prepare(matrix, check(matrix), mode=Mode.INTERNAL, day=date(2026, 11, 23))
        assert document.status.endswith(", 1 écarté")
        assert hint not in document.findings
        posting = prepare(matrix, check(matrix), mode=Mode.POSTING, day=date(2026, 11, 23))
        assert "écarté" not in posting.status


def test_history_says_why_a_finding_was_dismissed_and_that_it_is_back(team: Team, hint: Finding) -> None:
    client = team.client("editor")
    client.post(url(team, "dismiss/"), form(hint))
    client.post(url(team, "restore/"), {"f": hint.key})
    page = client.get(f"/en/projects/{team.project.pk}/history/").content.decode()
    assert "Reason: C’est &lt;voulu&gt;" in page
    assert "It was dismissed for: C’est &lt;voulu&gt;" in page
