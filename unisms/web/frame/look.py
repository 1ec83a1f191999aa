"""An institution's colour: readable on light and dark paper, served as a small stylesheet."""

import hashlib
from functools import lru_cache

from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from unisms.model.root import Institution

LIGHT_PAPER, DARK_PAPER = "#f6f4ef", "#262420"  # the least favourable papers of look.css
READABLE = 4.5


@view_config(
    context=Institution, name="look.css", request_method="GET", permission=NO_PERMISSION_REQUIRED
)
def look(institution, _request):
    """Serve the custom properties that carry the institution's accent.

    The sign-in page uses them, so anybody may read them.
    """
    response = Response(stylesheet(institution.accent), content_type="text/css", charset="utf-8")
    response.cache_control = "public, max-age=31536000, immutable"
    return response


def stylesheet(accent):
    """Return the style sheet of an accent: the accent of both schemes, and the colours of buttons.

    On light paper buttons keep the colour itself, however light it is; their words are dark then.
    """
    light, dark = readable(accent, LIGHT_PAPER), readable(accent, DARK_PAPER)
    return (
        f":root{{--accent:{light};--fill:{accent};--on-fill:{ink_on(accent)}}}\n"
        "@media (prefers-color-scheme:dark)"
        f"{{:root{{--accent:{dark};--fill:{dark};--on-fill:{ink_on(dark)}}}}}\n"
    )


def readable(colour, paper):
    """``colour``, moved towards black or white by as little as makes it readable on ``paper``."""
    target = (0, 0, 0) if luminance(paper) > 0.5 else (255, 255, 255)
    steps = (_mixed(_channels(colour), target, step / 100) for step in range(101))
    return next(found for found in steps if contrast(found, paper) >= READABLE)


def _mixed(start, target, share):
    channels = (round(a + (b - a) * share) for a, b in zip(start, target, strict=True))
    return "#{:02x}{:02x}{:02x}".format(*channels)


def ink_on(colour):
    """White or near-black, whichever reads better on ``colour``; black where neither reads well."""
    best = max("#ffffff", "#161513", key=lambda ink: contrast(ink, colour))
    return best if contrast(best, colour) >= READABLE else "#000000"


def contrast(one, other):
    """The contrast ratio of two ``#rrggbb`` colours, as WCAG defines it: 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (v / 255 for v in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour):
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def look_version(institution):
    """Return the mark that tells a browser that the institution's colours have changed."""
    return _look_version(institution.accent)


@lru_cache(maxsize=256)  # asked for each page: the contrasts took a twentieth of its time
def _look_version(accent):
    return hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:8]
