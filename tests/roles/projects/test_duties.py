import pytest
from django.urls import reverse

from phases.models import ProjectChange
from roles.matrix.matrix import load_matrix
from roles.models import Assignment, Duty
from roles.projects.domain.copies import is_edited
from roles.projects.domain.duties import DutyDetails, add_duty, duty_fingerprint, edit_duty, move_duty
from roles.projects.domain.scope import losses, losses_fingerprint, set_applicable, set_phases
from roles.projects.forms.duties import DutyForm
from tests.conftest import READERS, Team
from tests.factories import AssignmentFactory, DutyFactory, PhaseFactory, ResponsibilityFactory

STATUS = {"owner": 200, "editor": 200, "viewer": 403, "outsider": 404, "anonymous": 302}


@pytest.fixture
def duty(team: Team) -> Duty:
    return team.project.duties.order_by("phase__order", "order")[0]


@pytest.fixture
def copied(team: Team) -> Duty:
    """A duty as it was copied from the catalogue, posting wording included."""
    source = ResponsibilityFactory.create(
        phase=team.project.phases.all()[0], posting_fr="Analyser les besoins", posting_en="Analyse the needs"
    )
    return DutyFactory.create(
        project=team.project,
        phase=source.phase,
        responsibility=source,
        posting_fr=source.posting_fr,
        posting_en=source.posting_en,
    )


def form(duty: Duty, **values: object) -> dict[str, object]:
    return {
        "text_fr": duty.text_fr,
        "text_en": duty.text_en,
        "phase": duty.phase_id,
        "seen": duty_fingerprint(duty),
    } | values


def test_duties_list_offers_a_viewer_no_change(team: Team) -> None:
    response = team.client("viewer").get(reverse("duties", args=[team.project.pk]))
    assert response.status_code == 200
    assert "/move/" not in response.content.decode()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["duty-new", "duty-edit", "duty-move", "duty-applies", "duty-remove"])
def test_duty_changes_readers(team: Team, duty: Duty, reader: str, name: str) -> None:
    args = [team.project.pk] if name == "duty-new" else [team.project.pk, duty.pk]
    client, url = team.client(reader), reverse(name, args=args)
    seen = duty_fingerprint(duty)
    if name == "duty-remove" and STATUS[reader] == 200:
        seen = client.get(url).context["seen"]
    data = form(duty, text_fr="Autre texte", step="down", reason="Hors projet") | {"seen": seen}
    response = client.post(url, data)
    may = reader in ("owner", "editor")
    assert response.status_code == (302 if may else STATUS[reader])
    assert ProjectChange.objects.exists() is may


def test_description_is_kept_shown_and_told(team: Team, duty: Duty) -> None:
    client = team.client("editor")
    said = "Voir <le guide> :\r\nhttps://guide.test/a"
    response = client.post(reverse("duty-edit", args=[team.project.pk, duty.pk]), form(duty, description_fr=said))
    assert response.status_code == 302
    duty.refresh_from_db()
    assert duty.description_fr == "Voir <le guide> :\nhttps://guide.test/a"
    page = client.get(reverse("duties", args=[team.project.pk])).content.decode()
    assert "Voir &lt;le guide&gt; :<br>" in page
    assert '<a href="https://guide.test/a" rel="noopener nofollow ugc">' in page
    told = client.get(reverse("history", args=[team.project.pk])).content.decode()
    assert "description en français" in told


def test_description_over_its_length_is_refused(team: Team, duty: Duty) -> None:
    client, url = team.client("editor"), reverse("duty-edit", args=[team.project.pk, duty.pk])
    assert client.post(url, form(duty, description_en="x" * 2001)).status_code == 422
    assert client.post(url, form(duty, description_en="x" * 2000)).status_code == 302


def test_description_that_somebody_else_has_changed_is_a_conflict(team: Team, duty: Duty) -> None:
    url, mine = reverse("duty-edit", args=[team.project.pk, duty.pk]), form(duty, description_fr="Le mien")
    edit_duty(
        team.project.pk,
        team.users["owner"],
        duty.pk,
        DutyDetails(duty.text_fr, duty.text_en or "", duty.phase, "Le leur", ""),
    )
    response = team.client("editor").post(url, mine)
    assert response.status_code == 409
    assert "Le leur" in response.content.decode()


@pytest.mark.parametrize("name", ["duty-edit", "duty-move", "duty-applies", "duty-remove"])
def test_duty_of_another_project_is_not_found(team: Team, name: str) -> None:
    foreign = DutyFactory.create()
    data = form(foreign, reason="Hors projet", step="up")
    response = team.client("owner").post(reverse(name, args=[team.project.pk, foreign.pk]), data)
    assert response.status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text_fr": "", "text_en": ""}, "text_fr"),
        ({"text_fr": "x" * 501}, "text_fr"),
        ({"phase": "999999"}, "phase"),
        ({"phase": ""}, "phase"),
        ({"phase": "garbage"}, "phase"),
    ],
)
def test_duty_bad_input_is_refused(team: Team, duty: Duty, change: dict[str, str], field: str) -> None:
    response = team.client("owner").post(reverse("duty-new", args=[team.project.pk]), form(duty) | change)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_duty_phase_of_another_framework_is_refused(team: Team, duty: Duty) -> None:
    data = form(duty, phase=PhaseFactory.create().pk)
    response = team.client("owner").post(reverse("duty-new", args=[team.project.pk]), data)
    assert "phase" in response.context["form"].errors


