"""Profiles and their responsibilities; people; a project's matrix, its review, its postings; notices."""

from roles.models.catalogue import Responsibility, RoleProfile, SuggestionRule
from roles.models.matrix import Assignment, Duty, Position
from roles.models.notices import JournalReading, Notice, NoticeChoices
from roles.models.people import AccountName, FormerName, LoginChange, Person
from roles.models.postings import Posting, PostingLine, Publication, PublishedFile, TextBlock
from roles.models.review import AcceptanceRequest, Answer, Comment, FindingDismissal, PersonalLink, RemovedComment
from roles.models.security import SecurityEvent

__all__ = [
    "AcceptanceRequest",
    "AccountName",
    "Answer",
    "Assignment",
    "Comment",
    "Duty",
    "FindingDismissal",
    "FormerName",
    "JournalReading",
    "LoginChange",
    "Notice",
    "NoticeChoices",
    "Person",
    "PersonalLink",
    "Position",
    "Posting",
    "PostingLine",
    "Publication",
    "PublishedFile",
    "RemovedComment",
    "Responsibility",
    "RoleProfile",
    "SecurityEvent",
    "SuggestionRule",
    "TextBlock",
]
