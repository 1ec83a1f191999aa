"""The sentences of mails: why one fails or waits, and the troubles of the mail server."""

from unisms.services.ground.outbox import BOUNCED, LATE, REFUSED, RESTORED
from unisms.services.ground.problem import Sentence
from unisms.services.mail import causes

OF_MAILS = {
    ("mail_reply_to", "address"): Sentence("Une adresse comme scolarite@univ.fr."),
    ("mail", BOUNCED): Sentence(
        "Les mails à cette adresse reviennent : rien n'y part avant qu'elle ne change."
    ),
    ("mail", LATE): Sentence("N'a pas pu partir en trois jours."),
    ("mail", REFUSED): Sentence("Ce n'est pas une adresse."),
    ("mail", RESTORED): Sentence(
        "Attendait quand les données ont été restaurées : est peut-être déjà parti."
    ),
    ("mail", causes.RECIPIENT): Sentence("Cette adresse n'existe pas, ou plus."),
    ("mail", causes.FULL): Sentence("La boîte est pleine."),
    ("mail", causes.POLICY): Sentence("Le serveur du destinataire n'en veut pas."),
    ("mail", causes.BUSY): Sentence("Le serveur demande de revenir plus tard."),
    ("mail", causes.LOST): Sentence("La liaison s'est coupée pendant l'envoi."),
    ("mail", causes.UNANSWERED): Sentence(
        "Le serveur l'a reçu et n'a pas répondu : il est peut-être arrivé."
    ),
    ("mail", causes.INTERNATIONAL): Sentence(
        "L'adresse a des lettres que le serveur de mail ne prend pas."
    ),
    ("mail", causes.TEXT): Sentence("Le texte de ce mail n'a pas pu être composé."),
    ("mail_server", "unreachable"): Sentence("Il ne répond pas."),
    ("mail_server", "certificate"): Sentence("Son certificat n'est pas valable."),
    ("mail_server", "no_tls"): Sentence("Il ne chiffre pas la liaison."),
    ("mail_server", "login"): Sentence("Il refuse l'identifiant ou le mot de passe."),
    ("mail_server", "sender"): Sentence("Il refuse notre adresse d'expéditeur."),
    ("mail_server", "refused"): Sentence("Il ne prend rien en ce moment."),
}
