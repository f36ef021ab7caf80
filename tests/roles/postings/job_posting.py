"""The shape of structured data that Google’s page on job postings requires and recommends."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

# `?` marks what may be missing, and nothing else may stand.
ADDRESS = {
    "@type": "PostalAddress", "streetAddress?": str, "addressLocality?": str, "addressRegion": str, "postalCode?": str,
    "addressCountry": "CA",
}  # fmt: skip
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
KINDS = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
SCHEMA: dict[str, Any] = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": str,
    "description": str,
    "datePosted": lambda text: bool(date.fromisoformat(text)),
    "validThrough": lambda text: datetime.fromisoformat(text).tzinfo is not None,
    "hiringOrganization": lambda value: value == "confidential" or fits(value, {"@type": "Organization", "name": str}),
    "identifier": {"@type": "PropertyValue", "name?": str, "value": str},
    "url": lambda text: text.startswith("http"),
    "inLanguage": lambda text: text in ("fr-CA", "en-CA"),
    "jobLocation?": {"@type": "Place", "address": ADDRESS},
    "jobLocationType?": "TELECOMMUTE",
    "applicantLocationRequirements?": lambda value: all(
        fits(each, {"@type": lambda kind: kind in ("Country", "State"), "name": str})
        for each in (value if isinstance(value, list) else [value])
    ),
    "employmentType?": lambda value: set(value if isinstance(value, list) else [value]) <= KINDS,
    "occupationalCategory?": str,
    "totalJobOpenings?": int,
    "jobStartDate?": lambda text: bool(date.fromisoformat(text)),
    "workHours?": str,
    "baseSalary?": {
        "@type": "MonetaryAmount",
        "currency": "CAD",
        "value": {
            "@type": "QuantitativeValue",
            "unitText": lambda text: text in UNITS,
            "value?": float,
            "minValue?": float,
            "maxValue?": float,
        },
    },
}


def fits(value: Any, schema: Any) -> bool:
    """Whether a value is of the shape: a type, a function, a constant, or names with shapes of their own."""
    if isinstance(schema, Mapping):
        names = {name.rstrip("?"): shape for name, shape in schema.items()}
        return (
            isinstance(value, Mapping)
            and set(value) <= set(names)
            and {name for name in schema if not name.endswith("?")} <= set(value)
            and all(fits(each, names[name]) for name, each in value.items())
        )
    if isinstance(schema, type):
        return isinstance(value, schema) and value != ""
    return bool(schema(value)) if callable(schema) else bool(value == schema)
