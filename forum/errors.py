"""What can go wrong on purpose: each error carries one sentence for the person concerned."""


class ForumError(Exception):
    """A refusal. `str(error)` is the sentence shown; `status` is the HTTP status that says the same."""

    status = 400


class NotFound(ForumError):
    """There is no such thing, or none for this viewer: the two must not be told apart."""

    status = 404


class NotAllowed(ForumError):
    """The viewer may see the thing, but not do this to it."""

    status = 403


class Conflict(ForumError):
    """What was asked for was possible a moment ago, or contradicts what is there."""

    status = 409


class Overtaken(Conflict):
    """What was locked is no longer what matters: somebody was faster, and the verb begins again."""


class TooMany(ForumError):
    """Asked too often. `retry_after` is in seconds."""

    status = 429

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
