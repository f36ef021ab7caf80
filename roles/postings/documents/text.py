"""A posting as plain text to paste."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.postings.documents.posting import PostingDocument


def posting_text(document: PostingDocument) -> str:
    """Plain text, in the order of the page."""
    colon = pgettext("after a label", ":")
    blocks = [document.state.upper(), document.title.upper(), "\n".join(document.mission)]
    blocks.append("\n".join(f"{term}{colon} {text}" for term, text in document.facts))
    if document.phases:
        blocks.append(_("Responsibilities").upper())
    blocks.append("\n".join(f"{letter.label}{colon} {words}" for letter, words in document.legend))
    for phase in document.phases:
        lines = [phase.name]
        for group in phase.groups:
            lines += [*([group.letter.label] if document.legend else ()), *(f"- {item.text}" for item in group.items)]
        blocks.append("\n".join(lines))
    for section in document.sections:
        mark = "- " if section.listed else ""
        blocks.append("\n".join([section.heading.upper(), *(f"{mark}{line}" for line in section.lines)]))
    return "\n\n".join(filter(None, blocks)) + "\n"
