"""A world with something in every place, for tests that ask every address."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from phases.access.invitations import invite
from phases.access.invitations import token_of as token_of_invitation
from phases.archive.prepared import ask_for, keep
from phases.enums import Role
from phases.models import Membership, Phase
from phases.sharing.domain import make_link as make_share_link
from roles.acceptance.domain.personal_links import make_link, token_of
from roles.catalogue.forms import sealed_framework
from roles.formats.reading.table import Table
from roles.history.domain.baselines import freeze
from roles.imports.domain.edits import CellEdit, Edits
from roles.imports.forms.corrections import read_corrections
from roles.imports.forms.upload import ImportedFile, sealed_edits, sealed_file
from roles.imports.sheet_reading.interpret import interpret
from roles.matrix.matrix import load_matrix
from roles.matrix.thresholds import Thresholds
from roles.models import Comment, Duty, Notice, Position
from roles.notices.domain.choices import token_of as token_of_reader
from roles.people.domain.directory_plan import PersonRow
from roles.people.domain.permissions import hr_group
from roles.people.forms import sealed_people
from roles.postings.domain.opened import open_to_hr
from roles.postings.domain.postings import Source, make_catalogue_posting, make_posting, publish
from roles.workload.domain.absence import absence_plan
from tests.conftest import Team
from tests.factories import (
    AssignmentFactory,
    MembershipFactory,
    PersonFactory,
    ResponsibilityFactory,
    RoleProfileFactory,
    UserFactory,
    small_project,
)
from tests.roles.catalogues import second_framework
from tests.roles.postings.drafts import FACTS, TEXTS

OFFICIALS = ("hr", "administrator")


class World:
    """A project with something in every place, and another one beside it whose ids are not ours.

    Beside the members of the team there are somebody who was removed from it, somebody who holds a position and is no
    member, an HR manager and an administrator.
    """

    def __init__(self, team: Team) -> None:
        team.users |= {reader: UserFactory.create(username=reader) for reader in ("removed", "holder")}
        for reader in OFFICIALS:
            team.users[reader] = UserFactory.create(username=reader, is_staff=True, is_superuser=reader != "hr")
        team.users["hr"].groups.add(hr_group())
        self.team = team
        self.project = team.project
        framework = self.project.framework
        self.profile = RoleProfileFactory.create(framework=framework)
        self.phase: Phase = self.project.phases.all()[0]
        self.statement = ResponsibilityFactory.create(
            phase=self.phase, profile=self.profile, suggested={self.profile.slug: "A"}
        )
        self.duty: Duty = self.project.duties.all()[0]
        self.position: Position = self.project.positions.all()[0]
        AssignmentFactory.create(duty=self.duty, position=self.position, letter="R")
        self.position.holder = PersonFactory.create(user=team.users["holder"])
        self.position.save()
        guest = PersonFactory.create()  # without an account, so with a link
        self.position.co_holders.add(guest)
        self.link = make_link(self.project.pk, team.users["owner"], guest.pk)
        self.comment = Comment.objects.create(duty=self.duty, by=team.users["owner"], text="Qui ?")
        self.away = absence_plan(load_matrix(self.project.pk), self.position.holder.pk, Thresholds()).digest
        self.member = Membership.objects.get(project=self.project, user=team.users["viewer"])
        self.share_link, self.share_token = make_share_link(
            self.project.pk, team.users["owner"], "Cliente", timezone.now() + timedelta(days=7), names=True
        )
        self.invitation = invite(self.project.pk, team.users["owner"], "zoe@example.org", Role.EDITOR, "fr")
        self.opened: Position = self.project.positions.all()[1]
        open_to_hr(self.project.pk, team.users["owner"], self.opened.pk, opened=True)
        self.posting = make_posting(self.project, team.users["owner"], Source(self.position, twin=True))
        self.notice = Notice.objects.create(
            reader=team.users["owner"], kind="invited", source="x", project=self.project
        )
        self.free_posting = make_catalogue_posting(framework, team.users["owner"], Source(profile=self.profile))
        type(self.free_posting).objects.filter(pk=self.free_posting.pk).update(**TEXTS, **FACTS)
        self.publication = publish(self.free_posting, team.users["owner"], public=True, reason="Essai")
        self.baseline = freeze(self.project.pk, team.users["owner"], "Lancement", "", approved=False)
        self.stranger = small_project()
        self.strange = self._of_the_stranger()
        self.prepared = [
            ask_for(team.users[reader], f"/fr/projects/{self.project.pk}/export/pdf/")[0]
            for reader in ("owner", "viewer")
        ]
        keep(self.prepared[0].pk, b"%PDF", "application/pdf", "attachment")
        edits = Edits(0, "fr", cells=(CellEdit(str(self.duty.pk), str(self.position.pk), "", "A"),))
        owner = team.users["owner"].pk
        self.people = sealed_people(owner).seal([PersonRow("Ligne 2", "Camille Roy", "c@example.org")])
        self.framework = sealed_framework(owner).seal(second_framework())
        self.edits = sealed_edits(owner, self.project.pk).seal(edits.to_json())
        rows = (("Tâche", "Cheffe", "Analyste"), ("Cadrage",), ("Tester", "A", "x"), ("Livrer", "R", "A"))
        file = ImportedFile("raci.csv", (Table("", rows),))
        self.tables = [sealed_file(owner, pk).seal(file) for pk in (0, self.project.pk)]
        corrections = read_corrections(QueryDict("b0-header=0&b0-used=on&b0-bands=on&mark=X&means=C"))
        self.seen_plan = interpret(file.tables, corrections).seen

    def _of_the_stranger(self) -> dict[str, Any]:
        """What the other project has in places of which ours has one."""
        pk, owner = self.stranger.pk, MembershipFactory.create(project=self.stranger).user
        later = timezone.now() + timedelta(days=7)
        return {
            "comment": Comment.objects.create(duty=self.stranger.duties.all()[0], by=owner, text="Non"),
            "member": MembershipFactory.create(project=self.stranger, role=Role.VIEWER),
            "baseline": freeze(pk, owner, "Lancement", "", approved=False),
            "invitation": invite(pk, owner, "yan@example.org", Role.EDITOR, "fr"),
            "link": make_share_link(pk, owner, "Autre", later, names=True)[0],
        }

    @cached_property
    def _known(self) -> dict[str, Sequence[object]]:
        other = self.stranger
        return {
            "project_id": [self.project.pk, other.pk],
            "duty_id": [self.duty.pk, other.duties.all()[0].pk],
            "position_id": [self.position.pk, other.positions.all()[0].pk],
            "comment_id": [self.comment.pk, self.strange["comment"].pk],
            "member_id": [self.member.pk, self.strange["member"].pk],
            "baseline_id": [self.baseline.pk, self.strange["baseline"].pk],
            "invitation_id": [self.invitation.pk, self.strange["invitation"].pk],
            "link_id": [self.share_link.pk, self.strange["link"].pk],
            "version": [1],
            "name": ["1"],
            "publication_id": [self.publication.pk],
            "person_id": [self.position.holder_id],
            "notice_id": [self.notice.pk],
            "reading": ["6a1f4c9e-2f0b-4d0e-9c55-0d6f3a7be001"],
            "user_id": [self.team.users["viewer"].pk],
            "role": ["hr", "administrator"],
            "posting_id": [self.posting.pk, self.free_posting.pk],
            "address": [self.free_posting.slug],
            "slug": [self.profile.slug],
            "prepared_id": [file.pk for file in self.prepared],
            "fmt": ["xlsx", "pdf", "docx", "txt"],
            "object_id": [1, self.team.users["viewer"].pk],
            "id": [self.team.users["viewer"].pk],
        }

    @cached_property
    def _of_a_route(self) -> dict[tuple[str, str], object]:
        """What stands in an address of one kind alone, such as the token of a link, by the name of its route."""
        tokens = {
            "linked": token_of(self.link),
            "linked-export": token_of(self.link),
            "share": self.share_token,
            "shared": self.share_token,
            "invitation": token_of_invitation(self.invitation),
            "notices-unsubscribe": token_of_reader(self.team.users["owner"]),
        }
        return {
            ("posting-opened", "position_id"): self.opened.pk,
            ("publication-file", "fmt"): "txt",
            ("framework-file", "slug"): self.project.framework.slug,
            **{(name, "token"): token for name, token in tokens.items()},
        }

    def values(self, part: str, route: str = "") -> list[str]:
        """What stands in for a part of a path, ours first, then somebody else's."""
        tokens = [value for (_route, name), value in self._of_a_route.items() if name == part == "token"]
        first = [self._of_a_route[route, part]] if (route, part) in self._of_a_route else []
        return list(dict.fromkeys(map(str, [*first, *(tokens or self._known.get(part, ["x"]))])))
