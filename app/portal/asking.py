"""Who acts on the portal: the signed-in candidate or a visitor. A staff session in the same browser plays no part."""

from flask import g, request

from app.core.actors import Actor, candidate_actor, visitor_actor


def applicant() -> Actor:
    if g.get("candidate") is not None:
        return candidate_actor(g.candidate.id, request.remote_addr)
    return visitor_actor(request.remote_addr)
