"""The mails to somebody whose number receives nothing, and of a message that has paused."""

FAILING = "number.failing"
TEXT_OF_FAILING = {
    "fr": (
        "Votre numéro de mobile ne reçoit plus nos messages",
        "Bonjour {name},\n\n"
        "Les derniers SMS de {institution} ne sont pas arrivés à votre numéro de mobile, qui se "
        "termine par {ends}. Nous n'y écrivons plus.\n\n"
        "Corrigez-le, ou confirmez-le par un code reçu par SMS, sur cette page :\n\n"
        "{link}\n\n"
        "Vous recevrez ensuite les prochains messages, pas ceux qui ont été mis de côté. Sans "
        "réponse, nous vous écrirons encore une fois par mois au plus.\n\n"
        "{institution}",
    ),
    "en": (
        "Your mobile number receives our messages no more",
        "Hello {name},\n\n"
        "The latest text messages of {institution} did not reach your mobile number, which ends in "
        "{ends}. We write to it no more.\n\n"
        "Correct it, or confirm it by a code that you receive by SMS, on this page:\n\n"
        "{link}\n\n"
        "You will then receive the next messages, not those that were set aside. Without an answer "
        "we will write to you once a month at most.\n\n"
        "{institution}",
    ),
}

BRAKED = "campaign.braked"
TEXT_OF_BRAKED = {
    "fr": (
        "Votre envoi s'est mis en pause : {title}",
        "Bonjour {name},\n\n"
        "Parmi les {ended} premiers messages dont le sort est connu, {failed} ont échoué pour une "
        "même raison. Le reste n'est pas parti et n'est pas facturé.\n\n"
        "Voyez pourquoi, puis reprenez l'envoi ou arrêtez-le :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "Your message has paused: {title}",
        "Hello {name},\n\n"
        "Of the first {ended} messages whose end is known, {failed} have failed for the same "
        "reason. The rest has not left and is not billed.\n\n"
        "See why, then let it go on or stop it:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}
