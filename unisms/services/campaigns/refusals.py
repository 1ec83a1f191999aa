"""Why a message is not written, does not leave, or not again: the problems and their sentences."""

from typing import TypeAlias

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.campaigns import Campaign, WrongState
from unisms.model.root import institution_of
from unisms.services.audience.sentences import FROZEN
from unisms.services.campaigns.guards import BeyondLimit
from unisms.services.campaigns.releases import NobodyToWriteTo, Outdated
from unisms.services.campaigns.trial import OF_TRIALS, Unfit
from unisms.services.copies.sentences import OF_COPIES
from unisms.services.exclusions.sentences import OF_EXCLUSIONS
from unisms.services.ground.lives import StoreHeld
from unisms.services.ground.problem import Counted, Problem, Sentence, Sentences
from unisms.services.rules.timings import Untimely
from unisms.services.texts.sentences import OF_TEXTS

#: the exceptions of ``guards`` and ``trial`` that have a sentence
REFUSALS = (
    AccountClosed,
    BeyondLimit,
    NobodyToWriteTo,
    NotEnoughCredit,
    Outdated,
    StoreHeld,
    Unfit,
    Untimely,
)


Refusal: TypeAlias = (
    AccountClosed
    | BeyondLimit
    | NobodyToWriteTo
    | NotEnoughCredit
    | Outdated
    | StoreHeld
    | Unfit
    | Untimely
    | WrongState
)


def problem_of(refusal: Refusal, act: str, campaign: Campaign) -> Problem:
    """Return a refusal as the ``Problem`` of ``act``: ``send`` or ``resend``."""
    if isinstance(refusal, BeyondLimit):
        return Problem(act, refusal.code, refusal.detail)
    if isinstance(refusal, Untimely):
        return Problem(act, f"untimely_{refusal.code}")
    if isinstance(refusal, Outdated):
        return Problem(act, f"outdated_{refusal.code}")
    if isinstance(refusal, NotEnoughCredit):
        payer = institution_of(campaign)["accounts"][campaign.account]
        return Problem(act, "credit", (refusal.missing, payer.title))
    if isinstance(refusal, Unfit):
        return Problem(act, f"unfit_{refusal.cause}")
    return Problem(act, next(code for kind, code in PLAIN.items() if isinstance(refusal, kind)))


#: the codes of refusals that tell no more
PLAIN = {AccountClosed: "closed", NobodyToWriteTo: "nobody", StoreHeld: "held", WrongState: "late"}

#: of the fields of a draft
OF_DRAFTS = {
    ("audience", "empty"): Sentence(
        "Choisissez au moins une personne, un groupe, un numéro ou un fichier."
    ),
    ("audience", "empty_without_files"): Sentence(
        "Choisissez au moins une personne, un groupe ou un numéro."
    ),
    ("audience", "unknown"): Sentence(
        "Un groupe ou une personne choisie n'existe plus. Choisissez de nouveau."
    ),
    ("audience", "not_yours"): Sentence(
        "Votre rôle ne permet d'écrire qu'aux groupes proposés ici."
    ),
    ("audience", "mixed"): Sentence(
        "Vous ne voyez pas les numéros en entier : avec des personnes ou des groupes, saisissez "
        "%(few)s numéros au plus, et ne choisissez pas de fichier. Faites-en deux messages.",
        "few",
    ),
    ("audience", "crowded"): Sentence(
        "%(most)s de vos messages sont commencés et ne sont pas envoyés. Envoyez-en, ou supprimez "
        "ceux dont vous n'avez plus besoin.",
        "most",
    ),
    ("audience", "frozen"): FROZEN,
    ("numbers", "too_many"): Sentence(
        "%(most)s au plus : importez un fichier, ou faites plusieurs messages.", "most"
    ),
    ("numbers", "too_many_for_two"): Sentence(
        "%(most)s au plus : importez un fichier, ou faites deux messages.", "most"
    ),
    ("numbers", "too_many_without_files"): Sentence(
        "%(most)s au plus : faites plusieurs messages.", "most"
    ),
    ("numbers", "too_many_for_two_without_files"): Sentence(
        "%(most)s au plus : faites deux messages.", "most"
    ),
    ("numbers", "directory_only"): Sentence(
        "Votre rôle ne permet pas de saisir des numéros : choisissez des personnes ou des groupes."
    ),
    ("numbers", "kept"): Sentence(
        "Aux numéros qu'une autre personne a saisis, vous ne pouvez ajouter ni numéro ni fichier : "
        "faites-en un autre message."
    ),
    ("numbers", "abroad"): Sentence(
        "Votre établissement n'écrit pas à l'étranger : %(numbers)s.", "numbers|list"
    ),
    ("numbers", "wrong"): Sentence(
        "Ces numéros ne peuvent pas recevoir de SMS : %(numbers)s. Il faut des numéros de mobile.",
        "numbers|list",
    ),
    **OF_TEXTS,
    ("account", "unknown"): Sentence("Choisissez le compte qui paie."),
    ("account", "none"): Sentence("Aucun compte ne peut payer."),
    ("account", "closed"): Sentence(
        "Ce compte est fermé : il ne peut plus payer de message. Choisissez-en un autre."
    ),
    ("account", "not_yours"): Sentence("Votre rôle ne permet pas de faire payer ce compte."),
    ("connection", "unknown"): Sentence("Choisissez par quel fournisseur le message part."),
    ("sender_id", "unknown"): Sentence(
        "Ce fournisseur n'accepte pas cet expéditeur. Choisissez-en un autre."
    ),
    ("sender_id", "not_yours"): Sentence("Votre rôle ne permet pas cet expéditeur."),
    ("audience", "two_purposes"): Sentence(
        "Ces thèmes ne sont pas de même nature : ceux de l'établissement et ceux de ses "
        "partenaires. Faites-en deux messages."
    ),
    ("purpose", "not_yours"): Sentence("Votre rôle ne permet pas d'envoyer une alerte d'urgence."),
    ("purpose", "theme_not_yours"): Sentence("Vous ne pouvez pas écrire au nom de ce thème."),
    ("purpose", "unknown"): Sentence("Ce thème n'existe plus. Choisissez de nouveau."),
    ("reason", "missing"): Sentence(
        "Dites pourquoi c'est une urgence : la raison sera écrite dans le journal."
    ),
    ("edition", "late"): Sentence("Ce message a changé entre-temps"),
}

