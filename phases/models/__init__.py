"""Frameworks and their phases; projects, who may see them, their journal, and files in the making."""

from phases.models.access import OPEN_INVITATION, Invitation, Membership, ShareLink, keep_owners
from phases.models.files import ArchiveEntry, PreparedFile
from phases.models.frameworks import Framework, Phase
from phases.models.journal import Baseline, FrozenError, FrozenQuerySet, ProjectChange
from phases.models.projects import Project

__all__ = [
    "OPEN_INVITATION",
    "ArchiveEntry",
    "Baseline",
    "Framework",
    "FrozenError",
    "FrozenQuerySet",
    "Invitation",
    "Membership",
    "Phase",
    "PreparedFile",
    "Project",
    "ProjectChange",
    "ShareLink",
    "keep_owners",
]
