"""The answers of a server that are no whole result, as a ``DirectoryError``."""

from unisms.ports import DirectoryError as Trouble

#: the result codes of RFC 4511, section 4.1.9, and RFC 4528, by what people must do
MEANINGS = {
    3: Trouble.LATE,  # timeLimitExceeded
    4: Trouble.CUT,  # sizeLimitExceeded
    8: Trouble.REFUSED,  # strongerAuthRequired
    9: Trouble.REFERRAL,  # partial results, of version 2
    10: Trouble.REFERRAL,
    11: Trouble.CUT,  # adminLimitExceeded
    13: Trouble.REFUSED,  # confidentialityRequired
    18: Trouble.FILTER,  # inappropriateMatching
    21: Trouble.FILTER,  # invalidAttributeSyntax
    32: Trouble.BASE,  # noSuchObject
    34: Trouble.BASE,  # invalidDNSyntax
    48: Trouble.REFUSED,  # inappropriateAuthentication
    49: Trouble.REFUSED,  # invalidCredentials
    50: Trouble.RIGHTS,  # insufficientAccessRights
    51: Trouble.AWAY,  # busy
    52: Trouble.AWAY,  # unavailable
    53: Trouble.REFUSED,  # unwillingToPerform
}
LONGEST = 200  # characters kept of a server's words


def trouble(code: int, said: str = "") -> Trouble:
    """Return the ``DirectoryError`` that a result code other than success means."""
    return Trouble(MEANINGS.get(code, Trouble.FAULT), f"result {code} {said}".strip()[:LONGEST])
