"""The messages of the demonstration, in tables: who wrote what to whom, and when.

A message is begun so many working days before the last one, at an hour, or so many minutes before
the latest office hour.
"""

from functools import partial

from unisms.scripts.demonstration.house import Message
from unisms.sms.states import AWAITING_APPROVAL, CHECKED, DRAFT, PAUSED, REFUSED, STOPPED


def _groups(*names):
    return tuple(("group", name) for name in names)


L1, L2, L3, M1 = _groups("l1-histoire", "l2-histoire", "l3-histoire", "m1-droit")
DELEGATES, STAFF = _groups("delegues", "personnels")
BIOLOGY, CHEMISTRY, READERS = _groups("l2-biologie", "m1-chimie", "lecteurs-sciences")
SCHOOLING = partial(Message, author="zlefevre", sender_id="ScolEtoile")
LIBRARY = partial(Message, author="abenali", account="scd", sender_id="BUEtoile")
SPORT = partial(Message, author="krenard", account="sport")
SHARED = partial(Message, by="commun")

RESERVATION = (
    "Bonjour [Nom], le document réservé vous attend à l'accueil de la bibliothèque jusqu'au [date]."
)
STAFF_CLOSING = "Fermeture de la bibliothèque"

PANTHEON = (
    Message(
        (13, "9:10"),
        "zlefevre",
        "Réunion de rentrée",
        (
            "UFR Histoire : réunion d'information {2} à 14h, amphi Orion. La présence de "
            "tous est attendue."
        ),
        (L2,),
    ),
    LIBRARY(
        (12, "10:20"),
        title="Retours en retard",
        text=(
            "Bonjour [Prénom], [Titre] était à rendre le [Date retour prévue]. Merci de le "
            "rapporter au plus vite."
        ),
        to=(("import", "retards.csv"),),
    ),
    SPORT(
        (11, "14:00"),
        title="Inscriptions en escalade",
        text="Sport : les inscriptions en escalade ouvrent {1} à 12h, gymnase Pégase.",
        to=(L3, DELEGATES),
    ),
    SCHOOLING(
        (10, "11:05"),
        title="Convocation de soutenance",
        text=(
            "Bonjour [nom], votre soutenance a lieu {5} à 9h, bureau 12. Venez avec "
            "une pièce d'identité."
        ),
        to=(M1,),
    ),
    LIBRARY(
        (8, "15:30"),
        title=STAFF_CLOSING,
        text="La bibliothèque Cassiopée ferme {1} à 16h pour inventaire. Elle rouvre {2} à 9h.",
        to=(STAFF,),
    ),
    SCHOOLING(
        (7, "10:41"),
        title="Cours d'histoire ancienne déplacé",
        text="Votre cours d'histoire ancienne {1} à 10h est déplacé en amphi Véga.",
        to=(L1,),
    ),
    SPORT(
        (6, "16:15"),
        title="Tournoi d'échecs (mauvaise date)",
        text="Sport : le tournoi d'échecs a lieu {3} à 18h, salle Orion.",
        to=(DELEGATES, M1),
        end=STOPPED,
    ),
    Message(
        (5, "9:25"),
        "abenali",
        "Commande de reprographie prête",
        "Reprographie : votre commande 09-435 vous attend du lundi au vendredi, de 8h30 à 18h30.",
        (DELEGATES,),
        "scd",
        "BUEtoile",
    ),
    SCHOOLING(
        (5, "14:50"),
        title="Inscriptions pédagogiques",
        text="Bonjour [nom], les inscriptions pédagogiques du second semestre sont ouvertes "
        "jusqu'au {9}, sur votre espace personnel. Sans inscription, aucune note ne sera "
        "saisie. Besoin d'aide ? Secrétariat, bureau 12.",
        to=(L1, L2, L3),
    ),
    SCHOOLING(
        (4, "10:12"),
        title="Partiel d'histoire médiévale",
        text=(
            "Le partiel d'histoire médiévale {3} à 8h30 a lieu en amphi Orion, et non "
            "en salle Véga."
        ),
        to=(L2,),
    ),
    LIBRARY(
        (2, "16:40"),
        title="Fermeture ce soir à 17h30",
        text=(
            "Chauffage en panne : la bibliothèque Cassiopée ferme ce soir à 17h30. "
            "Elle rouvre {1} à 9h."
        ),
        to=(L1, DELEGATES),
    ),
    LIBRARY(
        (2, "11:20"),
        title="Enquête auprès des personnels",
        text="Donnez votre avis sur la bibliothèque avant {2} : deux minutes, bit.ly/avis-bu",
        to=(STAFF,),
        end=REFUSED,
    ),
    SCHOOLING(
        (1, "15:10"),
        title="Conférence de Mme Rousseau",
        text=(
            "La conférence de Mme Rousseau {2} à 17h est ouverte aux étudiants de "
            "licence, amphi Orion."
        ),
        to=(L1, L3),
        end=PAUSED,
    ),
    SCHOOLING(
        50,
        title="Réunion de l'équipe",
        text="Bonjour [nom], la réunion de l'équipe a lieu {1} à 13h, salle Véga, et non à 14h.",
        to=(STAFF,),
    ),
    SPORT(
        38,
        title="Match de handball",
        text=(
            "Sport : match de handball {2} à 18h30, gymnase Pégase. Venez "
            "encourager votre promotion !"
        ),
        to=(M1,),
        end=CHECKED,
    ),
    LIBRARY(
        25,
        title="Atelier de recherche documentaire",
        text=(
            "Bonjour [nom], l'atelier de recherche documentaire a lieu {4} à 10h. Répondez OUI "
            "pour y venir."
        ),
        to=(L3, M1),
        end=CHECKED,
    ),
    SCHOOLING(
        18,
        title="Conseil de l'UFR",
        text="Bonjour [nom], le conseil de l'UFR a lieu {3} à 10h, salle Véga. Merci d'y être.",
        to=(STAFF,),
        end=AWAITING_APPROVAL,
    ),
    SCHOOLING(
        12,
        title="Cours de paléographie déplacé",
        text="Votre cours de paléographie {2} à 14h est déplacé en salle",
        to=(L2, L3),
        end=DRAFT,
    ),
)

