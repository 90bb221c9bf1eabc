"""Known devices: a browser that a member signed in with before, told by a signed value that it keeps.

It opens nothing. Its tries are counted by themselves, so that attacks on an account do not slow its owner down.
"""

from secrets import token_hex

from forum.accounts import signatures

USE = "roomful device"


def issue(member_id: int) -> str:
    """What a browser keeps after signing in."""
    message = f"{member_id}.{token_hex(16)}"
    return f"{message}.{signatures.sign(USE, message)}"


def device_of(member_id: int | None, kept: str | None) -> str | None:
    """The device's own name if what it keeps was issued to this member."""
    message, _dot, signature = (kept or "").rpartition(".")
    owner, _dot, device = message.partition(".")
    if member_id is None or owner != str(member_id) or not signatures.is_signed(USE, message, signature):
        return None
    return device
