"""{{ cookiecutter.title }}: a directory that is asked over HTTP, a page of people at a time."""

import json
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import quote, urlencode, urlsplit

from unisms.ports import LIKELY, SURE, Checked, DirectoryError, Person, SettingField
from unisms.sms import msisdn

#: the fields in which a mobile number may stand, in order, and how sure each is
FIELDS = (("mobile", SURE), ("telephone", LIKELY))
PAGE = 100  # people
SHOWN = 5  # people whom a try shows
CODES = {401: DirectoryError.REFUSED, 403: DirectoryError.RIGHTS, 400: DirectoryError.FILTER}


class Directory:
    """Asks with a session for each call; the service has no transaction open meanwhile."""

    settings_fields = (
        SettingField(
            "url",
            label={"fr": "Adresse", "en": "Address"},
            help={"fr": "L'adresse de l'annuaire.", "en": "The address of the directory."},
            where=True,
        ),
        SettingField(
            "key",
            "secret",
            label={"fr": "Clé", "en": "Key"},
            help={"fr": "La clé de votre compte.", "en": "The key of your account."},
        ),
    )

    def __init__(self, settings):
        address = urlsplit(settings["url"])
        if address.scheme not in ("http", "https"):
            raise ValueError("the address begins with http:// or https://")
        self.host = address.netloc
        self.kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        self.key, self.country = settings["key"], settings.get("country", "FR")
        self.patience = float(settings.get("patience", 10))

    def check(self) -> Checked:
        people = [*self.people("", "")]
        numbers = sum(bool(person.msisdns) for person in people)
        return Checked(len(people), numbers, len(self._ask("/groups")), tuple(people[:SHOWN]))

    def search(self, text: str, most: int) -> list[Person]:
        found = self._ask("/people", search=text, size=most)
        return [self._person(one) for one in found["people"]][:most]

    def person(self, uid: str) -> Person | None:
        found = self._ask(f"/people/{quote(uid, safe='')}")
        return self._person(found) if found else None

    def persons(self, uids: Iterable[str]) -> list[Person]:
        return [person for person in map(self.person, uids) if person is not None]

    def groups(self, text: str, most: int) -> list[tuple[str, str]]:
        found = self._ask("/groups", search=text)
        return [(one["name"], one["title"]) for one in found][:most]

    def members(self, group: str) -> Iterator[Person]:
        """:raises KeyError: there is no such group."""
        path = f"/groups/{quote(group, safe='')}/people"
        if self._ask(path, size=1) is None:
            raise KeyError(group)
        return self._every(path)

    def people(self, chosen: str, base: str) -> Iterator[Person]:
        return self._every("/people", chosen=chosen, base=base)

    def values(self, attribute: str) -> list[tuple[str, tuple[str, ...]]]:
        found = self._ask("/values", attribute=attribute)
        return [(one["uid"].lower(), tuple(one["values"])) for one in found]

    def sign_in(self, uid: str, password: str) -> Person | None:
        """Ask, also about somebody unknown: it takes as long as a wrong password."""
        if not password:
            return None
        found = self._ask("/sign-in", body={"uid": uid, "password": password})
        return self._person(found) if found else None

    def _every(self, path: str, **asked) -> Iterator[Person]:
        """Yield all, or raise: a part is never taken for the whole."""
        seen, total = 0, 1
        while seen < total:
            page = self._ask(path, after=seen, size=PAGE, **asked)
            total = page["total"]
            if not page["people"] and seen < total:
                raise DirectoryError(DirectoryError.CUT, f"{seen} of {total} people were told")
            seen += len(page["people"])
            yield from map(self._person, page["people"])

    def _person(self, told) -> Person:
        number, field, confidence = "", "", ""
        for name, sure in FIELDS:
            read = msisdn.read(told.get(name, ""), self.country).msisdn
            if read and not number:
                number, field, confidence = read, name, sure
        numbers = (number,) if number else ()
        return Person(
            told["uid"].lower(), told["name"], numbers, told.get("mail", ""), {}, field, confidence
        )

    def _ask(self, path, body=None, **asked):
        """Return the answer; ``None`` where there is nothing of that name, or a wrong password."""
        connection = self.kind(self.host, timeout=self.patience)
        try:
            method, data = ("POST", json.dumps(body)) if body else ("GET", None)
            address = f"{path}?{urlencode(asked)}"
            connection.request(method, address, data, {"Authorization": f"Bearer {self.key}"})
            response = connection.getresponse()
            answer = response.read()
        except TimeoutError as error:
            raise DirectoryError(DirectoryError.LATE, "no answer in time") from error
        except (OSError, HTTPException) as error:
            raise DirectoryError(DirectoryError.AWAY, type(error).__name__) from error
        finally:
            connection.close()
        if response.status == 404:
            return None
        if response.status != 200:
            code = CODES.get(response.status, DirectoryError.FAULT)
            raise DirectoryError(code, f"the directory answers {response.status}")
        return json.loads(answer)


def includeme(config):
    config.add_directory("{{ cookiecutter.name }}", Directory)
