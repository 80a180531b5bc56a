"""Who does something: every command takes `by: Actor`."""

from dataclasses import dataclass
from enum import Enum


class ActorKind(Enum):
    USER = "user"
    CANDIDATE = "candidate"
    VISITOR = "visitor"
    API_KEY = "api_key"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """The person, key or process behind an act. `address` is the network address, kept apart from the act itself."""

    kind: ActorKind
    id: int | None = None
    address: str | None = None

    @property
    def is_user(self) -> bool:
        return self.kind is ActorKind.USER

    @property
    def user_id(self) -> int | None:
        """The staff user's id, or None when somebody or something else acted."""
        return self.id if self.is_user else None


SYSTEM = Actor(ActorKind.SYSTEM)


def user_actor(user_id: int, address: str | None = None) -> Actor:
    return Actor(ActorKind.USER, user_id, address)


def candidate_actor(candidate_id: int, address: str | None = None) -> Actor:
    return Actor(ActorKind.CANDIDATE, candidate_id, address)


def visitor_actor(address: str | None = None) -> Actor:
    return Actor(ActorKind.VISITOR, None, address)
