"""The headers of every answer: nothing from elsewhere, nothing framed, nothing kept of a page."""

from collections.abc import Sequence

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action {forms}; "
    "frame-ancestors 'none'; base-uri 'none'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOR_A_YEAR = "max-age=31536000"


def policy(hashes: Sequence[str], service: str) -> str:
    """Return the content policy: our own scripts, and those written in the page that have a hash.

    A form may lead to the ``service``, an origin, where a session has to be renewed. plotly and
    Dash write styles into their elements, hence ``unsafe-inline`` for styles alone.
    """
    forms = " ".join(filter(None, ("'self'", service)))
    return POLICY.format(scripts=" ".join(("'self'", *hashes)), forms=forms)


def added(
    given: list[tuple[str, str]], content_policy: str, *, safe: bool, public: bool
) -> list[tuple[str, str]]:
    """Return the headers ``given`` with ours, which replace theirs; ``safe`` where all is https.

    Only ``public`` answers may be kept: the next person at this machine may see less.
    """
    ours = {"Content-Security-Policy": content_policy, **FIXED}
    if safe:
        ours["Strict-Transport-Security"] = FOR_A_YEAR
    if not public:
        ours["Cache-Control"] = "no-store"
    names = {name.lower() for name in ours}
    return [pair for pair in given if pair[0].lower() not in names] + [*ours.items()]
