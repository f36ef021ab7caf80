"""Who says what the rules say: one entry for each law or guide, with its address and when it was last read."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from roles.postings.domain.rules.rule import Source

CHECKED = date(2026, 11, 29)
_CHARTER = "https://www.legisquebec.gouv.qc.ca/fr/document/lc/C-11"

CHARTER_42 = Source(
    _("Charter of the French language (Québec), s. 41 and 42"),
    _CHARTER,
    CHECKED,
    "https://chambers.com/articles/the-main-impacts-of-the-adoption-of-the-act-respecting-french-on-qu%C3%A9bec-employers",
)
CHARTER_46 = Source(
    _("Charter of the French language (Québec), s. 46"),
    _CHARTER,
    CHECKED,
    "https://groupetcj.ca/en/news/941-language-requirements-at-hiring.html",
)
CHARTER_46_1 = Source(
    _("Charter of the French language (Québec), s. 46 and 46.1"),
    _CHARTER,
    CHECKED,
    "https://chambers.com/articles/the-main-impacts-of-the-adoption-of-the-act-respecting-french-on-qu%C3%A9bec-employers",
)
ENGINEERS = Source(
    _("Engineers Act (Québec), s. 22; Professional Code (Québec), s. 32"),
    "https://www.oiq.qc.ca/publication/designations-des-titres-b-ing-et-m-ing/",
    CHECKED,
    "http://gpp.oiq.qc.ca/titres_professionnels.htm",
)
ARCHITECTS = Source(
    _("Architects Act (Québec), s. 15; Ordre des architectes du Québec"),
    "https://www.oaq.com/application-loi-architectes/",
    CHECKED,
)
PRIVACY_8 = Source(
    _("Act respecting the protection of personal information in the private sector (Québec), s. 8 (Law 25)"),
    "https://www.legisquebec.gouv.qc.ca/fr/document/lc/P-39.1",
    CHECKED,
    "http://legisquebec.gouv.qc.ca/en/showversion/cs/P-39.1?code=se:8&pointInTime=20190212",
)
PRIVACY_12_1 = Source(
    _("Act respecting the protection of personal information in the private sector (Québec), s. 12.1 (Law 25)"),
    "https://www.legisquebec.gouv.qc.ca/fr/document/lc/P-39.1",
    CHECKED,
    "https://www.torys.com/our-latest-thinking/publications/2022/04/automated-decision-making",
)
ONTARIO_ACT = Source(
    _("Employment Standards Act, 2000 (Ontario), Part III.1"),
    "https://www.ontario.ca/document/your-guide-employment-standards-act-0/requirements-related-publicly-advertised-job",
    CHECKED,
)
ONTARIO_REGULATION = Source(
    _("O. Reg. 476/24 (Ontario), rules and exemptions on job postings"),
    "https://www.ontario.ca/laws/regulation/240476",
    CHECKED,
    "https://www.sherrardkuzz.com/?p=8757",
)
ONTARIO_COPIES = Source(
    _("Employment Standards Act, 2000 (Ontario), records of postings"),
    "https://www.ontario.ca/document/your-guide-employment-standards-act-0/requirements-related-publicly-advertised-job",
    CHECKED,
    "https://www.fordkeast.com/blogs/reminders-for-january-2026-what-employers-need-to-update-before-year-end",
)
BRITISH_COLUMBIA = Source(
    _("Pay Transparency Act (British Columbia), s. 2, and its guidance"),
    "https://www2.gov.bc.ca/gov/content/gender-equity/wage-or-salary-information-on-job-postings",
    CHECKED,
)
PRINCE_EDWARD_ISLAND = Source(
    _("Employment Standards Act (Prince Edward Island), s. 5.9"),
    "https://cphrpei.ca/2022/05/17/employment-standards-act-pay-transparency/",
    CHECKED,
)
NEWFOUNDLAND = Source(
    _("Pay Equity and Pay Transparency Act (Newfoundland and Labrador), adopted in 2022"),
    "https://www.benefitscanada.com/human-resources/hr-law/"
    "canadian-jurisdictions-enacting-pay-transparency-legislation-but-more-work-to-be-done/",
    None,
)
OTHER_PROVINCES = Source(
    _("Payscale, survey of the Canadian laws on pay transparency"),
    "https://www.payscale.com/research-and-insights/pay-transparency-legislation-ca",
    CHECKED,
)
OQLF = Source(
    _("Office québécois de la langue française, epicene writing"),
    "https://vitrinelinguistique.oqlf.gouv.qc.ca/25345/banque-de-depannage-linguistique/la-redaction-et-la-communication/"
    "feminisation-et-redaction-epicene/redaction-epicene/doublets/doublets-abreges/"
    "signes-non-retenus-pour-former-des-doublets-abreges",
    CHECKED,
)
HUMAN_RIGHTS = Source(
    _("Charter of human rights and freedoms (Québec), s. 10 and 16; Recruter sans discriminer"),
    "https://cdpdj.qc.ca/fr/nos-services/outils-en-ligne/recruter-sans-discriminer",
    CHECKED,
    "http://webiis06.mondaq.com/AdviceCentre/Content/1336/Human-Rights-Legislation--Quebec",
)
CANADIAN_EXPERIENCE = Source(
    _("Ontario Human Rights Commission, removing the “Canadian experience” barrier"),
    "http://www.ohrc.on.ca/en/policy-removing-%E2%80%9Ccanadian-experience%E2%80%9D-barrier/2-ontario-human-rights-code",
    CHECKED,
)
GOOGLE = Source(
    _("Google, structured data for job postings"),
    "https://developers.google.com/search/docs/appearance/structured-data/job-posting",
    CHECKED,
)
