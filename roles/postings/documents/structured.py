"""A posting as structured data for search engines (schema.org JobPosting), as Google’s page on job postings wants it.

https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.enums import Employment, Province, Tenure
from roles.postings.documents.posting import PostingDocument

# What would end the script or begin another one, and what is no text in JavaScript.
_ESCAPES = {ord(mark): f"\\u{ord(mark):04X}" for mark in "<>&\u2028\u2029"}


def job_posting(document: PostingDocument, url: str) -> dict[str, Any]:
    """What Google requires and recommends, wherever the posting says it.

    There is no `directApply`: applications are not sent from the page.
    """
    posting = document.posting
    published = timezone.localtime(posting.published_at or timezone.now())
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": document.title,
        "description": _html(document),
        "datePosted": published.date().isoformat(),
        "inLanguage": f"{document.language}-CA",
        "hiringOrganization": _employer(document),
        "identifier": _identifier(document),
        "url": url,
    } | _place(document)
    if posting.expires_at:
        data["validThrough"] = timezone.localtime(posting.expires_at).isoformat(timespec="seconds")
    facts = {
        "employmentType": _employment(document),
        "occupationalCategory": posting.noc,
        "totalJobOpenings": posting.openings,
        "jobStartDate": posting.start_date and posting.start_date.isoformat(),
        "workHours": document.says("hours"),
        "baseSalary": _salary(document),
    }
    return data | {name: value for name, value in facts.items() if value}


def script_json(data: dict[str, Any]) -> SafeString:
    """JSON that stands in a script element without ending it."""
    return mark_safe(json.dumps(data, ensure_ascii=False, indent=1).translate(_ESCAPES))  # noqa: S308


def _employer(document: PostingDocument) -> dict[str, Any] | str:
    return {"@type": "Organization", "name": document.employer} if document.employer else "confidential"


def _identifier(document: PostingDocument) -> dict[str, Any]:
    """The reference of the employer, else the address, which no other posting has."""
    posting = document.posting
    found = {"@type": "PropertyValue", "name": document.employer, "value": posting.reference or posting.slug}
    return {name: text for name, text in found.items() if text}


def _employment(document: PostingDocument) -> list[str] | str:
    """Every kind that it is: full time and temporary, for instance."""
    posting = document.posting
    ends = [Employment.TEMPORARY.value] if posting.tenure == Tenure.TEMPORARY else []
    kinds = list(dict.fromkeys(filter(None, [posting.employment, *ends])))
    return kinds if len(kinds) != 1 else kinds[0]


def _place(document: PostingDocument) -> dict[str, Any]:
    """Where the work is done; remote work says from where, and has a place only where the posting gives one."""
    posting = document.posting
    address = {
        "@type": "PostalAddress",
        "streetAddress": posting.street,
        "addressLocality": posting.city,
        "addressRegion": posting.province,
        "postalCode": posting.postal_code,
        "addressCountry": "CA",
    }
    place = {"jobLocation": {"@type": "Place", "address": {name: text for name, text in address.items() if text}}}
    if not posting.remote:
        return place
    area: Any = [{"@type": "State", "name": f"{Province(code).label}, Canada"} for code in posting.remote_area]
    remote = {
        "jobLocationType": "TELECOMMUTE",
        "applicantLocationRequirements": area or {"@type": "Country", "name": "Canada"},
    }
    return remote | (place if posting.city else {})


def _salary(document: PostingDocument) -> dict[str, Any] | None:
    posting = document.posting
    low, high = posting.pay_min, posting.pay_max
    if low is None and high is None:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": posting.pay_unit}
    if low == high:
        value["value"] = float(low or 0)
    else:
        ends = {"minValue": low, "maxValue": high}
        value |= {name: float(amount) for name, amount in ends.items() if amount is not None}
    return {"@type": "MonetaryAmount", "currency": "CAD", "value": value}


def _html(document: PostingDocument) -> str:
    """The whole text in paragraphs and lists, which is all that Google shows of HTML."""
    parts = [*map(_paragraph, document.mission), *_duties(document)]
    for section in document.sections:
        parts.append(_paragraph(section.heading))
        parts += [_list(section.lines)] if section.listed else map(_paragraph, section.lines)
    return "".join(parts)


def _duties(document: PostingDocument) -> Iterator[str]:
    """The duties by phase, what their groups mean before them."""
    if document.phases:
        yield _paragraph(_("Responsibilities"))
    colon = pgettext("after a label", ":")
    for letter, words in document.legend:
        yield _paragraph(f"{letter.label}{colon} {words}")
    for phase in document.phases:
        yield _paragraph(phase.name)
        for group in phase.groups:
            if document.legend:
                yield _paragraph(group.letter.label)
            yield _list(item.text for item in group.items)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