CLOSED = Sentence("Le compte est fermé : rien n'est parti")

#: of a checked campaign, or a trial of it, that does not leave
OF_SENDING: Sentences = {
    **OF_TRIALS,
    ("send", "account"): Sentence("Votre rôle ne permet pas de faire payer ce compte."),
    ("send", "addressees"): Sentence("Votre rôle ne permet pas d'écrire à toutes ces personnes."),
    ("send", "audience"): Counted(
        "Votre rôle permet d'écrire à une personne à la fois. Demandez à un collègue qui a ce "
        "droit.",
        "Votre rôle permet d'écrire à %(most)s personnes au plus à la fois. Demandez à un collègue "
        "qui a ce droit.",
        "most|number",
    ),
    ("send", "daily"): Sentence(
        "Il vous reste %(left)s SMS à envoyer aujourd'hui : ce message en demande davantage.",
        "left|number",
    ),
    ("send", "emergency"): Sentence(
        "Votre rôle ne permet pas d'envoyer une alerte d'urgence. Demandez à un collègue qui a ce "
        "droit."
    ),
    ("send", "hours"): Sentence(
        "Votre rôle permet d'envoyer de %(start)s à %(end)s. Le message reste prêt.",
        "start|minutes end|minutes",
    ),
    ("send", "numbers"): Sentence(
        "Votre rôle ne permet pas de saisir des numéros. Modifiez le message et choisissez des "
        "personnes ou des groupes."
    ),
    ("send", "sender_id"): Sentence(
        "Votre rôle ne permet pas cet expéditeur. Modifiez le message et choisissez-en un autre."
    ),
    ("send", "text"): Sentence(
        "Votre rôle ne permet que les textes des modèles. Modifiez le message et insérez-en un, ou "
        "demandez à un collègue qui a ce droit."
    ),
    ("send", "urgent"): Sentence(
        "Votre rôle ne permet pas les messages urgents. Modifiez le message et décochez "
        "« Urgent » : il attendra son tour. Ou demandez à un collègue qui a ce droit."
    ),
    ("send", "values"): Sentence(
        "Un champ du message dépasse %(most)s caractères pour quelqu'un, et votre rôle ne permet "
        "que les textes des modèles. Vérifiez le message à nouveau, ou demandez à un collègue qui "
        "a ce droit.",
        "most",
    ),
    ("send", "changed"): Sentence(
        "Le message a changé depuis que vous l'avez ouvert. Relisez, puis envoyez."
    ),
    ("send", "closed"): Sentence(
        "Il ne peut plus payer de nouveaux messages. Modifiez le message et choisissez un autre "
        "compte.",
        headline=CLOSED,
    ),
    ("send", "credit"): Sentence(
        "Il manque %(shown)s SMS au compte %(account)s. Demandez du crédit, ou choisissez un autre "
        "compte.",
        "shown|number account",
        headline=Sentence("Le crédit ne suffit pas : rien n'est parti"),
    ),
    ("send", "frozen"): Sentence(
        "Trop de vérifications ont été faites aujourd'hui. Celle-ci reste telle quelle ; "
        "demandez-en une autre demain."
    ),
    ("send", "held"): Sentence(
        "Le service a été restauré, et n'est pas encore rouvert aux envois. Le message reste prêt."
    ),
    ("send", "nobody"): Sentence(
        "Tout le monde a été mis de côté. Les raisons sont plus bas.",
        headline=Sentence("Il n'y a personne à qui écrire : rien n'est parti"),
    ),
    ("send", "nobody_decides"): Sentence(
        "Ce message demande une validation, et personne ne peut la donner. Demandez à "
        "l'administration de nommer un responsable.",
        headline=Sentence("Il n'y a personne pour valider : rien n'est parti"),
    ),
    ("send", "outdated_alphabet"): Sentence(
        "L'alphabet du fournisseur a changé depuis cette vérification : le nombre de SMS n'est "
        "plus le bon. Vérifiez à nouveau."
    ),
    ("send", "outdated_connection"): Sentence(
        "Ce fournisseur n'existe plus. Modifiez le message et choisissez-en un autre."
    ),
    ("send", "outdated_price"): Sentence(
        "Les prix du fournisseur ont changé depuis cette vérification : le coût affiché n'est plus "
        "le bon. Vérifiez à nouveau."
    ),
    ("send", "outdated_rehearsal"): Sentence(
        "C'est une répétition : elle montre ce qui se passerait, et ne part jamais."
    ),
    ("send", "outdated_rules"): Sentence(
        "Les règles d'envoi de l'établissement ont changé depuis cette vérification. Vérifiez à "
        "nouveau : d'autres personnes peuvent être mises de côté."
    ),
    ("send", "outdated_sender_id"): Sentence(
        "Ce fournisseur n'accepte plus cet expéditeur. Modifiez le message et choisissez-en un "
        "autre."
    ),
}

