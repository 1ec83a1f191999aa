"""The settings of an LDAP directory: how people type them, and as they are used."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from unisms.ports import LIKELY, SURE, SettingField

NUMBERS = (
    "mobile supannTelephonePrive{MOBPERSO} supannTelephonePrive{MOBILE} supannTelephonePrive{SMS} "
    "pager supannAutreTelephone homePhone telephoneNumber"
)
GROUPS = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))"
SURELY = frozenset({"mobile", "pager"})  # fields that only hold mobile numbers; pager at ESUP sites
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_FIELD = re.compile(r"([A-Za-z][\w.;-]*)(\{[\w:. -]{1,30}\})?")


class NumberField(NamedTuple):
    """A field in which a mobile number may stand."""

    name: str  #: of the attribute, in small letters
    label: str = ""  #: before the value, with its braces and in capitals; empty: any
    confidence: str = LIKELY
    told: str = ""  #: the field as people know it


class Server(NamedTuple):
    """A server, and how its line is made safe."""

    host: str
    port: int
    tls: bool  #: from the first octet on; else by StartTLS, but on this machine


class LdapSettings(NamedTuple):
    """All that the adapter knows of a directory."""

    servers: tuple[Server, ...]
    base: str
    bind_dn: str = ""
    password: str = ""
    clear: bool = False  #: without TLS; on this machine alone
    ca_file: str = ""
    persons: str = "(objectClass=person)"
    uid: str = "uid"
    name: tuple[str, ...] = ("displayName", "cn")
    mail: str = "mail"
    numbers: tuple[NumberField, ...] = ()
    columns: tuple[str, ...] = ()
    group_base: str = ""
    groups: str = GROUPS
    page: int = 500
    patience: int = 10  #: seconds that a server has for each answer
    country: str = "FR"


def _told(name, kind="text", default="", *, fr, en, help_fr="", help_en="", **more):
    helped = {"fr": help_fr, "en": help_en} if help_fr else {}
    return SettingField(name, kind, default, helped, label={"fr": fr, "en": en}, **more)


FIELDS = (
    _told(
        "servers",
        fr="Serveurs",
        en="Servers",
        help_fr="ldaps://… ou ldap://… (avec StartTLS), séparés par un espace. Si le premier ne "
        "répond pas, le suivant est pris.",
        help_en="ldaps://… or ldap://… (with StartTLS), separated by a space. If the first does "
        "not answer, the next one is taken.",
        where=True,
    ),
    _told(
        "base",
        fr="Branche des personnes",
        en="Branch of the people",
        help_fr="Par exemple ou=people,dc=univ,dc=fr.",
        help_en="For example ou=people,dc=univ,dc=fr.",
    ),
    _told(
        "bind_dn",
        fr="Compte de lecture (DN)",
        en="Account that reads (DN)",
        help_fr="Un compte qui peut lire les numéros, sans limite de taille.",
        help_en="An account that may read the numbers, without a size limit.",
    ),
    _told("password", "secret", fr="Mot de passe du compte", en="Password of the account"),
    _told(
        "persons",
        default="(objectClass=person)",
        fr="Filtre des personnes",
        en="Filter of the people",
        help_fr="Qui existe pour le service, par exemple les comptes actifs : "
        "(&(objectClass=person)(accountStatus=active)).",
        help_en="Those who exist for the service, for example active accounts: "
        "(&(objectClass=person)(accountStatus=active)).",
    ),
    _told(
        "numbers",
        default=NUMBERS,
        fr="Champs du numéro, dans l'ordre",
        en="Fields of the number, in order",
        help_fr="Le premier numéro de mobile trouvé est pris. Une étiquette se met entre "
        "accolades : supannTelephonePrive{MOBPERSO}.",
        help_en="The first mobile number found is taken. A label stands in braces: "
        "supannTelephonePrive{MOBPERSO}.",
    ),
    _told(
        "group_base",
        fr="Branche des groupes",
        en="Branch of the groups",
        help_fr="Vide : celle des personnes.",
        help_en="Empty: that of the people.",
    ),
    _told(
        "columns",
        fr="Champs à insérer dans les messages",
        en="Fields that messages may have",
        help_fr="Par exemple givenName supannEntiteAffectationPrincipale.",
        help_en="For example givenName supannEntiteAffectationPrincipale.",
        rare=True,
    ),
    _told("uid", default="uid", fr="Champ de l'identifiant", en="Field of the uid", rare=True),
    _told("name", default="displayName cn", fr="Champs du nom", en="Fields of the name", rare=True),
    _told("mail", default="mail", fr="Champ du courriel", en="Field of the mail", rare=True),
    _told("groups", default=GROUPS, fr="Filtre des groupes", en="Filter of the groups", rare=True),
    _told(
        "ca_file",
        fr="Autorité du certificat",
        en="Authority of the certificate",
        help_fr="Un fichier PEM sur le serveur du service. Vide : les autorités connues de tous.",
        help_en="A PEM file on the machine of the service. Empty: those that everybody knows.",
        rare=True,
        where=True,
    ),
    _told(
        "clear",
        "yes",
        "no",
        fr="Sans chiffrement",
        en="Without encryption",
        help_fr="Seulement si l'annuaire est sur la même machine.",
        help_en="Only if the directory is on the same machine.",
        rare=True,
        where=True,
    ),
    _told("page", "number", "500", fr="Personnes par page", en="People per page", rare=True),
    _told("patience", "number", "10", fr="Patience en secondes", en="Patience, seconds", rare=True),
)
_DEFAULTS = {field.name: field.default for field in FIELDS}


def read(settings: Mapping[str, str]) -> LdapSettings:
    """Return the ``LdapSettings`` that people typed.

    :raises KeyError: one is lacking.
    :raises ValueError: one cannot be so.
    """
    typed = {**_DEFAULTS, **{name: value.strip() for name, value in settings.items()}}
    lacking = [name for name in ("servers", "base") if not typed[name]]
    if lacking:
        raise KeyError(lacking[0])
    clear = typed["clear"] == "yes"
    servers = tuple(map(_server, typed["servers"].split()))
    if clear and any(server.host not in LOOPBACK for server in servers):
        raise ValueError("without encryption, only a server on this machine is asked")
    return LdapSettings(
        servers=servers,
        base=typed["base"],
        bind_dn=typed["bind_dn"],
        password=settings.get("password", ""),
        clear=clear,
        ca_file=typed["ca_file"],
        persons=balanced(typed["persons"]),
        uid=typed["uid"],
        name=tuple(typed["name"].split()),
        mail=typed["mail"],
        numbers=number_fields(typed["numbers"]),
        columns=tuple(typed["columns"].split()),
        group_base=typed["group_base"] or typed["base"],
        groups=balanced(typed["groups"]),
        page=min(5000, max(10, int(float(typed["page"])))),
        patience=min(60, max(1, int(float(typed["patience"])))),
        country=typed.get("country") or "FR",
    )


def _server(url: str) -> Server:
    parts = urlsplit(url)
    if parts.scheme not in ("ldap", "ldaps") or not parts.hostname or parts.path.strip("/"):
        raise ValueError(f"a server is ldap://name or ldaps://name, not {url[:60]}")
    tls = parts.scheme == "ldaps"
    return Server(parts.hostname, parts.port or (636 if tls else 389), tls)


def number_fields(typed: str) -> tuple[NumberField, ...]:
    """Return each field of an ordered list: ``mobile supannTelephonePrive{MOBPERSO}``.

    :raises ValueError: one is none.
    """
    found = []
    for one in re.split(r"[\s,]+", typed.strip()):
        match = _FIELD.fullmatch(one)
        if match is None:
            raise ValueError(f"a field of the number is a name, and a label in braces: {one[:60]}")
        name, label = match[1].lower(), (match[2] or "").upper()
        sure = bool(label) or name in SURELY
        found.append(NumberField(name, label, SURE if sure else LIKELY, one))
    return tuple(found)


def balanced(chosen: str) -> str:
    """Return a filter with as many parentheses open as closed.

    :raises ValueError: it has not: added to another filter, it would become something else.
    """
    depth = 0
    for sign in chosen:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            break
    if depth:
        raise ValueError("the parentheses of a filter do not match")
    return chosen
