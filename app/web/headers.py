"""Headers of every answer: strict content security, no sniffing, no caching of what is private."""

from flask import Flask, Response, g, request

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
WITH_PREVIEWS = f"{CONTENT_SECURITY}; frame-src 'self'"
PREVIEW = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""For an answer that is itself a preview of somebody's HTML: it runs nothing and belongs to no origin."""
PREVIEW_WITH_PICTURES = PREVIEW.replace("data:", "data: https:")
"""The same for mails whose writer may show pictures from elsewhere."""
DOWNLOAD = "sandbox; default-src 'none'"

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
}
"""Said by every answer that does not say it otherwise."""


def allow_previews() -> None:
    """The page being made shows previews in frames of our own."""
    g.previews = True


def init_headers(app: Flask) -> None:
    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        present = {name.lower(): value for name, value in headers}
        policy = present.get("content-security-policy") or (WITH_PREVIEWS if g.get("previews") else CONTENT_SECURITY)
        wanted = {**ALWAYS, "Content-Security-Policy": policy}
        if "frame-ancestors 'self'" not in policy:
            wanted["X-Frame-Options"] = "DENY"
        if app.config["SESSION_COOKIE_SECURE"]:
            wanted["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        for name, value in wanted.items():
            if name.lower() not in present:
                headers.add(name, value)
        if request.endpoint != "static" and not response.cache_control.immutable and _is_private():
            headers["Cache-Control"] = "no-store"
        return response


def _is_private() -> bool:
    signed_in = g.get("user") is not None or g.get("candidate") is not None
    return signed_in or request.method not in ("GET", "HEAD")
