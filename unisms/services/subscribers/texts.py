"""The texts of the messages that people send to themselves, in their language."""

from unisms.sms.encoding import GSM7, encode, simplify

OF_CODE = {
    "fr": "%(code)s : votre code pour confirmer ce numéro (%(title)s). Ne le donnez à personne.",
    "en": "%(code)s is your code to confirm this number (%(title)s). Give it to nobody.",
}
OF_SAMPLE = {
    "fr": "%(title)s : voici l'essai demandé. Nos messages arrivent bien à ce numéro.",
    "en": "%(title)s: this is the message you asked for. This number receives our messages.",
}


def of_code(title: str, code: str, host: str, language: str) -> str:
    """Return the text that tells a code, one SMS long.

    Its last line binds the code to the page on which it is typed, so that browsers offer it there
    and nowhere else (WICG, "Origin-bound one-time codes delivered via SMS").
    """
    last = f"\n@{host} #{code}"
    return _fitting(OF_CODE, title, language, last, code=code)


def of_sample(title: str, language: str) -> str:
    """Return the text by which people see whether messages arrive, one SMS long."""
    return _fitting(OF_SAMPLE, title, language)


def _fitting(
    texts: dict[str, str], title: str, language: str, last: str = "", **values: str
) -> str:
    """Return the text with as much of the title as one SMS has room for."""
    text = texts.get(language, texts["fr"])
    plain = "".join(sign for sign in simplify(title) if encode(sign).alphabet == GSM7)
    told = (text % {"title": plain[:end].rstrip(), **values} for end in range(len(plain), -1, -1))
    return next(one + last for one in told if encode(one + last).segments == 1)
