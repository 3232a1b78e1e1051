"""What browsers may do with an answer: pages stay on this machine and run no script but those that they came with."""

from __future__ import annotations

from .asgi import Header

NOTHING = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
"""For files, and for pages that only say something."""

PAGE = {
    **NOTHING,
    "script-src": "'self' 'nonce-{nonce}' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
}
"""For our pages; ``nonce`` is another one in each answer, and stands on the scripts that came with the page."""

TOLD = {
    **NOTHING,
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self'",
}
"""For pages that tell, which are less than our pages: they bring no script of their own, and talk to nobody."""

EXCEPTIONS = {
    ("script-src", "'self'"): "the scripts of Solara and Vuetify, as files of this server",
    ("script-src", "'nonce-{nonce}'"): "scripts that came with the page: each carries a number, another one each time",
    ("script-src", "'unsafe-eval'"): "Vue 2, on which Solara is built, compiles the templates of pages in the browser",
    ("style-src", "'self'"): "the styles of Solara and Vuetify, as files of this server",
    ("style-src", "'unsafe-inline'"): "Vue, Vuetify and our drawings set styles on elements",
    ("img-src", "'self'"): "the icon of the pages",
    ("font-src", "'self'"): "the signs on buttons of Vuetify",
    ("connect-src", "'self'"): "pages talk to this server",
}
"""Why something is let in; all else is not."""

COMMON: tuple[Header, ...] = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)

NAME = b"content-security-policy"


def written(policy: dict[str, str], nonce: str = "") -> bytes:
    """Return a policy as the value of its header."""
    return "; ".join(f"{key} {value.format(nonce=nonce)}" for key, value in policy.items()).encode()


def with_policy(headers: list[Header]) -> list[Header]:
    """Return the headers of an answer with those that every answer carries; one with a policy of its own keeps it."""
    own = () if any(name.lower() == NAME for name, _ in headers) else ((NAME, written(NOTHING)),)
    return [*headers, *own, *COMMON]