OF_ROLES = ("numbers", "sender_id", "text", "urgent", "values")
NO_MORE = Sentence(
    "Votre rôle ne permet plus d'envoyer ce message. Demandez à un collègue qui a ce droit."
)

#: of a campaign that does not go on, or whose uncertain messages do not leave again
OF_RESENDING = {
    ("resend", "account"): Sentence(
        "Votre rôle ne permet pas de faire payer ce compte. Demandez à un collègue qui a ce droit."
    ),
    ("resend", "daily"): Sentence(
        "Il vous reste %(left)s SMS à envoyer aujourd'hui, et il en faut davantage. Renvoyez "
        "demain, ou demandez à un collègue.",
        "left|number",
    ),
    ("resend", "hours"): Sentence(
        "Votre rôle permet d'envoyer de %(start)s à %(end)s. Recommencez alors, ou demandez à un "
        "collègue.",
        "start|minutes end|minutes",
    ),
    **{("resend", code): NO_MORE for code in ("addressees", "audience", "emergency", *OF_ROLES)},
    ("resend", "closed"): Sentence("Il ne peut plus payer de nouveaux messages.", headline=CLOSED),
    ("resend", "credit"): Sentence(
        "Il manque %(missing)s SMS.",
        "missing",
        headline=Sentence("Le crédit ne suffit pas : rien n'est reparti"),
    ),
    ("resend", "held"): Sentence(
        "Ce message reste en pause. Réessayez quand le service aura été rouvert aux envois.",
        headline=Sentence("Rien ne part pour le moment"),
    ),
    ("resend", "late"): Sentence(
        "Voici où en est l'envoi.",
        headline=Sentence("C'était déjà fait, ou il était trop tard"),
    ),
    ("resend", "outdated_connection"): Sentence("Ce fournisseur n'existe plus."),
    ("resend", "outdated_sender_id"): Sentence(
        "Ce fournisseur n'accepte plus cet expéditeur. Arrêtez l'envoi, puis écrivez à ceux qui ne "
        "l'ont pas reçu."
    ),
}


def _under(headline: Sentence, sentences: Sentences) -> Sentences:
    """Return the sentences, with this headline above each that has no other."""
    return {
        key: one if one.headline else one._replace(headline=headline)
        for key, one in sentences.items()
    }


SENTENCES = {
    **OF_DRAFTS,
    **OF_EXCLUSIONS,
    **OF_COPIES,
    **_under(Sentence("Rien n'est parti"), OF_SENDING),
    **_under(Sentence("Rien n'est reparti"), OF_RESENDING),
}
