"""The settings of an SMPP connection as its page asks for them, but those of any connection."""

from unisms.addons.brokers.smpp.settings import CHOICES, Settings
from unisms.ports import SettingField

_DURATIONS = tuple(name for name, kind in Settings.__annotations__.items() if kind is float)
_NEWS = ("country", "err", "err_codes", "long_receipts", "codings")
_RARE = ("system_type", "short_code", "id_format", "tls_ca", *_DURATIONS, *_NEWS)
_WHERE = ("host", "port", "tls", "tls_ca")
_KINDS = {str: "text", int: "number", float: "number"}
_SPECIAL = {
    "password": {"kind": "secret"},
    **{name: {"kind": "choice", "choices": tuple(CHOICES[name])} for name in ("id_format", "err", "long_receipts")},
    "tls": {"kind": "yes"},
}
_HELP = {
    "host": ("Nom ou adresse du serveur SMPP.", "Name or address of the SMSC."),
    "port": ("Son port.", "Its port."),
    "system_id": ("L'identifiant de votre contrat.", "The identifier of your contract."),
    "password": ("Souvent 8 caractères au plus.", "Often 8 characters at most."),
    "system_type": ("Seulement si le fournisseur en demande un.", "Only where the provider asks for one."),
    "window": (
        "Combien de messages peuvent attendre leur réponse à la fois.",
        "How many messages may wait for their answer at once.",
    ),
    "short_code": (
        "Type et plan (TON/NPI) d'un expéditeur de 6 chiffres au plus.",
        "Type and plan (TON/NPI) of a sender of 6 digits at most.",
    ),
    "id_format": (
        "Comment les identifiants sont écrits dans la réponse, puis dans l'accusé de réception.",
        "How ids are written in the answer, then in the receipt.",
    ),
    "tls": ("La connexion est chiffrée, et le serveur vérifié.", "The link is encrypted, and the server verified."),
    "tls_ca": (
        "Un fichier PEM d'autorités, à la place de celles du système.",
        "A PEM file of authorities, instead of the system's.",
    ),
    "bind_timeout": ("Secondes pour se connecter.", "Seconds to connect."),
    "response_timeout": (
        "Secondes sans réponse après lesquelles un message est incertain.",
        "Seconds without an answer after which a message is uncertain.",
    ),
    "enquire_link": (
        "Secondes de silence après lesquelles on demande au serveur s'il est là.",
        "Seconds of silence after which the server is asked whether it is there.",
    ),
    "reconnect_patience": (
        "Secondes pendant lesquelles un lot attend qu'une liaison perdue revienne.",
        "Seconds for which a batch waits for a lost link to be back.",
    ),
    "throttle_patience": (
        "Secondes pendant lesquelles on insiste auprès d'un serveur saturé.",
        "Seconds for which a server that takes nothing is offered the same messages.",
    ),
    "country": (
        "Le pays (deux lettres) des numéros que le serveur écrit sans indicatif.",
        "The country (two letters) of numbers that the server writes without a country code.",
    ),
    "err": (
        "Ce que veut dire le code d'erreur d'un accusé de réception : ceux du réseau (map), rien (none), "
        "ou la liste ci-dessous (own).",
        "What the error code of a receipt means: those of the network (map), nothing (none), or the list below (own).",
    ),
    "err_codes": (
        "Les codes de votre fournisseur, par exemple 005=number_unusable 010=absent.",
        "The codes of your provider, such as 005=number_unusable 010=absent.",
    ),
    "long_receipts": (
        "Accusés de réception d'un message de plusieurs SMS : un par SMS (segment), un seul (message), "
        "ou d'après ce qui arrive (auto).",
        "Receipts of a message of several SMS: one for each SMS (segment), one in all (message), "
        "or as what comes shows (auto).",
    ),
    "codings": (
        "L'alphabet d'un codage (data_coding) que le serveur emploie autrement que la norme, "
        "par exemple 0=latin-1 1=gsm. Avec 0=gsm-packed, huit lettres tiennent dans sept octets.",
        "The alphabet of a data_coding that the server uses otherwise than the standard, such as 0=latin-1 1=gsm. "
        "With 0=gsm-packed, eight letters are in seven octets.",
    ),
}


def _field(name):
    french, english = _HELP[name]
    usual = {"kind": _KINDS[Settings.__annotations__[name]], "rare": name in _RARE, "where": name in _WHERE}
    special = _SPECIAL.get(name, {})
    default = str(Settings._field_defaults[name])
    return SettingField(name=name, default=default, help={"fr": french, "en": english}, **{**usual, **special})


_OF_THE_CONNECTION = ("alphabet", "own_numbers")
FIELDS = tuple(_field(name) for name in Settings._fields if name not in _OF_THE_CONNECTION)
