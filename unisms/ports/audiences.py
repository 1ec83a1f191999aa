"""Outsiders that know the people of an audience: why they give none."""


class AudienceGone(Exception):
    """A group, a file or an outsider's audience was chosen and exists no more.

    ``code`` is the problem of the draft, where there is a sentence for it.
    """

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class AudienceAway(Exception):
    """An outsider that knows the people of an audience does not answer now.

    ``code`` is the problem of the draft, where the kind has a sentence for it.
    """

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code
