"""The history of the demonstration: who wrote what to whom in three weeks, and what came back."""

from functools import partial
from typing import NamedTuple

from unisms.scripts.demonstration.house import Message
from unisms.sms.states import CHECKED, DRAFT, PAUSED, STOPPED

FRESH = 2 * 3600  # seconds: a file is kept for a day, so it is never older than this
L1, L2, L3, M1 = (
    ("group", name) for name in ("l1-histoire", "l2-histoire", "l3-histoire", "m1-droit")
)
DELEGATES, STAFF = ("group", "delegues"), ("group", "personnels")
BIOLOGY, CHEMISTRY, READERS = (
    ("group", name) for name in ("l2-biologie", "m1-chimie", "lecteurs-sciences")
)


class Scene(NamedTuple):
    """What happens at a moment (epoch seconds): ``act()``."""

    at: int
    act: partial


def pantheon(house, term, now):
    """The scenes of the first university, in any order."""
    yield from _scenes(house, _messages(term.at, term.ago))
    act = partial(_scene, house)
    yield act(term.at(12, "9:30"), "decide", "BUEtoile", "authorised")
    yield act(term.at(12, "9:35"), "decide", "ScolEtoile", "accepted")
    yield act(term.at(12, "10:10"), "receive", "retards.csv", "l1-histoire", "abenali")
    yield act(
        term.at(9, "15:10"), "rewrite", "bibliotheques", "reservation", RESERVATION, "abenali"
    )
    yield act(term.at(8, "16:05"), "answer", 171, "Bonne nouvelle, merci.", "BUEtoile")
    yield act(term.at(7, "11:20"), "answer", 3, "Merci, bien reçu", "ScolEtoile")
    yield act(term.at(7, "11:42"), "answer", 18, "Le TD de 16h est aussi déplacé ?", "ScolEtoile")
    yield act(term.at(7, "9:15"), "write_off", STAFF_CLOSING)
    yield act(term.at(6, "9:05"), "grant", "scd", 500)
    yield act(term.at(4, "10:31"), "answer", 90, "OK", "ScolEtoile")
    yield act(term.at(2, "17:02"), "answer", 12, "Stop svp, je ne suis plus inscrit", "BUEtoile")
    yield act(
        max(term.ago(75), now - FRESH),
        "receive",
        "retards de la semaine.csv",
        "l3-histoire",
        "abenali",
    )


def anges(house, term, _now):
    """The scenes of the second one."""
    yield from _scenes(house, _messages_of_anges(term.at, term.ago))
    act = partial(_scene, house)
    yield act(term.at(11, "9:40"), "decide", "BUPhare", "authorised")
    yield act(term.at(6, "14:25"), "answer", 72, "Merci !", "38000", by="commun")


def _scenes(house, messages):
    return (Scene(message.at, partial(house.write, message)) for message in messages)


def _scene(house, at, act, *args, **options):
    return Scene(at, partial(getattr(house, act), *args, now=at, **options))


RESERVATION = (
    "Bonjour [Nom], le document réservé vous attend à l'accueil de la bibliothèque jusqu'au [date]."
)
STAFF_CLOSING = "Fermeture de la bibliothèque"


