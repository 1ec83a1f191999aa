"""Files for browsers: compressed once, named by what they hold, and kept by browsers for ever."""

import gzip
import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import flask

FOR_EVER = "public, max-age=31536000, immutable"
SMALLEST = 1024  # bytes; compressing less gains nothing
TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml")
NAMED = re.compile(r"\.v[\w-]+m[0-9a-fA-F]+\.")  # as Dash names what it serves
LEVEL, QUICK = 9, 5  # of files that are compressed once; of answers, each for itself
SCRIPTS = ("plotly-basic-4.1.1.min.js", "pages.js")

#: path -> compressed; an address that has a mark always means the same bytes
_compressed: dict[str, bytes] = {}


def folder() -> Path:
    return Path(str(files("dashboards") / "assets"))


@lru_cache(maxsize=64)
def address(name: str) -> str:
    """Return the address of an asset: it changes when the file does."""
    mark = hashlib.sha256((folder() / name).read_bytes()).hexdigest()[:12]
    return f"/assets/{name}?v={mark}"


def finished(response: flask.Response) -> flask.Response:
    """Compress an answer where the browser reads that, and let it keep what never changes."""
    request = flask.request
    kept = is_kept(request.path, request.args)
    if kept and response.status_code == 200:
        response.headers["Cache-Control"] = FOR_EVER
    if not response.mimetype.startswith(TEXTS):
        return response
    response.headers.add("Vary", "Accept-Encoding")
    if "gzip" in request.accept_encodings and response.status_code != 304:
        _compress(response, request.full_path if kept else "")
    return response


def is_kept(path: str, query) -> bool:
    """Whether an address always means the same bytes."""
    if path.startswith("/assets/"):
        return "v" in query
    return path.startswith("/_dash-component-suites/") and bool(NAMED.search(path))


def _compress(response, known_as):
    """Compress an answer; one of a file is compressed once, and remembered."""
    if response.headers.get("Content-Encoding"):
        return
    packed = _compressed.get(known_as)
    if packed is None:
        response.direct_passthrough = False
        plain = response.get_data()
        if len(plain) < SMALLEST:
            return
        packed = gzip.compress(plain, LEVEL if known_as else QUICK, mtime=0)
        if known_as and response.status_code == 200:
            _compressed[known_as] = packed
    _put_away(response)
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"


def _put_away(response):
    """Close the file of a response whose bytes are replaced."""
    response.direct_passthrough = False
    if close := getattr(response.response, "close", None):
        close()


def warm_up(application) -> None:
    """Ask for every script of a page once, so that no visitor waits for its compression."""
    client = application.server.test_client()
    for found in addresses(application):
        client.get(found, headers={"Accept-Encoding": "gzip"}, buffered=True)


def addresses(application) -> list[str]:
    """Return the addresses of the scripts and sheets that a page names."""
    return [
        *re.findall(r'src="([^"]+)"', application.scripts_html()),
        *map(address, ("look.css", "icon.svg")),
    ]
