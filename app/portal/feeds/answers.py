"""How a feed is answered: asked again with its mark, it costs nothing and is never out of date."""

from flask import Response, request


def feed_answer(body: str | bytes, media_type: str, *, for_other_sites: bool = False) -> Response:
    """The feed with an ETag; readers may keep it but must ask whether it still stands.

    `for_other_sites`: scripts of any page may read it, as a career site elsewhere does.
    """
    response = Response(body, content_type=f"{media_type}; charset=utf-8")
    response.headers["Cache-Control"] = "public, no-cache"
    if for_other_sites:
        response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response
