"""Names as varied as those of a large organization: of people, projects, teams and positions."""

from random import Random

_FIRST = """Adèle Aïcha Alexis Amélie André Anik Antoine Béatrice Benoît Camille Carlos Catherine Cédric Chantal
Charlotte Christian Claire Daniel David Delphine Édith Élise Émile Emma Étienne Fatima Félix Florence François
Gabriel Geneviève Gilles Guillaume Hélène Hugo Inès Isabelle Jacques Jean Jérôme Joanie Julien Karim Laurence Léa
Linh Louis Luc Maëlle Marc Marie Mathieu Maude Maxime Mei Michel Mireille Nadia Nicolas Noémie Olivier Pascale
Patrick Philippe Priya Rachel Raphaël Rosalie Samuel Sarah Sébastien Simon Sofia Stéphane Sylvie Thomas Valérie
Victor Xavier Yasmine Zoé"""
_LAST = """Arsenault Beaulieu Bélanger Benali Bergeron Bernier Bolduc Bouchard Boucher Caron Charbonneau Cloutier Côté
Cyr Demers Deschênes Desjardins Dubé Dubois Dufour Fortin Fournier Gagné Gagnon Gauthier Girard Giroux Grenier Hébert
Lachance Lapointe Lavoie Leblanc Leclerc Lefebvre Lemieux Lessard Lévesque Martel Martin Mercier Michaud Morin Nadeau
Nguyen Ouellet Paquette Parent Pelletier Perreault Petit Poirier Poulin Proulx Raymond Renaud Richard Rousseau Roy
Savard Simard Singh St-Pierre Tanguay Thériault Tran Tremblay Turcotte Turgeon Vachon Vaillancourt Villeneuve Zhang"""
_FIRST_NAMES, _LAST_NAMES = _FIRST.split(), _LAST.split()
_WHAT = (
    "Prévision", "Détection", "Classement", "Estimation", "Optimisation", "Analyse", "Surveillance", "Planification",
    "Traduction", "Tri",
)  # fmt: skip
_OF = """de la demande|des fraudes|des courriels|des délais|des stocks|des tournées|des plaintes|des bris|des coûts|
des images médicales|de la qualité|des contrats|des horaires|des absences|du risque|des ventes|de la consommation|
des appels|des dossiers|des incidents""".replace("\n", "").split("|")
_TEAM = ["Service", "Direction", "Bureau", "Équipe", "Centre", "Division"]
_DOES = """des finances|des ventes|de la logistique|des achats|du transport|de la santé|des bibliothèques|des services
aux citoyens|de l’énergie|de la paie|de la recherche|des opérations""".replace("\n", " ").split("|")
_TITLES = (
    ("Technicien en IA", "AI technician"), ("Spécialiste en IA", "AI specialist"), ("Analyste", "Analyst"),
    ("Chef de projet", "Project manager"), ("Architecte de données", "Data architect"), ("Conseillère", "Advisor"),
    ("Ingénieure", "Engineer"), ("Responsable du domaine", "Domain lead"), ("Juriste", "Lawyer"),
)  # fmt: skip


def person_name(random: Random) -> str:
    """Some are called alike."""
    last = random.choice(_LAST_NAMES)
    second = f"-{random.choice(_LAST_NAMES)}" if random.random() < 0.7 else ""
    return f"{random.choice(_FIRST_NAMES)} {last}{second}"


def project_name(random: Random) -> str:
    """What a project is about, and since when."""
    return f"{random.choice(_WHAT)} {random.choice(_OF)} {random.randrange(2019, 2027)}"


def company(random: Random) -> str:
    """Whose project it is."""
    return f"{random.choice(_TEAM)} {random.choice(_DOES)}"


def position_title(random: Random) -> tuple[str, str]:
    """In French and in English."""
    return random.choice(_TITLES)
