"""The sentences of causes: what to do about a message that is not sent, or did not arrive."""

from unisms.services.ground.problem import OTHER, Sentence

UNKNOWN = Sentence(
    "Le fournisseur ne dit pas pourquoi. Vous pouvez réessayer. Facturé s'il a été pris en charge."
)

OF_CAUSES = {
    ("cause", "no_number"): Sentence(
        "Aucun numéro de mobile n'est connu. Complétez la fiche ou le fichier, ou prévenez cette "
        "personne autrement."
    ),
    ("cause", "landline"): Sentence(
        "Un SMS n'arrive pas sur une ligne fixe. Demandez un numéro de mobile."
    ),
    ("cause", "voip"): Sentence(
        "Un SMS n'arrive pas sur une ligne internet. Demandez un numéro de mobile."
    ),
    ("cause", "premium"): Sentence("Ce n'est pas le numéro d'une personne. Corrigez-le."),
    ("cause", "impossible"): Sentence(
        "Il manque des chiffres, ou il y en a trop. Corrigez le numéro ; s'il est étranger, "
        "écrivez-le avec son « + »."
    ),
    ("cause", "unreadable"): Sentence(
        "Aucun numéro n'est lisible à cet endroit. Corrigez-le dans le fichier."
    ),
    ("cause", "foreign_not_allowed"): Sentence("Votre établissement n'écrit pas à l'étranger."),
    ("cause", "suspended"): Sentence(
        "Plusieurs messages n'y sont pas arrivés. Demandez un nouveau numéro à la personne."
    ),
    ("cause", "duplicate"): Sentence("Ce numéro reçoit déjà le même message."),
    ("cause", "empty_placeholder"): Sentence(
        "Un champ du message n'a pas de valeur pour cette personne. Complétez le fichier, ou "
        "retirez le champ."
    ),
    ("cause", "empty_text"): Sentence(
        "Il ne reste rien du message pour cette personne : ce qui le remplit est vide. Complétez "
        "le fichier, ou écrivez aussi quelques mots qui valent pour tous."
    ),
    ("cause", "too_long"): Sentence(
        "Une fois personnalisé, le message dépasse 8 SMS. Raccourcissez-le."
    ),
    ("cause", "too_late"): Sentence(
        "Le message n'avait plus d'utilité après l'heure limite choisie : il n'est pas parti. Non "
        "facturé."
    ),
    ("cause", "long_value"): Sentence(
        "Le message suit un modèle, dont un champ prend 40 caractères au plus. Raccourcissez ce "
        "qu'il y a dans le fichier."
    ),
    ("cause", "excluded"): Sentence(
        "La personne qui a écrit ce message l'a laissée de côté, sous « Sauf… »."
    ),
    ("cause", "already_told"): Sentence(
        "Un autre message de même mot-clé lui est déjà parti : chacun n'en reçoit qu'un."
    ),
    ("cause", "opt_out"): Sentence("Cette personne ne veut plus recevoir de messages."),
    ("cause", "no_consent"): Sentence(
        "Un message de cette nature ne part qu'aux personnes qui l'ont accepté. Demandez son "
        "accord à cette personne, ou prévenez-la autrement."
    ),
    ("cause", "paused"): Sentence(
        "Cette personne ne veut pas de message pour le moment. Prévenez-la autrement."
    ),
    ("cause", "number_invalid"): Sentence(
        "L'opérateur ne connaît pas ce numéro. Demandez-en un autre à la personne. Facturé s'il a "
        "été pris en charge."
    ),
    ("cause", "number_unusable"): Sentence(
        "La ligne existe mais n'accepte pas les SMS. Prévenez la personne autrement. Facturé s'il "
        "a été pris en charge."
    ),
    ("cause", "absent"): Sentence(
        "L'opérateur a essayé jusqu'au bout du délai. Vous pouvez réessayer plus tard. Facturé."
    ),
    ("cause", "expired"): Sentence(
        "Le téléphone n'a pas répondu à temps. Vous pouvez réessayer plus tard. Facturé."
    ),
    ("cause", "operator"): Sentence(
        "L'opérateur n'a pas pu remettre le message. Vous pouvez réessayer. Facturé s'il a été "
        "pris en charge."
    ),
    ("cause", "portability"): Sentence("La ligne change d'opérateur. Réessayez demain. Facturé."),
    ("cause", "content"): Sentence(
        "L'opérateur n'accepte pas ce texte : souvent un lien, ou un mot pris pour de la "
        "publicité. Facturé s'il a été pris en charge."
    ),
    ("cause", "sender"): Sentence(
        "L'expéditeur affiché n'est pas accepté. Choisissez-en un autre. Facturé s'il a été pris "
        "en charge."
    ),
    ("cause", "credit"): Sentence(
        "Le contrat avec le fournisseur est épuisé. Prévenez la personne qui administre le "
        "service. Non facturé."
    ),
    ("cause", "account"): Sentence(
        "Le fournisseur refuse le contrat. Prévenez la personne qui administre le service. Non "
        "facturé."
    ),
    ("cause", "rate"): Sentence(
        "Le fournisseur recevait trop de messages à la fois. Vous pouvez renvoyer. Non facturé."
    ),
    ("cause", "unknown"): UNKNOWN,
    ("cause", "no_news"): Sentence(
        "Aucun accusé de réception n'est venu. Le message est peut-être arrivé. Facturé."
    ),
    ("cause", OTHER): UNKNOWN,
}
