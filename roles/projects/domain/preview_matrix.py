"""The matrix a new project would have, before it exists: what its preview is computed from."""

from collections.abc import Collection, Mapping, Sequence

from phases.models import Framework, Phase
from roles.matrix.holders import Holder
from roles.matrix.matrix import EMPTY, DutyRow, Matrix, PhaseBand, PositionColumn
from roles.people.domain.holders import names_in
from roles.projects.domain.copies import responsibilities_of
from roles.projects.domain.positions import PositionDetails

NOBODY = 0  # stands for holders who are not in the database yet


def preview_matrix(
    framework: Framework,
    phases: Sequence[Phase],
    positions: Mapping[int, PositionDetails],
    language: str,
    profile_ids: Collection[int] | None = None,
) -> Matrix:
    """An empty matrix over these phases; positions are known by the keys they come with.

    `profile_ids` takes the responsibilities of some profiles only.
    """
    return Matrix(
        project_id=0,
        name=framework.title,
        organization="",
        version=0,
        language=language,
        rules={},
        phases=tuple(
            PhaseBand(phase.pk, phase.order, phase.slug, phase.name, phase.short_name or phase.name, phase.lead_in)
            for phase in phases
        ),
        positions=tuple(_column(key, details, language) for key, details in positions.items()),
        duties=tuple(_rows(phases, len(positions), profile_ids)),
    )


def _column(key: int, details: PositionDetails, language: str) -> PositionColumn:
    profile = details.profile
    return PositionColumn(
        id=key,
        title=(details.title_en if language == "en" else details.title_fr) or details.title_fr or details.title_en,
        profile_id=profile.pk if profile else None,
        profile_slug=profile.slug if profile else "",
        holders=tuple(Holder(NOBODY, name) for name in names_in(details.holder)),
    )


def _rows(phases: Sequence[Phase], columns: int, profile_ids: Collection[int] | None) -> list[DutyRow]:
    responsibilities = responsibilities_of(phases, profile_ids).select_related("rule")
    return [
        DutyRow(
            id=responsibility.pk,
            code=responsibility.code,
            text=responsibility.text,
            posting=responsibility.posting,
            phase_id=responsibility.phase_id,
            profile_id=responsibility.profile_id,
            own=False,
            applicable=True,
            reason="",
            suggested=responsibility.suggested or EMPTY,
            rule=responsibility.rule.code if responsibility.rule else "",
            letters=("",) * columns,
        )
        for responsibility in responsibilities.order_by("phase__order", "profile__order", "order")
    ]