def test_add_duty_codes_count_up_and_it_stands_last(team: Team) -> None:
    phase = team.project.phases.all()[0]
    codes = [add_duty(team.project.pk, team.users["editor"], DutyDetails("Valide", "", phase)).code for _ in range(2)]
    assert codes == ["P01", "P02"]
    assert [duty.code for duty in load_matrix(team.project.pk).duties_of[phase.pk]][-2:] == codes


def test_edit_duty_own_words_lose_the_posting_and_get_it_back(team: Team, copied: Duty) -> None:
    user, text = team.users["editor"], copied.text_fr
    edit_duty(team.project.pk, user, copied.pk, DutyDetails("Autre texte", copied.text_en or "", copied.phase))
    copied.refresh_from_db()
    assert (copied.posting_fr, copied.posting_en, is_edited(copied)) == ("", "Analyse the needs", True)
    edit_duty(team.project.pk, user, copied.pk, DutyDetails(text, copied.text_en or "", copied.phase))
    copied.refresh_from_db()
    assert (copied.posting_fr, is_edited(copied)) == ("Analyser les besoins", False)


def test_edit_duty_of_the_catalogue_stays_in_its_phase(team: Team, copied: Duty) -> None:
    other = team.project.phases.exclude(pk=copied.phase_id).get()
    url = reverse("duty-edit", args=[team.project.pk, copied.pk])
    assert team.client("editor").post(url, form(copied, text_fr="Autre", phase=other.pk)).status_code == 302
    copied.refresh_from_db()
    assert copied.phase_id != other.pk


def test_edit_own_duty_moves_to_the_end_of_another_phase(team: Team, duty: Duty) -> None:
    other = team.project.phases.exclude(pk=duty.phase_id).get()
    url = reverse("duty-edit", args=[team.project.pk, duty.pk])
    assert team.client("editor").post(url, form(duty, phase=other.pk)).status_code == 302
    assert load_matrix(team.project.pk).duties_of[other.pk][-1].id == duty.pk


def test_duty_stale_form_shows_both_texts(team: Team, duty: Duty) -> None:
    old = form(duty, text_fr="Mon texte")
    edit_duty(team.project.pk, team.users["owner"], duty.pk, DutyDetails("Leur texte", "Theirs", duty.phase))
    response = team.client("editor").post(reverse("duty-edit", args=[team.project.pk, duty.pk]), old)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Leur texte" in page
    assert "Mon texte" in page
    duty.refresh_from_db()
    assert duty.text_fr == "Leur texte"


def test_move_duty_stays_in_its_phase(team: Team, duty: Duty) -> None:
    before = [row.id for row in load_matrix(team.project.pk).duties]
    move_duty(team.project.pk, team.users["editor"], duty.pk, 1)
    move_duty(team.project.pk, team.users["editor"], duty.pk, 1)
    move_duty(team.project.pk, team.users["editor"], duty.pk, 1)
    after = [row.id for row in load_matrix(team.project.pk).duties]
    assert after == [before[1], before[2], before[0], *before[3:]]
    assert ProjectChange.objects.filter(kind="duty.moved").count() == 2


def test_set_applicable_puts_letters_away_and_back(team: Team, duty: Duty) -> None:
    first, second = team.project.positions.all()[:2]
    AssignmentFactory.create(duty=duty, position=first, letter="AR")
    AssignmentFactory.create(duty=duty, position=second, letter="C")
    user = team.users["editor"]
    set_applicable(team.project.pk, user, duty.pk, "Hors projet")
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("", "")
    set_applicable(team.project.pk, user, duty.pk, "Toujours hors projet")
    second.delete()
    set_applicable(team.project.pk, user, duty.pk, "")
    row = load_matrix(team.project.pk).duty(duty.pk)
    assert (row.letters, row.applicable, row.reason) == (("AR",), True, "")


def test_set_applicable_without_reason_is_refused(team: Team, duty: Duty) -> None:
    url = reverse("duty-applies", args=[team.project.pk, duty.pk])
    response = team.client("editor").post(url, {"reason": "   ", "seen": duty_fingerprint(duty)})
    assert response.status_code == 422
    assert Duty.objects.get(pk=duty.pk).applicable


