"""A directory in memory that obeys, the promise of every directory as tests, and an add-on of it.

The add-on's directory is found as ``registry.directory``, and told there whom it knows.
"""

from unisms.ports import Checked, DirectoryError, Person, SettingField
from unisms.sms.names import words


class FakeDirectory:
    """People, groups and passwords; a filter is ``*``, or what stands in somebody's name."""

    settings_fields = (
        SettingField("server", label={"fr": "Serveur", "en": "Server"}, where=True),
        SettingField("password", "secret", label={"fr": "Mot de passe", "en": "Password"}),
    )

    def __init__(self):
        self.known = {}  # uid -> Person
        self.passwords = {}  # uid -> password
        self.grouped = {}  # name -> (title, uids)
        self.asked = []  # the names of the methods that were called
        self.meanwhile = lambda: None  # called while it thinks
        self.trouble = None  # an exception that it raises
        self.cut_after = None  # people of a list whom it tells before that

    # The fake can be told.

    def has(self, uid, name, *msisdns, password="", **more):
        """Somebody is there."""
        self.known[uid] = Person(uid, name, msisdns, **more)
        if password:
            self.passwords[uid] = password

    def has_group(self, name, title, *uids):
        self.grouped[name] = (title, uids)

    def fails(self, code):
        """From now on it gives no whole answer, for the reason ``code``."""
        self.trouble = DirectoryError(code, "the fake was told to")

    def recovers(self):
        self.trouble = self.cut_after = None

    # The promise.

    def check(self):
        self._answer("check")
        people = self.known.values()
        numbers = sum(bool(person.msisdns) for person in people)
        return Checked(len(people), numbers, len(self.grouped), tuple(people)[:5], "fake")

    def search(self, text, most):
        self._answer("search")
        found = (one for one in self.known.values() if _has(one.name, text) or one.uid == text)
        return [one for one in found if not one.is_private][:most]

    def person(self, uid):
        self._answer("person")
        return self.known.get(uid)

    def persons(self, uids):
        self._answer("persons")
        return [self.known[uid] for uid in uids if uid in self.known]

    def groups(self, text, most):
        self._answer("groups")
        known = ((name, title) for name, (title, _) in self.grouped.items())
        return [pair for pair in known if _has(pair[1], text)][:most]

    def members(self, group):
        self._answer("members")
        _, uids = self.grouped[group]
        return self._told([self.known[uid] for uid in uids])

    def people(self, chosen, base):
        self._answer("people")
        found = [one for one in self.known.values() if chosen == "*" or chosen in one.name]
        return self._told(found)

    def values(self, attribute):
        self._answer("values")
        people = self.known.values()
        held = ((one.uid, one.attributes.get(attribute, "")) for one in people)
        return [(uid, tuple(value.split("|"))) for uid, value in held if value]

    def sign_in(self, uid, password):
        self._answer("sign_in")
        right = bool(password) and self.passwords.get(uid) == password
        return self.known[uid] if right else None

    def _answer(self, name):
        self.asked.append(name)
        self.meanwhile()
        if self.trouble is not None:
            raise self.trouble

    def _told(self, people):
        for place, person in enumerate(people):
            if place == self.cut_after:
                raise DirectoryError(DirectoryError.CUT)
            yield person


def _has(name, text):
    told = " ".join(words(name))
    return all(word in told for word in words(text))


class DirectoryContract:
    """The contract of every remote directory.

    A subclass defines ``make_directory()``, which returns an adapter of a directory that knows
    ``KNOWN`` at least, whose password is ``PASSWORD``, and a group called ``GROUP`` that has them.
    """

    KNOWN = Person("zlefevre", "Zoé Lefèvre")
    PASSWORD = "the password of Zoé"
    GROUP = "tutors"

    def make_directory(self):
        raise NotImplementedError

    def test_a_try_counts(self):
        found = self.make_directory().check()
        assert isinstance(found, Checked)
        assert found.people >= 1
        assert 0 <= found.numbers <= found.people
        assert len(found.first) <= 20

    def test_somebody_is_found_with_and_without_accents(self):
        for text in ("zoé lef", "ZOE LEFEVRE", "lefevre"):
            found = [*self.make_directory().search(text, 10)]
            assert self.KNOWN.uid in [person.uid for person in found]

    def test_no_more_are_found_than_asked(self):
        assert len([*self.make_directory().search("e", 1)]) <= 1

    def test_somebody_is_told_and_nobody_is_none(self):
        assert self.make_directory().person(self.KNOWN.uid).name == self.KNOWN.name
        assert self.make_directory().person("nobody-of-this-name") is None

    def test_of_several_those_are_told_whom_it_knows(self):
        told = self.make_directory().persons([self.KNOWN.uid, "nobody-of-this-name"])
        assert [person.name for person in told] == [self.KNOWN.name]

    def test_a_group_is_found_and_has_its_people(self):
        directory = self.make_directory()
        names = [name for name, _ in directory.groups("", 100)]
        assert self.GROUP in names
        assert self.KNOWN.uid in [person.uid for person in directory.members(self.GROUP)]

    def test_the_values_of_an_attribute_are_told_by_uid(self):
        for uid, values in self.make_directory().values("mail"):
            assert uid == uid.lower()
            assert all(isinstance(value, str) for value in values)

    def test_only_the_right_password_lets_somebody_in(self):
        directory = self.make_directory()
        assert directory.sign_in(self.KNOWN.uid, self.PASSWORD).uid == self.KNOWN.uid
        for uid, password in (
            (self.KNOWN.uid, "wrong"),
            (self.KNOWN.uid, ""),
            ("nobody-of-this-name", self.PASSWORD),
        ):
            assert directory.sign_in(uid, password) is None


def includeme(config):
    directory = config.registry.directory = FakeDirectory()
    config.add_directory("fake", _Factory(directory))


class _Factory:
    """Makes always the same directory; the page of settings asks for those of the fake."""

    settings_fields = FakeDirectory.settings_fields
    check = FakeDirectory.check

    def __init__(self, directory):
        self._directory = directory

    def __call__(self, settings):
        return self._directory
