"""The pages of comments."""

from tests.conftest import Team


def url(team: Team, path: str = "") -> str:
    return f"/en/projects/{team.project.pk}/{path}"


def of(team: Team, place: tuple[int, int]) -> str:
    return url(team, f"duties/{place[0]}/comments/")