def test_set_applicable_stale_is_refused(team: Team, duty: Duty) -> None:
    seen = duty_fingerprint(duty)
    set_applicable(team.project.pk, team.users["owner"], duty.pk, "Hors projet")
    url = reverse("duty-applies", args=[team.project.pk, duty.pk])
    response = team.client("editor").post(url, {"reason": "Autre raison", "seen": seen})
    assert response.status_code == 409
    assert Duty.objects.get(pk=duty.pk).reason == "Hors projet"


def test_duty_taken_back_from_the_page(team: Team, duty: Duty) -> None:
    set_applicable(team.project.pk, team.users["owner"], duty.pk, "Hors projet")
    duty.refresh_from_db()
    url = reverse("duty-applies", args=[team.project.pk, duty.pk])
    assert team.client("editor").post(url, {"applies": "yes", "seen": duty_fingerprint(duty)}).status_code == 302
    assert Duty.objects.get(pk=duty.pk).applicable


def test_remove_duty_with_other_letters_than_shown_is_refused(team: Team, duty: Duty) -> None:
    client, url = team.client("editor"), reverse("duty-remove", args=[team.project.pk, duty.pk])
    seen = client.get(url).context["seen"]
    AssignmentFactory.create(duty=duty, position=team.project.positions.all()[0], letter="A")
    assert client.post(url, {"seen": seen}).status_code == 409
    again = client.get(url).context["seen"]
    assert client.post(url, {"seen": again}).status_code == 302
    line = ProjectChange.objects.get(kind="duty.removed")
    assert list(line.data["letters"].values()) == ["A"]
    assert not Assignment.objects.exists()


def test_set_phases_brings_and_takes_duties(team: Team) -> None:
    kept, left = team.project.phases.all()
    new = PhaseFactory.create(framework=team.project.framework)
    ResponsibilityFactory.create_batch(2, phase=new)
    set_phases(team.project.pk, team.users["editor"], [kept, new])
    matrix = load_matrix(team.project.pk)
    assert [band.id for band in matrix.phases] == [kept.pk, new.pk]
    assert len(matrix.duties_of[new.pk]) == 2
    assert not Duty.objects.filter(phase=left).exists()
    assert ProjectChange.objects.filter(kind="duty.removed").count() == 3


def test_set_phases_back_again_copies_codes_once(team: Team) -> None:
    kept, left = team.project.phases.all()
    ResponsibilityFactory.create(phase=left, code="D1")
    DutyFactory.create(project=team.project, phase=kept, code="D1")
    for phases in ([kept], [kept, left]):
        set_phases(team.project.pk, team.users["editor"], phases)
    assert [duty.code for duty in load_matrix(team.project.pk).duties_of[left.pk]] == ["D1-2"]


def test_set_phases_none_is_refused(team: Team) -> None:
    with pytest.raises(ValueError, match="at least one"):
        set_phases(team.project.pk, team.users["editor"], [])


def test_settings_phases_confirm_what_goes(team: Team, duty: Duty) -> None:
    AssignmentFactory.create(duty=duty, position=team.project.positions.all()[0], letter="A")
    kept = team.project.phases.exclude(pk=duty.phase_id).get()
    client, url = team.client("editor"), reverse("settings-phases", args=[team.project.pk])
    page = client.post(url, {"phases": kept.pk})
    assert page.status_code == 200
    assert [(loss.duties, loss.letters) for loss in page.context["lost"]] == [(3, 1)]
    AssignmentFactory.create(duty=duty, position=team.project.positions.all()[1], letter="C")
    stale = client.post(url, {"phases": kept.pk, "seen": page.context["seen"]})
    assert stale.status_code == 409
    assert Duty.objects.filter(pk=duty.pk).exists()
    assert client.post(url, {"phases": kept.pk, "seen": stale.context["seen"]}).status_code == 302
    assert list(team.project.phases.all()) == [kept]


def test_losses_are_counted_a_phase(team: Team) -> None:
    lost = losses(team.project, [])
    assert [(loss.duties, loss.letters) for loss in lost] == [(3, 0), (3, 0)]
    assert losses_fingerprint(lost) != losses_fingerprint(lost[:1])


@pytest.mark.parametrize("name", ["duty-new", "duty-edit"])
def test_a_phase_that_has_just_left_takes_no_duty(
    team: Team, duty: Duty, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form was read before somebody left the phase out: a duty there would break every page."""
    stays, leaves = team.project.phases.all()
    Duty.objects.filter(project=team.project, phase=leaves).delete()
    form_details = DutyForm.details

    def slow_details(form: DutyForm) -> DutyDetails:
        set_phases(team.project.pk, team.users["owner"], [stays])
        return form_details(form)

    monkeypatch.setattr(DutyForm, "details", slow_details)
    args = [team.project.pk] if name == "duty-new" else [team.project.pk, duty.pk]
    body = {"text_fr": "Valide", "phase": leaves.pk, "seen": duty_fingerprint(duty)}
    answer = team.client("editor").post(reverse(name, args=args), body)
    assert answer.status_code == 422
    assert not Duty.objects.filter(phase=leaves).exists()
    assert len(load_matrix(team.project.pk).duties_of) == 1
