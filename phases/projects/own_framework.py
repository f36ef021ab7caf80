"""The framework of a single project, whose phases no catalogue has: `Framework.catalogued` is False."""

from collections.abc import Iterable, Sequence
from secrets import token_hex
from typing import NamedTuple

from phases.models import Framework, Phase


class PhaseNames(NamedTuple):
    """A phase to be made; a language may have no name for it."""

    slug: str
    fr: str = ""
    en: str = ""


def own_phases(title: str, names: Iterable[PhaseNames]) -> list[Phase]:
    """The phases, in their order, and their framework; neither is in the database yet."""
    framework = Framework(slug=f"own-{token_hex(10)}", title_fr=title[:200], catalogued=False)
    return [
        Phase(framework=framework, order=order, slug=phase.slug, name_fr=phase.fr, name_en=phase.en or None)
        for order, phase in enumerate(names, start=1)
    ]


def keep_own(framework: Framework, phases: Sequence[Phase]) -> None:
    """Keep what own_phases made; whoever asks makes a project of it in the same transaction."""
    framework.save()
    Phase.objects.bulk_create(phases)
