"""The files that browsers get as they are, and may keep for a year."""

import hashlib
from importlib.resources import files

from pyramid.static import QueryStringCacheBuster

YEAR = 365 * 24 * 3600


def includeme(config):
    config.add_static_view("unisms-static", "unisms.web.frame:static", cache_max_age=YEAR)
    config.add_cache_buster("unisms.web.frame:static", DigestOfTheFile())


class DigestOfTheFile(QueryStringCacheBuster):
    """Changes the address of a static file when the file changes.

    So browsers may keep the file for a year.
    """

    def __init__(self):
        super().__init__(param="v")
        self._digests = {}

    def tokenize(self, request, pathspec, kw):
        """``pathspec`` is the file's path under ``static``."""
        if pathspec not in self._digests:
            content = files("unisms.web.frame").joinpath("static", pathspec).read_bytes()
            self._digests[pathspec] = hashlib.sha256(content).hexdigest()[:10]
        return self._digests[pathspec]
