"""The sentences of approval: why a yes is needed, what is unusual, why somebody may not decide."""

from unisms.services.ground.problem import OTHER, Counted, Sentence, Sentences

#: why a message needs a yes
OF_NEEDS: Sentences = {
    ("approval", "recipients"): Sentence(
        "À partir de %(limit)s personnes, un message demande une validation.", "limit|number"
    ),
    ("approval", "cost"): Sentence(
        "À partir de %(cost)s, un message demande une validation.", "cost|money"
    ),
    ("approval", "audience"): Sentence(
        "Les messages à « %(title)s » demandent une validation.", "title"
    ),
    ("approval", "audience_group"): Sentence("Les messages à un groupe demandent une validation."),
    ("approval", "audience_theme"): Sentence(
        "Les messages aux abonnés d'un thème demandent une validation."
    ),
    ("approval", "audience_import"): Sentence(
        "Les messages aux personnes d'un fichier demandent une validation."
    ),
    ("approval", "audience_number"): Sentence(
        "Les messages à des numéros saisis demandent une validation."
    ),
    ("approval", "role"): Sentence("Ce rôle n'envoie qu'après une validation."),
    ("approval", "person"): Sentence("Les envois de cette personne demandent une validation."),
    ("approval", "night"): Sentence(
        "De %(start)s à %(end)s, un message demande une validation.", "start|minutes end|minutes"
    ),
    ("approval", "weekend"): Sentence(
        "Le samedi et le dimanche, un message demande une validation."
    ),
    ("approval", OTHER): Sentence("Les messages à ces destinataires demandent une validation."),
}

#: marks of a message that is unusual
OF_MARKS: Sentences = {
    ("unusual", "first"): Sentence("C'est le premier message de cette personne."),
    ("unusual", "most"): Sentence(
        "Cette personne n'a jamais écrit à autant de monde : %(people)s, au lieu de %(most)s au "
        "plus.",
        "people|number most|number",
    ),
    ("unusual", "most_of_account"): Sentence(
        "Ce compte n'a jamais payé un message à autant de monde : %(people)s, au lieu de %(most)s "
        "au plus.",
        "people|number most|number",
    ),
    ("unusual", "again"): Counted(
        "Une des personnes a déjà reçu ce texte ces derniers jours : « %(title)s ».",
        "%(shared)s des personnes ont déjà reçu ce texte ces derniers jours : « %(title)s ».",
        "shared|number title",
    ),
    ("unusual", "site_other"): Sentence(
        "Le lien vers %(site)s ne mène pas à un site de l'établissement.", "site"
    ),
    ("unusual", "site_shortener"): Sentence(
        "%(site)s raccourcit les liens : personne ne voit où celui-ci mène.", "site"
    ),
    ("unusual", "site_lookalike"): Sentence(
        "%(site)s ressemble à un site de l'établissement, et n'en est pas un.", "site"
    ),
    ("unusual", "site_letters"): Sentence(
        "Le lien vers %(site)s a des lettres inhabituelles.", "site"
    ),
    ("unusual", "sender"): Sentence(
        "L'expéditeur « %(sender)s » n'a encore jamais servi.", "sender"
    ),
    ("unusual", "urgent"): Sentence("Il est urgent : il passe avant les autres."),
    ("unusual", "abroad"): Sentence("%(share)s %% des SMS partent à l'étranger.", "share"),
    ("unusual", "loud"): Sentence("Il est écrit en capitales, ou avec beaucoup de « ! »."),
    ("unusual", "at_night"): Sentence("Il partirait à %(at)s.", "at|minutes"),
    ("unusual", "on_sunday"): Sentence("Il partirait un dimanche."),
}

#: why somebody may not decide, or not so
OF_DECISIONS: Sentences = {
    ("decide", "oneself"): Sentence(
        "C'est votre message : quelqu'un d'autre doit le valider.",
        headline=Sentence("Vous ne pouvez pas valider votre propre message"),
    ),
    ("decide", "not_asked"): Sentence(
        "Vous n'êtes pas, ou plus, parmi les responsables de ce compte.",
        headline=Sentence("Vous ne pouvez pas décider de ce message"),
    ),
    ("decide", "late"): Sentence(
        "Personne n'attend plus de décision : elle est prise, ou le message a changé.",
        headline=Sentence("Il n'y a plus rien à décider"),
    ),
    ("decide", "changed"): Sentence(
        "La demande a changé depuis que vous avez ouvert cette page. Relisez, puis décidez.",
        headline=Sentence("Rien n'est décidé"),
    ),
    ("comment", "missing"): Sentence("Dites pourquoi : la personne qui a écrit le lira."),
    ("remind", "soon"): Sentence(
        "Un rappel par heure au plus. Rien n'est parti cette fois.",
        headline=Sentence("Un rappel vient de partir"),
    ),
}

#: of the settings, and of absences
OF_SETTINGS: Sentences = {
    ("approvers", "unknown"): Sentence(
        "Ces personnes ne peuvent pas valider ici : %(names)s. Donnez-leur d'abord un rôle qui le "
        "permet, comme Responsable.",
        "names|list",
    ),
    ("people", "unknown"): Sentence(
        "Ces identifiants ne sont pas dans l'annuaire : %(names)s.", "names|list"
    ),
    ("groups", "unknown"): Sentence("Ces groupes n'existent pas : %(names)s.", "names|list"),
    ("cost", "price"): Sentence("Un montant en euros, comme 50 ou 12,50."),
    ("night", "hours"): Sentence("Deux heures différentes, comme 21:00 et 07:00, ou aucune."),
    ("sites", "site"): Sentence("Ce n'est pas un nom de site : %(names)s.", "names|list"),
    ("escalate_after", "order"): Sentence("Avant la fin de l'attente."),
    ("since", "day"): Sentence("Une date, comme 24/12/2026."),
    ("until", "day"): Sentence("Une date, comme 24/12/2026."),
    ("until", "before"): Sentence("Le dernier jour vient après le premier, et après aujourd'hui."),
    ("until", "far"): Sentence("Un an au plus."),
    ("deputy", "unknown"): Sentence("Choisissez quelqu'un qui a un rôle ici."),
    ("deputy", "oneself"): Sentence("Choisissez quelqu'un d'autre que vous."),
}

OF_APPROVALS: Sentences = {**OF_NEEDS, **OF_MARKS, **OF_DECISIONS, **OF_SETTINGS}
