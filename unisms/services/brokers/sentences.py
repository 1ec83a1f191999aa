"""The sentences of connections that cannot be set so, and of sender IDs that are not taken."""

from unisms.services.ground.problem import ANY, Sentence

#: of the fields of a connection; ``decimal``, ``secret`` and ``again`` are of its adapter's
OF_SETTINGS = {
    (ANY, "decimal"): Sentence("Un nombre, avec une virgule s'il le faut."),
    (ANY, "secret"): Sentence("%(most)s caractères au plus, tous visibles.", "most"),
    (ANY, "again"): Sentence(
        "À retaper : un mot de passe enregistré n'est envoyé qu'au serveur pour lequel il a été "
        "saisi."
    ),
    ("settings", "line"): Sentence(
        "Cette ligne ne s'écrit pas « nom = valeur » : %(line)s", "line"
    ),
    ("settings", "lacking"): Sentence("Il manque le réglage %(name)s.", "name"),
    ("settings", "adapter"): Sentence(
        "Le connecteur n'accepte pas ces réglages : %(told)s", "told"
    ),
    ("numbers", "contracted"): Sentence(
        "« %(typed)s » n'est pas un numéro : des chiffres, un numéro par ligne.", "typed"
    ),
    ("prices", "prefix"): Sentence(
        "%(typed)s n'est pas un début de numéro : écrivez +33, +590…", "typed"
    ),
    ("prices", "price"): Sentence(
        "« %(typed)s » : un prix manque, ou n'est pas entre 0 et 10 euros.", "typed"
    ),
    ("prices", "twice"): Sentence("Un début de numéro est écrit deux fois, ou un prix n'en a pas."),
    ("prices", "others"): Sentence("Donnez le prix de tous les autres numéros."),
    ("connection", "open"): Sentence(
        "%(told)s : leurs accusés de réception arrivent par ce fournisseur, 72 heures au plus.",
        "told",
        headline=Sentence("Ce fournisseur ne peut pas être retiré maintenant"),
    ),
}

#: of a sender ID that is asked for; the codes of ``sms.sender_id`` stand beside one in use too
OF_SENDERS = {
    ("word", "empty"): Sentence("Écrivez l'expéditeur."),
    ("word", "signs"): Sentence("Des lettres sans accent et des chiffres, rien d'autre."),
    ("word", "long"): Sentence("Au plus 11 caractères, ou 20 chiffres."),
    ("word", "known"): Sentence("Cet expéditeur est déjà demandé chez ce fournisseur."),
    ("word", "crowded"): Sentence(
        "Trop de vos demandes attendent déjà une décision chez ce fournisseur. Attendez qu'il y en "
        "ait moins."
    ),
    ("word", "plain"): Sentence(
        "Les opérateurs n'affichent que des lettres sans accent et des chiffres : ni espace, ni "
        "accent, ni signe."
    ),
    ("word", "digits"): Sentence(
        "Des chiffres seuls ne passent que s'ils sont un numéro du contrat, inscrit parmi ceux du "
        "fournisseur."
    ),
    ("word", "mobile"): Sentence(
        "Un 06 ou un 07 ne peut pas être affiché par un service : l'Arcep réserve ces numéros aux "
        "personnes."
    ),
    ("word", "generic"): Sentence(
        "Ce mot est trop général : les opérateurs le remplacent ou le refusent, sauf autorisation."
    ),
    ("word", "short"): Sentence("Moins de 3 caractères : plusieurs fournisseurs le refusent."),
    ("word", "replaced"): Sentence("Un nom ne s'y affiche pas : un autre expéditeur le remplace."),
    ("word", "registered"): Sentence(
        "Un nom doit y être enregistré d'abord, sinon le message peut ne pas arriver."
    ),
}

OF_CONNECTIONS = {**OF_SETTINGS, **OF_SENDERS}
