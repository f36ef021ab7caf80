"""A project to which everything has happened of which a table keeps something."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import override

from phases.access.invitations import invite
from phases.enums import Role
from phases.models import ArchiveEntry, Framework, PreparedFile, Project
from phases.projects.domain import ProjectDetails, edit_project
from roles.acceptance.domain import asking
from roles.comments.domain import add_comment, edit_comment, resolve_comment
from roles.directory.domain.merge import merge
from roles.directory.domain.people import PersonDetails, edit_person
from roles.history.domain.baselines import freeze
from roles.history.domain.proof import faults, framework_faults
from roles.models import (
    Duty,
    JournalReading,
    Notice,
    NoticeChoices,
    Person,
    Position,
    Responsibility,
    RoleProfile,
    SecurityEvent,
    SuggestionRule,
)
from roles.people.domain.login_journal import login_faults
from roles.postings.documents.kept import published_pdf
from roles.postings.domain.blocks import keep_block
from roles.postings.domain.lines import Line
from roles.postings.domain.opened import open_to_hr
from roles.postings.domain.postings import Source, edit_posting, make_catalogue_posting, make_posting
from roles.projects.domain.duties import DutyDetails, add_duty, remove_duty
from roles.projects.domain.positions import PositionDetails, add_positions, hold_position
from roles.projects.domain.reviews import mark_reviewed
from roles.projects.domain.scope import set_applicable
from roles.projects.domain.start import ProjectPlan, start_project
from tests.factories import PersonFactory, UserFactory
from tests.roles.history.proof.life import Life
from tests.roles.postings.drafts import go_out


class FullLife(Life):
    """Each table of projects, frameworks, postings and accesses has a row."""

    def __init__(self) -> None:
        super().__init__()
        self._matrix()
        self._people()
        self._postings()
        self._beside()

    def _matrix(self) -> None:
        phase = self.framework.phases.all()[1]
        edit_project(self.pk, self.owner, ProjectDetails("Essai deux", "Équipe", {"max_r": 5}, True))
        away = add_duty(self.pk, self.owner, DutyDetails("Rangée", "Put away", phase, "Comment", "How"))
        set_applicable(self.pk, self.owner, away.pk, "Hors mandat")
        gone = add_duty(self.pk, self.owner, DutyDetails("Partie", "", phase))
        add_comment(self.pk, self.owner, (gone.pk, None), "De ce qui part")
        remove_duty(self.pk, self.owner, gone.pk)
        comment = add_comment(self.pk, self.owner, (self.own.pk, Position.objects.all()[0].pk), "Sur une case")
        add_comment(self.pk, self.editor, (self.own.pk, None), "Réponse", comment.pk)
        edit_comment(self.pk, self.owner, comment.pk, "Autrement")
        resolve_comment(self.pk, self.owner, comment.pk, resolved=True)

    def _people(self) -> None:
        held = Position.objects.filter(project_id=self.pk, holder=None)[0]
        hold_position(self.pk, self.owner, held.pk, "Denis Essai; Émile Essai")
        profile = RoleProfile.objects.get()
        add_positions(self.pk, self.owner, [PositionDetails("Ouverte", "Open", profile)])
        open_to_hr(self.pk, self.owner, Position.objects.latest("id").pk, opened=True)
        denis = Person.objects.get(name="Denis Essai")
        other = PersonFactory.create(name="Denys Essai", user=UserFactory.create(), profile=profile)
        denis = merge(self.owner, denis.pk, other.pk)
        edit_person(self.owner, denis.pk, PersonDetails("Denise Essai", "denise@exemple.test"))
        denis.parted_from.add(self.viewer)
        asking.ask(self.pk, self.owner, {denis.pk}, "Merci", 3, "fr")
        mark_reviewed(self.pk, self.owner)
        freeze(self.pk, self.owner, "Seconde", "")
        invite(self.pk, self.owner, "dora@exemple.test", Role.EDITOR, "fr")

    def _postings(self) -> None:
        project = Project.objects.get(pk=self.pk)
        draft = make_posting(project, self.owner, Source(Position.objects.latest("id"), twin=True))
        duty = Duty.objects.filter(project_id=self.pk)[0]
        edit_posting(draft, self.owner, {"mission_fr": "x"}, [Line(duty.pk), Line(None, "Autre chose", "Else")])
        statement = Responsibility.objects.all()[0]
        alone = make_catalogue_posting(
            self.framework, self.owner, Source(profile=RoleProfile.objects.get(), twin=True), [statement.pk]
        )
        publication = go_out(alone, self.owner, public=True)
        with override("fr"):
            published_pdf(publication, "fr")

    def _beside(self) -> None:
        """What is kept beside the journal."""
        now = timezone.now()
        rule = SuggestionRule.objects.create(framework=self.framework, code="R1", name="x", condition="y")
        first, second = Responsibility.objects.all()[:2]
        Responsibility.objects.update(rule=rule)
        first.pairs_with.add(second)
        keep_block(self.owner, "mission", "Bloc", "x", "y")
        ArchiveEntry.objects.create(owner=self.owner, project_id=self.pk, language="fr", asked_at=now)
        PreparedFile.objects.create(owner=self.owner, address="/x", asked_at=now)
        JournalReading.objects.get_or_create(project_id=self.pk)
        line = self.lines[0]
        Notice.objects.create(reader=self.owner, kind="joined", source="x", project_id=self.pk, line=line)
        NoticeChoices.objects.create(user=self.owner)
        SecurityEvent.objects.create(kind="x", by=self.owner, project_id=self.pk)
        Framework.objects.create(slug="autre", title="Autre")
        plan = ProjectPlan(
            self.framework, list(self.framework.phases.all())[:1], "Autre", positions=[PositionDetails("Un")]
        )
        start_project(self.editor, plan)

    @property
    def faults(self) -> Iterator[str]:
        """What is not as any journal says."""
        for pk in Project.objects.values_list("pk", flat=True):
            yield from faults(pk)
        for pk in Framework.objects.values_list("pk", flat=True):
            yield from framework_faults(pk)
        yield from login_faults()
