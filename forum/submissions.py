"""What a form that makes something is known by, so that sent twice it makes one thing."""

from uuid import UUID, uuid5


def submission_of(token: str | None, *facts: object) -> str | None:
    """The form's token together with who wrote what in it: a browser that goes back keeps the token for other words."""
    return str(uuid5(UUID(token), "\0".join(str(fact) for fact in facts))) if token else None
