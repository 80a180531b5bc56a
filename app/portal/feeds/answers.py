"""How a feed is answered: asked again with its mark, it costs nothing and is never out of date."""

from flask import Response, request


def feed_answer(body: str | bytes, media_type: str) -> Response:
    """The feed with an ETag; readers may keep it but must ask whether it still stands."""
    response = Response(body, content_type=f"{media_type}; charset=utf-8")
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response
