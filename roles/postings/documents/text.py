"""A posting as plain text to paste, and as structured data (schema.org JobPosting) for search engines."""

import json
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.postings.documents.posting import PostingDocument

# What would end the script or begin another one, and what is no text in JavaScript.
_ESCAPES = {ord(mark): f"\\u{ord(mark):04X}" for mark in "<>&\u2028\u2029"}


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


def job_posting(document: PostingDocument, url: str) -> dict[str, Any]:
    """The structured data, with what Google requires and recommends wherever the posting says it."""
    posting = document.posting
    published = timezone.localtime(posting.published_at or timezone.now())
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": document.title,
        "description": _html(document),
        "datePosted": published.date().isoformat(),
        "inLanguage": f"{document.language}-CA",
        "hiringOrganization": {"@type": "Organization", "name": document.employer or "confidential"},
        "identifier": {
            "@type": "PropertyValue",
            "name": document.employer,
            "value": posting.reference or posting.slug,
        },
        "url": url,
        "directApply": False,
    } | _place(document)
    if posting.expires_at:
        data["validThrough"] = timezone.localtime(posting.expires_at).isoformat()
    if posting.employment:
        data["employmentType"] = posting.employment
    if posting.noc:
        data["occupationalCategory"] = posting.noc
    if document.pay:
        data["baseSalary"] = _salary(document)
    return data


def script_json(data: dict[str, Any]) -> SafeString:
    """JSON that stands in a script element without ending it."""
    return mark_safe(json.dumps(data, ensure_ascii=False, indent=1).translate(_ESCAPES))  # noqa: S308


def _place(document: PostingDocument) -> dict[str, Any]:
    posting = document.posting
    address = {
        "@type": "PostalAddress",
        "streetAddress": posting.street,
        "addressLocality": posting.city,
        "addressRegion": posting.province,
        "postalCode": posting.postal_code,
        "addressCountry": "CA",
    }
    place = {"@type": "Place", "address": {name: text for name, text in address.items() if text}}
    if not posting.remote:
        return {"jobLocation": place}
    country = {"@type": "Country", "name": "Canada"}
    return {"jobLocation": place, "jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": country}


def _salary(document: PostingDocument) -> dict[str, Any]:
    posting = document.posting
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": posting.pay_unit}
    if posting.pay_min is not None and posting.pay_max is not None and posting.pay_min != posting.pay_max:
        value |= {"minValue": float(posting.pay_min), "maxValue": float(posting.pay_max)}
    else:
        amount = posting.pay_max if posting.pay_min is None else posting.pay_min
        value["value"] = float(amount or 0)
    return {"@type": "MonetaryAmount", "currency": "CAD", "value": value}


def _html(document: PostingDocument) -> str:
    """The whole text as the simple HTML that search engines show."""
    parts = [f"<p>{escape(line)}</p>" for line in document.mission]
    if document.phases:
        parts.append(f"<h2>{escape(_('Responsibilities'))}</h2>")
    for phase in document.phases:
        parts.append(f"<h3>{escape(phase.name)}</h3>")
        for group in phase.groups:
            items = "".join(f"<li>{escape(item.text)}</li>" for item in group.items)
            parts.append(f"<p>{escape(group.letter.label)}</p><ul>{items}</ul>")
    for section in document.sections:
        tag = "li" if section.listed else "p"
        lines = "".join(f"<{tag}>{escape(line)}</{tag}>" for line in section.lines)
        parts.append(f"<h2>{escape(section.heading)}</h2>{f'<ul>{lines}</ul>' if section.listed else lines}")
    return "".join(parts)
