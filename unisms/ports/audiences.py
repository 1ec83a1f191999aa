"""Outsiders that know the people of an audience: why they give none."""


class AudienceGone(Exception):
    """A group, a file or an outsider's audience was chosen and exists no more."""


class AudienceAway(Exception):
    """An outsider that knows the people of an audience does not answer now."""
