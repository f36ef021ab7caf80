"""`manage.py load_catalogue`: idempotent, checked whole, all or nothing."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from phases.models import Framework, Phase
from roles.catalogue.documents.framework_xlsx import catalogue_xlsx
from roles.catalogue.domain.file_format import CatalogueError, parse_json
from roles.models import Responsibility, RoleProfile, SuggestionRule
from tests.factories import DutyFactory, PositionFactory, ProjectFactory
from tests.roles.catalogues import FIXTURE, fixture_data, load, second_framework

pytestmark = pytest.mark.django_db
MODELS: tuple[type[Model], ...] = (
    Framework,
    Phase,
    RoleProfile,
    SuggestionRule,
    Responsibility,
    Responsibility.pairs_with.through,
)
Change = Callable[[dict[str, Any]], object]


def everything() -> list[list[dict[str, Any]]]:
    return [list(model._default_manager.order_by("pk").values()) for model in MODELS]


def test_load_stores_letters_as_they_are_stored_and_both_languages() -> None:
    load(fixture_data())
    statement = Responsibility.objects.get(code="T02")
    assert statement.suggested == {"technicien": "AR", "universitaire": "I"}
    assert (statement.text_fr, statement.text_en) == (
        "Contrôle et entretient l'infrastructure matérielle",
        "Monitors and maintains the hardware infrastructure",
    )
    assert {r.code for r in Responsibility.objects.get(code="T06").pairs_with.all()} == {"U03", "U04", "U05"}
    assert Phase.objects.get(slug="cueillette").short_name_en == "Collection"


def test_load_again_writes_nothing() -> None:
    load(fixture_data())
    before = everything()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = load(fixture_data())
    assert not [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert (report.added, report.changed, report.removed, report.kept) == (0, 0, 0, [])
    assert everything() == before


def test_load_updates_what_differs_and_keeps_ids() -> None:
    load(fixture_data())
    ids = dict(Responsibility.objects.values_list("code", "pk"))
    data = fixture_data()
    data["responsibilities"][0]["text_en"] = "Installs the environment"
    data["responsibilities"][1]["pairs_with"] = ["U01"]
    report = load(data)
    assert (report.added, report.changed, report.removed) == (1, 1, 0)
    assert dict(Responsibility.objects.values_list("code", "pk")) == ids
    assert Responsibility.objects.get(code="T01").text_en == "Installs the environment"
    assert Responsibility.objects.get(code="U01").pairs_with.count() == 2


def test_load_takes_away_a_text_that_the_file_no_longer_has() -> None:
    load(fixture_data())
    data = fixture_data()
    data["responsibilities"][0]["text_en"] = None
    load(data)
    assert Responsibility.objects.get(code="T01").text_en is None


def test_load_removes_what_the_file_no_longer_has() -> None:
    load(second_framework(3))
    assert load(second_framework(2)).removed > 0
    assert RoleProfile.objects.count() == 2
    assert set(Responsibility.objects.values_list("profile__slug", flat=True)) == {"profil-1", "profil-2"}


def test_load_keeps_after_the_rest_what_a_project_uses() -> None:
    load(second_framework(3))
    framework = Framework.objects.get()
    statement = Responsibility.objects.get(code="A03.2")
    project = ProjectFactory.create(framework=framework, phases=list(Phase.objects.filter(slug="livraison")))
    DutyFactory.create(project=project, phase=Phase.objects.get(slug="livraison"), responsibility=statement)
    PositionFactory.create(project=project, profile=statement.profile)
    data = second_framework(2)
    data["phases"] = data["phases"][:1]
    data["responsibilities"] = [row for row in data["responsibilities"] if row["phase"] == "cadrage"]
    report = load(data)
    assert report.kept == ["A03.2", "livraison", "profil-3"]
    assert Responsibility.objects.get(code="A03.2").pk == statement.pk
    assert RoleProfile.objects.order_by("order").last() == statement.profile
    assert load(data).kept == report.kept


def test_load_keeps_frameworks_apart() -> None:
    load(fixture_data())
    load(second_framework())
    assert Framework.objects.count() == 2
    assert Responsibility.objects.filter(phase__framework__slug="specialiste-ia").count() == 51
    assert load(fixture_data()).removed == 0


def test_load_of_a_large_framework_takes_few_queries() -> None:
    data = second_framework(profiles=41, statements=25)
    assert len(data["responsibilities"]) == 2050
    with CaptureQueriesContext(connection) as queries:
        load(data)
    assert len(queries) < 80
    assert Responsibility.objects.count() == 2050


def wrong(data: dict[str, Any]) -> str:
    before = everything()
    with pytest.raises(CatalogueError) as caught, override("en"):
        load(data)
    assert everything() == before
    return str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["responsibilities"][2].update(phase="lune"), "responsibilities[2] (T03): unknown phase “lune”"),
        (lambda d: d["responsibilities"][2].update(profile="x"), "(T03): unknown profile “x”"),
        (lambda d: d["responsibilities"][2].update(profile=["x"]), "(T03): unknown profile"),
        (lambda d: d["responsibilities"][2].update(rule="R99"), "(T03): unknown rule “R99”"),
        (lambda d: d["responsibilities"][2].update(pairs_with=["U99"]), "unknown pairs_with “U99”"),
        (lambda d: d["responsibilities"][2].update(pairs_with=[{}]), "unknown pairs_with"),
        (lambda d: d["responsibilities"][2].update(pairs_with=["T04"]), "T04 is of the same profile"),
        (lambda d: d["responsibilities"][2].update(pairs_with="U01"), "“pairs_with” must be a list"),
        (lambda d: d["responsibilities"][2].update(suggested={"technicien": "X"}), "“X” is not a letter"),
        (lambda d: d["responsibilities"][2].update(suggested={"technicien": 3}), "“3” is not a letter"),
        (lambda d: d["responsibilities"][2].update(suggested={"personne": "R"}), "unknown profile “personne”"),
        (lambda d: d["responsibilities"][2].update(suggested=["R"]), "“suggested” must be an object"),
        (lambda d: d["responsibilities"][2]["suggested"].update(universitaire="A"), "two profiles approve"),
        (lambda d: d["responsibilities"][2].update(code="T01", order=3), "“code” T01 is already that of responsib"),
        (lambda d: d["responsibilities"][2].update(order=1), "“order” 1 is already that of responsibilities[0]"),
        (lambda d: d["responsibilities"][2].update(order="x"), "“order” must be a whole number"),
        (lambda d: d["responsibilities"][2].update(text_fr=""), "“text_fr” is missing"),
        (lambda d: d["responsibilities"][2].pop("text_fr"), "“text_fr” is missing"),
        (lambda d: d["responsibilities"][2].update(text_fr="x" * 501), "“text_fr” has more than 500 characters"),
        (lambda d: d["responsibilities"][2].update(text_en="a\x00b"), "“text_en” must be text without control"),
        (lambda d: d["responsibilities"][2].update(text_en=5), "“text_en” must be text without control"),
        (lambda d: d["responsibilities"][2].update(code="t 3"), "“code” must be capital letters"),
        (lambda d: d["responsibilities"][2].update(texte_fr="x"), "unknown field “texte_fr”"),
        (lambda d: d["phases"][0].update(slug="a b"), "“slug” must be small letters"),
        (lambda d: d["profiles"].append("x"), "profiles[2]: must be an object."),
        (lambda d: d.pop("framework"), "“framework” is missing"),
        (lambda d: d.update(rules={}), "“rules” must be a list"),
        (lambda d: d.update(phases=[]), "at least one phase and one profile"),
        (lambda d: d.update(extra=1), "unknown field “extra”"),
    ],
)
def test_load_refuses_a_wrong_file_and_writes_nothing(change: Change, words: str) -> None:
    data = fixture_data()
    change(data)
    assert words in wrong(data)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b'{"framework": ', "line 1, column"),
        (b"[]", "must be a JSON object"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_load_refuses_what_is_no_framework(content: bytes, words: str) -> None:
    with pytest.raises(CatalogueError, match=words), override("en"):
        parse_json(content)


def test_load_names_every_problem_at_once() -> None:
    data = fixture_data()
    data["responsibilities"][0]["rule"] = "R99"
    data["responsibilities"][5]["text_fr"] = None
    assert len(wrong(data).splitlines()) == 2


def test_command_loads_the_fixture_by_default() -> None:
    out = StringIO()
    with override("en"):
        call_command("load_catalogue", stdout=out)
        call_command("load_catalogue", str(FIXTURE), stdout=out)
    first, second = out.getvalue().splitlines()
    assert first.startswith("specialiste-ia: 51 statements")
    assert second == "specialiste-ia: 51 statements; 0 added, 0 changed, 0 removed."


def test_command_takes_a_workbook_and_names_its_rows(tmp_path: Path) -> None:
    out, path, data = StringIO(), tmp_path / "x.xlsx", fixture_data()
    path.write_bytes(catalogue_xlsx(data, "fr"))
    with override("en"):
        call_command("load_catalogue", stdout=out)
        call_command("load_catalogue", str(path), stdout=out)
    assert out.getvalue().splitlines()[1] == "specialiste-ia: 51 statements; 0 added, 0 changed, 0 removed."
    data["responsibilities"][2]["phase"] = "lune"
    path.write_bytes(catalogue_xlsx(data, "en"))
    with override("en"), pytest.raises(CommandError, match=r"Responsibilities, row 7 \(T03\): unknown Phase “lune”"):
        call_command("load_catalogue", str(path))


def test_command_says_what_is_wrong_and_where(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"framework": {}}')
    with override("en"):
        with pytest.raises(CommandError, match="“slug” must be small letters"):
            call_command("load_catalogue", str(path))
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("load_catalogue", str(tmp_path / "none.json"))
    assert not Framework.objects.exists()
