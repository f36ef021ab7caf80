"""For each rule of advice on a posting, what it finds and what is near and must not be found."""

from typing import Any

from tests.roles.postings.drafts import B_C, NO_PAY, NOTICE_EN, NOTICE_FR, ONTARIO, P_E_I, REMOTE

Case = dict[str, Any]
# For each rule: what it finds, and near misses.
CASES: dict[str, tuple[list[Case], list[Case]]] = {
    "QC-42": (
        [{"mission_en": "You build"}, {"employer_en": "Us"}, {"province": "ON", "mission_en": "You build"}],
        [{"mission_fr": "Vous bâtissez", "mission_en": "You build"}, {"mission_fr": "Vous bâtissez"}],
    ),
    "QC-46": (
        [
            {"language_fr": "Anglais intermédiaire"},
            {"essential_fr": "Bilinguisme"},
            {"essential_fr": "Python\nMaîtrise de l’espagnol"},
            {"title_fr": "Agente ou agent bilingue"},
            {"language_fr": "Une deuxième langue"},
            {"language_en": "English required"},
            {"essential_en": "Fluent in Mandarin", "essential_fr": "Python", "language_reason_fr": "Clientèle"},
            {"province": "AB", "language_fr": "Anglais"} | REMOTE,
            {"city": "", "language_fr": "Anglais"} | REMOTE,
        ],
        [
            {"language_fr": "Anglais", "language_reason_fr": "Clientèle hors Québec"},
            {"language_fr": "Aucun anglais requis"},
            {"language_fr": "L’anglais n’est pas requis."},
            {"language_en": "No English required"},
            {"language_en": "English isn’t required"},
            {"essential_fr": "Python. L’anglais serait un atout."},
            {"essential_en": "Python; English would be an asset"},
            {"asset_fr": "Anglais", "asset_en": "English"},
            {"language_fr": "Français, à l’oral et à l’écrit"},
            {"essential_fr": "Traitement de corpus bilingues et de la langue naturelle"},
            {"essential_en": "Natural language processing on bilingual corpora"},
            {"province": "ON", "language_fr": "Anglais"},
            {"city": "", "language_fr": "Anglais", "remote_area": ["ON"]} | REMOTE,
        ],
    ),
    "QC-46.1": (
        [{"language_fr": "Anglais", "language_reason_fr": "Clientèle"}, {"essential_en": "Spanish"}],
        [{"language_fr": "Français"}, {"asset_en": "Spanish"}, {"province": "NS", "language_fr": "Anglais"}],
    ),
    "QC-engineer": (
        [
            {"title_fr": "Ingénieur en IA"},
            {"title_fr": "Ingénieures"},
            {"title_fr": "INGÉNIEUR logiciel"},
            {"title_fr": "Ingenieur"},
            {"title_fr": "Chargée ou chargé de projet, ing."},
            {"title_en": "Data Engineer"},
            {"title_en": "Prompt engineers"},
            {"title_fr": "Ingénieure ou ingénieur", "province": "NB"} | REMOTE,
        ],
        [
            {"title_fr": "Spécialiste en ingénierie des données"},
            {"title_en": "Software engineering specialist"},
            {"title_fr": "Ingénieure ou ingénieur", "essential_fr": "Membre de l’Ordre des ingénieurs du Québec"},
            {"title_en": "Data Engineer", "essential_en": "Member of the OIQ"},
            {"title_en": "Data Engineer", "province": "BC"},
            {"title_fr": "Responsable du marketing."},
        ],
    ),
    "QC-architect": (
        [{"title_fr": "Architecte de données"}, {"title_en": "Solutions architect"}],
        [
            {"title_fr": "Spécialiste en architecture de données"},
            {"title_en": "Enterprise architecture advisor"},
            {"title_fr": "Architecte", "essential_fr": "Membre de l’OAQ"},
            {"title_fr": "Architecte paysagiste"},
            {"title_en": "Solutions architect", "province": "AB"},
        ],
    ),
    "QC-privacy": (
        [
            {"privacy_fr": ""},
            {"privacy_en": "Used for this competition only."},
            {"privacy_fr": NOTICE_FR.replace("rectifier", "voir")},
            {"privacy_en": NOTICE_EN.replace("nor outside Québec", "")},
            {"privacy_fr": NOTICE_FR.replace("ou retirer votre consentement", "")},
        ],
        [
            {},
            {"title_en": "", "privacy_en": ""},
            {"province": "AB", "privacy_fr": ""},
            {"privacy_fr": NOTICE_FR.replace("du Québec", "de la province")},
            {"privacy_en": NOTICE_EN.replace("Québec", "of our province")},
        ],
    ),
    "QC-automated": (
        [{"privacy_fr": NOTICE_FR.replace("automatisée", "hâtive")}, {"privacy_en": "We use it and keep it."}],
        [{}, {"privacy_fr": ""}],
    ),
    "masculine": (
        [
            {"title_fr": title}
            for title in (
                "Technicien en IA",
                "Développeurs Python",
                "Chef de projet",
                "Étudiant en informatique",
                "Analyste confirmé",
                "Entraîneur de modèles",
                "Auditeur des systèmes",
                "Chargé de projet",
                "Poste de technicien",
                "Directrice ou directeur, chef de produit",
                "Analyste principal",
                "Professionnel de recherche",
                "Expert en IA",
                "Adjoint administratif",
            )
        ],
        [
            {"title_fr": title}
            for title in (
                "Cheffe ou chef de projet",
                "Développeuse ou développeur confirmé",
                "Chercheure ou chercheur",
                "Technicien ou technicienne, chargée ou chargé de tests",
                "Analyste en apprentissage machine",
                "Responsable de la gouvernance",
                "Spécialiste en systèmes experts",
                "Spécialiste en développement professionnel",
                "Conseillère ou conseiller financier",
                "Directrice ou directeur adjoint",
                "Spécialiste en agents conversationnels",
                "Adjointe ou adjoint du directeur",
                "Analyste du secteur des moteurs",
                "Scientifique de données, emploi étudiant",
                "Étudiante ou étudiant",
                "Entraîneuse ou entraîneur",
                "Auditrice ou auditeur",
            )
        ],
    ),
    "shortened": (
        [
            {"mission_fr": text}
            for text in (
                "Technicien(ne) en IA",
                "Directeur(-trice)",
                "Expert[e] en IA",
                "Technicien·ne en IA",
                "Les candidat•e•s",
                "Les employé(e)s",
                "Chargé-e de projet",
                "Les chargé-e-s de projet",
                "Le directeur/trice",
                "Un professionnel-le",
                "Les étudiant.e.s",
                "Un technicien.ne",
                "Les étudiantEs",
            )
        ],
        [
            {"mission_fr": text}
            for text in (
                "Un modèle (API) éprouvé",
                "Écrire à emplois@demo.example",
                "Voir www.exemple.net et notes.ne.md",
                "De jour. Le soir parfois.",
                "Faites-le et dites-le",
                "Une demi-journée; et/ou le soir",
                "Est-elle prête?",
                "Avec LaTeX, GitHub et le ou la responsable",
                "Rendez-vous, c’est-à-dire demain",
            )
        ],
    ),
    "men": ([{"title_en": "Sales foreman"}, {"title_en": "Repairmen"}], [{"title_en": "Human resources manager"}]),
    "age": (
        [
            {"mission_fr": "Une équipe jeune et dynamique"},
            {"mission_fr": "Vous êtes jeune et motivée"},
            {"essential_fr": "Natif du numérique"},
            {"essential_fr": "Avoir moins de 35 ans"},
            {"essential_fr": "Entre 18 et 30 ans"},
            {"mission_fr": "Jeune diplômée en informatique"},
            {"mission_fr": "x", "mission_en": "Join our young team"},
            {"mission_fr": "x", "mission_en": "A young and energetic mind"},
            {"essential_fr": "x", "essential_en": "A digital native"},
            {"essential_fr": "x", "essential_en": "Aged 20 to 30"},
        ],
        [
            {"mission_fr": "Un service aux jeunes, dans une équipe dynamique"},
            {"mission_fr": "Une jeune entreprise"},
            {"essential_fr": "Entre 10 et 15 ans d’expérience"},
            {"essential_fr": "Moins de 10 ans dans le métier"},
            {"mission_fr": "Aucune limite: pas besoin d’être jeune et dynamique"},
            {"mission_fr": "x", "mission_en": "Programs for young children in a dynamic team"},
            {"essential_fr": "x", "essential_en": "Over 10 years of experience"},
        ],
    ),
    "experience": (
        [
            {"essential_fr": "Deux ans d’expérience de travail canadienne"},
            {"asset_fr": "Expérience au Québec"},
            {"essential_fr": "Diplôme canadien"},
            {"essential_fr": "x", "essential_en": "Canadian work experience"},
            {"essential_fr": "x", "essential_en": "Experience in Canada"},
        ],
        [
            {"essential_fr": "Aucune expérience canadienne n’est exigée"},
            {"essential_fr": "Connaissance du marché canadien"},
            {"essential_fr": "x", "essential_en": "Canadian experience is not required"},
            {"essential_fr": "x", "essential_en": "Experience with the Canadian tax system"},
            {"essential_fr": "Expérience canadienne"} | ONTARIO,
        ],
    ),
    "native": (
        [
            {"language_fr": "Le français comme langue maternelle"},
            {"essential_fr": "x", "essential_en": "Native English speaker"},
        ],
        [{"essential_fr": "Applications natives"}, {"essential_fr": "x", "essential_en": "Cloud-native services"}],
    ),
    "ON-pay": ([ONTARIO | NO_PAY, NO_PAY | REMOTE], [ONTARIO, ONTARIO | NO_PAY | {"pay_max": "30"}, NO_PAY]),
    "ON-one-end": (
        [ONTARIO | {"pay_max": ""}, ONTARIO | {"pay_min": ""}],
        [ONTARIO, ONTARIO | {"pay_min": "210 000", "pay_max": ""}, {"pay_max": ""}],
    ),
    "ON-range": (
        [
            ONTARIO | {"pay_min": "60 000", "pay_max": "110 001"},
            ONTARIO | {"pay_min": "20", "pay_max": "45", "pay_unit": "HOUR"},
            ONTARIO | {"pay_min": "4000", "pay_max": "8200", "pay_unit": "MONTH"},
            {"pay_min": "60000", "pay_max": "120000"} | REMOTE,
        ],
        [
            ONTARIO | {"pay_min": "60 000", "pay_max": "110 000"},
            ONTARIO | {"pay_min": "120 000", "pay_max": "200 001"},
            ONTARIO | {"pay_min": "20", "pay_max": "44", "pay_unit": "HOUR"},
            {"pay_min": "60 000", "pay_max": "120 000"},
        ],
    ),
    "ON-screening": (
        [ONTARIO | {"apply_fr": "Écrivez-nous"}, ONTARIO | {"apply_en": "Write to us about AIR"}],
        [ONTARIO, ONTARIO | {"apply_fr": "x", "screening_fr": "Aucune IA n’est utilisée"}, {"apply_fr": "x"}],
    ),
    "ON-vacancy": (
        [ONTARIO | {"apply_fr": "Écrivez-nous"}, ONTARIO | {"apply_en": "Write to us"}],
        [
            ONTARIO,
            ONTARIO | {"apply_fr": "x", "vacancy": "existing"},
            ONTARIO | {"apply_fr": "Pour une banque de candidatures"},
            {"apply_fr": "x"},
        ],
    ),
    "ON-experience": (
        [
            ONTARIO | {"essential_fr": "Expérience canadienne"},
            ONTARIO | {"asset_fr": "x", "asset_en": "Ontario experience"},
            {"essential_fr": "Expérience canadienne"} | REMOTE,
        ],
        [
            ONTARIO,
            ONTARIO | {"essential_fr": "Expérience canadienne non requise"},
            {"asset_fr": "Expérience canadienne"},
        ],
    ),
    "ON-copies": ([ONTARIO], [{}, REMOTE]),
    "BC-pay": (
        [B_C | NO_PAY, NO_PAY | REMOTE, NO_PAY | REMOTE | {"remote_area": ["ON", "BC"]}],
        [
            B_C,
            B_C | NO_PAY | {"pay_min": "30"},
            NO_PAY,
            NO_PAY | {"work_mode": "hybrid"},
            NO_PAY | REMOTE | {"remote_area": ["ON", "QC"]},
        ],
    ),
    "BC-one-end": (
        [
            B_C | {"pay_max": ""},
            B_C | {"pay_min": ""},
            B_C | NO_PAY | {"conditions_fr": "À partir de 25 $ l’heure"},
            B_C | NO_PAY | {"conditions_fr": "Jusqu’à 62 000 $ par année"},
            B_C | NO_PAY | {"conditions_fr": "x", "conditions_en": "$20 per hour and up"},
            B_C | NO_PAY | {"conditions_fr": "x", "conditions_en": "Up to $30 per hour"},
        ],
        [
            B_C,
            B_C | NO_PAY | {"conditions_fr": "De 25 $ à 30 $ l’heure; jusqu’à 3 jours par semaine"},
            B_C | NO_PAY | {"conditions_fr": "À partir de 25 $ à 30 $ l’heure"},
            B_C | NO_PAY | {"conditions_fr": "x", "conditions_en": "From $20 to $30 per hour, up to 3 days a week"},
            {"pay_max": ""},
        ],
    ),
    "PE-pay": ([P_E_I | NO_PAY, NO_PAY | REMOTE | {"remote_area": ["PE"]}], [P_E_I, NO_PAY]),
    "NL-pay": ([{"province": "NL"}], [{}, REMOTE]),
    "none": ([{"province": "AB"}, {"province": "NU"}], [{}, ONTARIO, B_C, P_E_I, {"province": "NL"}, REMOTE]),
    "past": ([{"closing_date": "2020-01-31"}], [{"closing_date": "2999-01-01"}, {"closing_date": ""}]),
}
