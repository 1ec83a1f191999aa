"""The headers of every answer: nothing inline, nothing from elsewhere, nothing kept of a page."""

from pyramid.tweens import EXCVIEW

POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors {ancestors}"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def includeme(config):
    config.add_tween("unisms.web.edge.headers.headers_tween", over=EXCVIEW)


def headers_tween(handler, registry):
    """Add the headers to each answer that lacks them.

    ``unisms.frame_ancestors`` names the sites that may frame ours.
    """
    ancestors = registry.settings.get("unisms.frame_ancestors", "'none'")
    policy = POLICY.format(ancestors=ancestors)

    def tween(request):
        response = handler(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        for name, value in FIXED.items():
            headers.setdefault(name, value)
        if request.scheme == "https":
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if response.cache_control.max_age is None and "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        return response

    return tween
