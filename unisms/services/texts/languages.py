"""The text that each recipient gets, by their language."""

from collections.abc import Iterable

from unisms.model.root import Institution
from unisms.model.wordings import Wording
from unisms.services.rules.recipients import Recipient


class Languages:
    """The languages of the texts of a message, and who reads which.

    A person of the directory is asked for by uid, and somebody of a file by their number. Whose
    language nobody knows reads that of the institution. With ``by_uid_alone`` no number is looked
    up, for an author who must not learn whose number it is.
    """

    def __init__(
        self, institution: Institution, wording: Wording, *, by_uid_alone: bool = False
    ) -> None:
        first = wording.language or institution.language
        self.known = (first, *(text.language for text in wording.texts))
        self._places = {language: place for place, language in [*enumerate(self.known)][::-1]}
        self._otherwise = self._places.get(institution.language, 0)
        self._people, self._by_uid_alone = institution["people"], by_uid_alone

    @property
    def are_several(self) -> bool:
        """Whether there are texts to choose from."""
        return len(self.known) > 1

    def place(self, recipient: Recipient) -> int:
        """Return which of the texts a recipient gets, the first being 0."""
        spoken = (self._spoken(uid) for uid in self._uids(recipient))
        language = next(filter(None, spoken), "")
        return self._places.get(language, self._otherwise)

    def _uids(self, recipient: Recipient) -> Iterable[str]:
        if recipient.uid:
            return (recipient.uid,)
        uids: Iterable[str] = self._people.with_number(recipient.msisdn)
        return () if self._by_uid_alone or not recipient.msisdn else uids

    def _spoken(self, uid: str) -> str:
        person = self._people.get(uid)
        return "" if person is None else person.language
