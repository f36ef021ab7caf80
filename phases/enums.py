"""The fixed words of access and of the journal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.IntegerChoices):
    """A member's role; each includes the rights of those before it."""

    VIEWER = 1, _("Viewer")
    EDITOR = 2, _("Editor")
    OWNER = 3, _("Owner")


class ChangeKind(models.TextChoices):
    """What a line of the journal says has changed."""

    PROJECT_CREATED = "project.created", _("Project created")
    PROJECT_EDITED = "project.edited", _("Project edited")
    PROJECT_REVIEWED = "project.reviewed", _("Matrix reviewed")
    CELL = "cell", _("Letter")
    POSITION_ADDED = "position.added", _("Position added")
    POSITION_EDITED = "position.edited", _("Position edited")
    POSITION_MOVED = "position.moved", _("Position moved")
    POSITION_REMOVED = "position.removed", _("Position removed")
    DUTY_ADDED = "duty.added", _("Duty added")
    DUTY_EDITED = "duty.edited", _("Duty edited")
    DUTY_MOVED = "duty.moved", _("Duty moved")
    DUTY_REMOVED = "duty.removed", _("Duty removed")
    FINDING_DISMISSED = "finding.dismissed", _("Finding dismissed")
    FINDING_RESTORED = "finding.restored", _("Finding restored")
    VERSION_RESTORED = "version.restored", _("Version restored")
    BASELINE_FROZEN = "baseline.frozen", _("Version frozen")
    DUTIES_ASKED = "duties.asked", _("Asked to accept")
    DUTIES_ACCEPTED = "duties.accepted", _("Duties accepted")
    DUTIES_OBJECTED = "duties.objected", _("Objection")
    DUTIES_WITHDRAWN = "duties.withdrawn", _("Answer withdrawn")
    PERSONAL_LINK_MADE = "personal.made", _("Personal link created")
    PERSONAL_LINK_REVOKED = "personal.revoked", _("Personal link revoked")
    COMMENT_ADDED = "comment.added", _("Comment added")
    COMMENT_EDITED = "comment.edited", _("Comment edited")
    COMMENT_REMOVED = "comment.removed", _("Comment removed")
    COMMENT_RESOLVED = "comment.resolved", _("Comment resolved")
    COMMENT_REOPENED = "comment.reopened", _("Comment reopened")
    POSITION_OPENED = "position.opened", _("Position opened to HR managers")
    POSITION_WITHHELD = "position.withheld", _("Position withheld from HR managers")
    POSTING_MADE = "posting.made", _("Posting created")
    POSTING_EDITED = "posting.edited", _("Posting edited")
    POSTING_PUBLISHED = "posting.published", _("Posting published")
    POSTING_FILED = "posting.filed", _("File of a posting kept")
    POSTING_CLOSED = "posting.closed", _("Posting closed")
    POSTING_REOPENED = "posting.reopened", _("Posting reopened")
    POSTING_REMOVED = "posting.removed", _("Posting removed")
    LINK_MADE = "link.made", _("Share link created")
    LINK_REVOKED = "link.revoked", _("Share link revoked")
    PERSON_RENAMED = "person.renamed", _("Person renamed")
    PEOPLE_MERGED = "people.merged", _("People merged")
    WORDS_ERASED = "words.erased", _("Name erased")
    MEMBER_INVITED = "member.invited", _("Invitation sent")
    MEMBER_UNINVITED = "member.uninvited", _("Invitation ended")
    MEMBER_ADDED = "member.added", _("Access given")
    MEMBER_JOINED = "member.joined", _("Invitation accepted")
    MEMBER_EDITED = "member.edited", _("Access changed")
    MEMBER_REMOVED = "member.removed", _("Access withdrawn")