def _messages(at, ago):
    scolarite = partial(Message, author="zlefevre", sender_id="ScolEtoile")
    library = partial(Message, author="abenali", account="scd", sender_id="BUEtoile")
    sport = partial(Message, author="krenard", account="sport")
    yield Message(
        at(13, "9:10"),
        "zlefevre",
        "Réunion de rentrée",
        "UFR Histoire : réunion d'information {2} à 14h, amphi Orion. La présence de tous est attendue.",
        (L2,),
    )
    yield library(
        at(12, "10:20"),
        title="Retours en retard",
        text="Bonjour [Prénom], [Titre] était à rendre le [Date retour prévue]. Merci de le rapporter au plus vite.",
        to=(("import", "retards.csv"),),
    )
    yield sport(
        at(11, "14:00"),
        title="Inscriptions en escalade",
        text="Sport : les inscriptions en escalade ouvrent {1} à 12h, gymnase Pégase.",
        to=(L3, DELEGATES),
    )
    yield scolarite(
        at(10, "11:05"),
        title="Convocation de soutenance",
        text="Bonjour [nom], votre soutenance a lieu {5} à 9h, bureau 12. Venez avec une pièce d'identité.",
        to=(M1,),
    )
    yield library(
        at(8, "15:30"),
        title=STAFF_CLOSING,
        text="La bibliothèque Cassiopée ferme {1} à 16h pour inventaire. Elle rouvre {2} à 9h.",
        to=(STAFF,),
    )
    yield scolarite(
        at(7, "10:41"),
        title="Cours d'histoire ancienne déplacé",
        text="Votre cours d'histoire ancienne {1} à 10h est déplacé en amphi Véga.",
        to=(L1,),
    )
    yield sport(
        at(6, "16:15"),
        title="Tournoi d'échecs (mauvaise date)",
        text="Sport : le tournoi d'échecs a lieu {3} à 18h, salle Orion.",
        to=(DELEGATES, M1),
        end=STOPPED,
    )
    yield Message(
        at(5, "9:25"),
        "abenali",
        "Commande de reprographie prête",
        "Reprographie : votre commande 09-435 vous attend du lundi au vendredi, de 8h30 à 18h30.",
        (DELEGATES,),
        "scd",
        "BUEtoile",
    )
    yield scolarite(
        at(5, "14:50"),
        title="Inscriptions pédagogiques",
        text="Bonjour [nom], les inscriptions pédagogiques du second semestre sont ouvertes jusqu'au {9}, sur votre "
        "espace personnel. Sans inscription, aucune note ne sera saisie. Besoin d'aide ? Secrétariat, bureau 12.",
        to=(L1, L2, L3),
    )
    yield scolarite(
        at(4, "10:12"),
        title="Partiel d'histoire médiévale",
        text="Le partiel d'histoire médiévale {3} à 8h30 a lieu en amphi Orion, et non en salle Véga.",
        to=(L2,),
    )
    yield library(
        at(2, "16:40"),
        title="Fermeture ce soir à 17h30",
        text="Chauffage en panne : la bibliothèque Cassiopée ferme ce soir à 17h30. Elle rouvre {1} à 9h.",
        to=(L1, DELEGATES),
    )
    yield scolarite(
        at(1, "15:10"),
        title="Conférence de Mme Rousseau",
        text="La conférence de Mme Rousseau {2} à 17h est ouverte aux étudiants de licence, amphi Orion.",
        to=(L1, L3),
        end=PAUSED,
    )
    yield scolarite(
        ago(50),
        title="Réunion de l'équipe",
        text="Bonjour [nom], la réunion de l'équipe a lieu {1} à 13h, salle Véga, et non à 14h.",
        to=(STAFF,),
    )
    yield sport(
        ago(38),
        title="Match de handball",
        text="Sport : match de handball {2} à 18h30, gymnase Pégase. Venez encourager votre promotion !",
        to=(M1,),
        end=CHECKED,
    )
    yield library(
        ago(25),
        title="Atelier de recherche documentaire",
        text="Bonjour [nom], l'atelier de recherche documentaire a lieu {4} à 10h. Répondez OUI pour y venir.",
        to=(L3, M1),
        end=CHECKED,
    )
    yield scolarite(
        ago(12),
        title="Cours de paléographie déplacé",
        text="Votre cours de paléographie {2} à 14h est déplacé en salle",
        to=(L2, L3),
        end=DRAFT,
    )


def _messages_of_anges(at, ago):
    shared = partial(Message, by="commun")
    yield Message(
        at(10, "9:20"),
        "zlefevre",
        "Groupes de travaux pratiques",
        "Bonjour [nom], les groupes de TP sont affichés. Le premier TP a lieu {3} à 8h, hall des Marées.",
        (BIOLOGY,),
    )
    yield Message(
        at(8, "11:35"),
        "abenali",
        "Nouveaux horaires de la BU",
        "La BU du Phare ouvre désormais de 8h à 20h en semaine. À bientôt !",
        (READERS,),
        "scd",
        "BUPhare",
    )
    yield shared(
        at(6, "14:00"),
        "zlefevre",
        "Séance de chimie avancée",
        "La séance de chimie {1} est avancée à 13h, salle du Large.",
        (CHEMISTRY, ("person", "admin")),
    )
    yield shared(
        at(3, "10:05"),
        "abenali",
        "Prêt de vacances",
        "BU du Phare : le prêt est prolongé de deux semaines pour tous les ouvrages empruntés avant le {5}.",
        (STAFF, BIOLOGY),
        "scd",
    )
    yield Message(
        ago(34),
        "zlefevre",
        "Sortie en mer",
        "Sortie en mer {4} : rendez-vous à 7h45 dans le hall des Marées. Prenez des bottes.",
        (BIOLOGY,),
        end=CHECKED,
    )
    yield Message(
        ago(8),
        "abenali",
        "Exposition",
        "Exposition sur les fonds marins à la BU du Phare jusqu'au {9}, entrée libre.",
        (READERS,),
        "scd",
        "BUPhare",
        end=DRAFT,
    )


STORIES = {"pantheon": pantheon, "anges": anges}
