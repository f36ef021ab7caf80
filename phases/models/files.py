"""Files that are made in the background for whoever has asked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from phases.models.projects import Project


class ArchiveEntry(models.Model):
    """A project in the archive a reader has asked for: to be made, or its documents as a small zip.

    All entries of a reader are the archive, so there is one at a time. The bytes are in the database, which every
    process on every machine reaches, and which forgets them with the project or its reader.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="archive_entries")
    project = models.ForeignKey(Project, models.CASCADE, related_name="archive_entries")
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField(db_index=True)
    made_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)  # what could not be made, and why
    body = models.BinaryField(default=b"")
    size = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("project in an archive")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["owner", "project"], name="archive_entry_one")]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.project_id}"


class PreparedFile(models.Model):
    """A large document a reader has asked for at an address: to be made in the background, or its bytes.

    One that is made and has no bytes could not be made.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="prepared_files")
    address = models.TextField()  # path and query; one document of each for an owner
    asked_at = models.DateTimeField(db_index=True)
    begun_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=100, blank=True)  # the content type
    disposition = models.TextField(blank=True)  # the header with the name of the file
    body = models.BinaryField(default=b"")
    size = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("document made in the background")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.address}"
