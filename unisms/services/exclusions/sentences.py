"""Why people cannot be left out of a message, and why an audience cannot be kept."""

from unisms.services.ground.problem import Sentence, Sentences

ERASED = Sentence(
    "Les numéros du message « %(title)s » ont été effacés, comme le veut votre établissement : on "
    "ne sait plus à qui il est allé. Choisissez sans lui.",
    "title",
)

OF_EXCLUSIONS: Sentences = {
    ("audience", "past_erased"): ERASED,
    ("minus", "past_erased"): ERASED,
    ("minus", "unknown"): Sentence(
        "Ce que vous laissez de côté n'existe plus, ou n'est pas à vous. Choisissez de nouveau."
    ),
    ("minus", "not_yours"): Sentence(
        "Votre rôle ne permet de laisser de côté que les groupes proposés ici."
    ),
    ("minus", "too_many_out"): Sentence(
        "Vous laissez de côté trop de choses : %(most)s au plus. Faites-en un groupe.", "most"
    ),
    ("once", "unreadable"): Sentence(
        "Un mot-clé s'écrit avec des lettres ou des chiffres, par exemple « rentrée 2027 »."
    ),
    ("send", "outdated_once"): Sentence(
        "Un autre message de même mot-clé est parti depuis cette vérification. Vérifiez à "
        "nouveau : des personnes l'ont peut-être déjà reçu.",
        headline=Sentence("Rien n'est parti"),
    ),
    ("audience", "nothing_to_keep"): Sentence(
        "Il n'y a rien à enregistrer : les numéros saisis et les fichiers ne sont pas gardés."
    ),
    ("audience", "too_many_parts"): Sentence(
        "Cette audience est trop longue : %(most)s éléments au plus. Faites-en un groupe.", "most"
    ),
    ("audience", "too_many_saved"): Sentence(
        "Vous gardez déjà %(most)s audiences. Supprimez celles dont vous n'avez plus besoin.",
        "most",
    ),
    ("title", "empty_audience_title"): Sentence("Donnez un nom à cette audience."),
    ("title", "audience_title_taken"): Sentence(
        "Vous avez déjà une audience de ce nom. Donnez-lui-en un autre."
    ),
}

#: of a check that stopped
OF_CHECKS: Sentences = {
    ("check", "past_erased"): Sentence(
        "Les numéros d'un message choisi ont été effacés entre-temps : on ne sait plus à qui il "
        "est allé. Choisissez de nouveau."
    ),
    ("check", "minus_gone"): Sentence(
        "Ce que vous laissiez de côté a disparu entre-temps : sans cela, le message irait aussi à "
        "ceux qui ne devaient pas le recevoir. Choisissez de nouveau."
    ),
}
