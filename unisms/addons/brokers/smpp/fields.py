"""The settings of an SMPP connection as its page asks for them, but those of any connection."""

from unisms.addons.brokers.smpp.settings import CHOICES, Settings
from unisms.ports import SettingField

_DURATIONS = tuple(name for name, kind in Settings.__annotations__.items() if kind is float)
_NEWS = ("country", "err", "err_codes", "long_receipts", "validity", "codings")
_RARE = ("system_type", "short_code", "id_format", "tls_ca", *_DURATIONS, *_NEWS)
_WHERE = ("host", "port", "tls", "tls_ca")
_KINDS = {str: "text", int: "number", float: "number"}
_SPECIAL = {
    "password": {"kind": "secret"},
    **{
        name: {"kind": "choice", "choices": tuple(CHOICES[name])}
        for name in ("id_format", "err", "long_receipts")
    },
    "tls": {"kind": "yes"},
    "validity": {"kind": "yes"},
}
_LABELS = {
    "host": ("Serveur", "Server"),
    "port": ("Port", "Port"),
    "system_id": ("Identifiant", "User name"),
    "password": ("Mot de passe", "Password"),
    "system_type": ("Type de système", "System type"),
    "window": ("Messages sans réponse à la fois", "Messages awaiting an answer at once"),
    "short_code": ("Type d'un numéro court", "Type of a short number"),
    "id_format": ("Écriture des identifiants de message", "How message ids are written"),
    "tls": ("Connexion chiffrée", "Encrypted connection"),
    "tls_ca": ("Autorités de certification", "Certificate authorities"),
    "bind_timeout": ("Délai de connexion", "Time to connect"),
    "response_timeout": ("Délai de réponse", "Time to answer"),
    "enquire_link": ("Vérification de la liaison", "Link check"),
    "reconnect_patience": ("Attente d'une liaison perdue", "Wait for a lost link"),
    "throttle_patience": ("Attente d'un serveur saturé", "Wait for a busy server"),
    "country": ("Pays des numéros sans indicatif", "Country of numbers without a code"),
    "err": ("Sens des codes d'erreur", "Meaning of error codes"),
    "err_codes": ("Codes d'erreur du fournisseur", "Error codes of the provider"),
    "long_receipts": ("Accusés des messages longs", "Receipts of long messages"),
    "validity": ("Limite d'utilité annoncée", "End of use announced"),
    "codings": ("Alphabets particuliers", "Special alphabets"),
}
_HELP = {
    "host": ("Nom ou adresse du serveur SMPP.", "Name or address of the SMPP server."),
    "port": ("Celui du serveur, souvent 2775.", "That of the server, often 2775."),
    "system_id": ("Celui de votre contrat (system_id).", "As in your contract (system_id)."),
    "password": ("Souvent 8 caractères au plus.", "Often 8 characters at most."),
    "system_type": (
        "Seulement si le fournisseur en demande un.",
        "Only where the provider asks for one.",
    ),
    "window": (
        "Combien de messages peuvent attendre leur réponse à la fois.",
        "How many messages may be waiting for an answer at the same time.",
    ),
    "short_code": (
        "Type et plan (TON/NPI) d'un expéditeur de 6 chiffres au plus.",
        "Type and plan (TON/NPI) of a sender of 6 digits at most.",
    ),
    "id_format": (
        "Comment les identifiants sont écrits dans la réponse, puis dans l'accusé de réception.",
        "How ids are written in the answer, then in the receipt.",
    ),
    "tls": (
        "La connexion est chiffrée, et le serveur vérifié.",
        "The link is encrypted, and the server verified.",
    ),
    "tls_ca": (
        "Un fichier PEM d'autorités, à la place de celles du système.",
        "A PEM file of authorities, instead of the system's.",
    ),
    "bind_timeout": ("Secondes pour se connecter.", "Seconds to connect."),
    "response_timeout": (
        "Secondes sans réponse avant qu'un message soit dit incertain.",
        "Seconds without an answer before a message is called uncertain.",
    ),
    "enquire_link": (
        "Secondes de silence avant de demander au serveur s'il est toujours là.",
        "Seconds of silence before the server is asked whether it is still there.",
    ),
    "reconnect_patience": (
        "Secondes pendant lesquelles les messages attendent le retour d'une liaison perdue.",
        "Seconds during which messages wait for a lost link to come back.",
    ),
    "throttle_patience": (
        "Secondes pendant lesquelles les mêmes messages sont proposés à un serveur saturé.",
        "Seconds during which a busy server is offered the same messages.",
    ),
    "country": (
        "Le pays (deux lettres) des numéros que le serveur écrit sans indicatif.",
        "The country (two letters) of numbers that the server writes without a country code.",
    ),
    "err": (
        "Ce que veut dire le code d'erreur d'un accusé de réception : ceux du réseau (map), rien "
        "(none), ou la liste ci-dessous (own).",
        (
            "What the error code of a receipt means: those of the network (map), nothing (none), "
            "or the list below (own)."
        ),
    ),
    "err_codes": (
        "Les codes de votre fournisseur, par exemple 005=number_unusable 010=absent.",
        "The codes of your provider, such as 005=number_unusable 010=absent.",
    ),
    "long_receipts": (
        "Accusés de réception d'un message de plusieurs SMS : un par SMS (segment), un seul "
        "(message), ou d'après ce qui arrive (auto).",
        "Receipts of a message of several SMS: one for each SMS (segment), one in all (message), "
        "or as what comes shows (auto).",
    ),
    "validity": (
        "Le serveur sait jusqu'à quelle heure un message est utile (validity_period). Décochez "
        "s'il refuse de tels messages.",
        "The server knows until when a message is of use (validity_period). Untick where it "
        "refuses such messages.",
    ),
    "codings": (
        "L'alphabet d'un codage (data_coding) que le serveur emploie autrement que la norme, "
        "par exemple 0=latin-1 1=gsm. Avec 0=gsm-packed, huit lettres tiennent dans sept octets.",
        "The alphabet of a data_coding that the server uses otherwise than the standard, such as "
        "0=latin-1 1=gsm. With 0=gsm-packed, eight letters are in seven octets.",
    ),
}


def _field(name):
    usual = {
        "kind": _KINDS[Settings.__annotations__[name]],
        "rare": name in _RARE,
        "where": name in _WHERE,
    }
    words = {"label": _in_both(_LABELS[name]), "help": _in_both(_HELP[name])}
    default = str(Settings._field_defaults[name])
    return SettingField(name=name, default=default, **words, **{**usual, **_SPECIAL.get(name, {})})


def _in_both(words):
    return dict(zip(("fr", "en"), words, strict=True))


_OF_THE_CONNECTION = ("alphabet", "own_numbers")
FIELDS = tuple(_field(name) for name in Settings._fields if name not in _OF_THE_CONNECTION)
