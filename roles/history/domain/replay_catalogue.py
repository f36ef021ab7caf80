"""What the journal names by id only: phases, profiles and responsibilities, read once when a replay needs them."""

from functools import cached_property

from aispec.db.prepared_query import Row
from phases.models import Phase
from roles.models import Responsibility, RoleProfile

PHASE = ("order", "slug", "name_fr", "name_en", "short_name_fr", "short_name_en", "lead_in_fr", "lead_in_en")


class ReplayCatalogue:
    """The catalogue of a project's framework, in the words of the rows of a snapshot."""

    def __init__(self, project_id: int) -> None:
        self.project_id = project_id

    def phase(self, phase_id: int) -> Row:
        """Raises KeyError for a phase that left the catalogue."""
        return self._phases[phase_id]

    def profile(self, profile_id: int | None) -> Row:
        """A profile that left the catalogue is none."""
        slug = self._profiles.get(profile_id) if profile_id else None
        return {"profile_id": profile_id if slug else None, "profile__slug": slug}

    def responsibility(self, responsibility_id: int | None) -> Row:
        """What a responsibility suggests; nothing for a duty of the project's own."""
        suggested, rule = self._responsibilities.get(responsibility_id, ({}, "")) if responsibility_id else ({}, "")
        return {"responsibility__suggested": suggested, "responsibility__rule__code": rule}

    @cached_property
    def _phases(self) -> dict[int, Row]:
        phases = Phase.objects.filter(framework__projects=self.project_id).values("pk", *PHASE)
        return {row["pk"]: {"phase_id": row["pk"]} | {f"phase__{name}": row[name] for name in PHASE} for row in phases}

    @cached_property
    def _profiles(self) -> dict[int, str]:
        return dict(RoleProfile.objects.filter(framework__projects=self.project_id).values_list("pk", "slug"))

    @cached_property
    def _responsibilities(self) -> dict[int, tuple[dict[str, str], str]]:
        rows = Responsibility.objects.filter(phase__framework__projects=self.project_id)
        return {pk: (suggested, rule) for pk, suggested, rule in rows.values_list("pk", "suggested", "rule__code")}