ANGES = (
    Message(
        (10, "9:20"),
        "zlefevre",
        "Groupes de travaux pratiques",
        (
            "Bonjour [nom], les groupes de TP sont affichés. Le premier TP a lieu {3} à "
            "8h, hall des Marées."
        ),
        (BIOLOGY,),
    ),
    Message(
        (8, "11:35"),
        "abenali",
        "Nouveaux horaires de la BU",
        "La BU du Phare ouvre désormais de 8h à 20h en semaine. À bientôt !",
        (READERS,),
        "scd",
        "BUPhare",
    ),
    SHARED(
        (6, "14:00"),
        "zlefevre",
        "Séance de chimie avancée",
        "La séance de chimie {1} est avancée à 13h, salle du Large.",
        (CHEMISTRY, ("person", "admin")),
    ),
    SHARED(
        (3, "10:05"),
        "abenali",
        "Prêt de vacances",
        (
            "BU du Phare : le prêt est prolongé de deux semaines pour tous les ouvrages empruntés "
            "avant le {5}."
        ),
        (STAFF, BIOLOGY),
        "scd",
    ),
    Message(
        34,
        "zlefevre",
        "Sortie en mer",
        "Sortie en mer {4} : rendez-vous à 7h45 dans le hall des Marées. Prenez des bottes.",
        (BIOLOGY,),
        end=CHECKED,
    ),
    Message(
        8,
        "abenali",
        "Exposition",
        "Exposition sur les fonds marins à la BU du Phare jusqu'au {9}, entrée libre.",
        (READERS,),
        "scd",
        "BUPhare",
        end=DRAFT,
    ),
)


def begun(messages, term):
    """Yield the messages with the moments of a ``Term`` at which they were begun."""
    for message in messages:
        when = message.at
        at = term.at(*when) if isinstance(when, tuple) else term.ago(when)
        yield message._replace(at=at)
