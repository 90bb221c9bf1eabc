"""Signatures by the secret key, which count also when they were made by a key that it replaced."""

import hmac
from base64 import b32encode

from forum.config import settings

LENGTH = 32
"""Characters of base32: 160 bits."""


def sign(use: str, message: str) -> str:
    return _mac(settings().secret_key, use, message)


def sign_with_all(use: str, message: str) -> list[str]:
    """The signature by the secret key, and those by the keys that it replaced."""
    return [_mac(key, use, message) for key in settings().secret_keys]


def is_signed(use: str, message: str, signature: str) -> bool:
    """Whether we signed this message for this use."""
    made = [_mac(key, use, message) for key in settings().secret_keys]
    return signature.isascii() and any([hmac.compare_digest(mac, signature) for mac in made])  # noqa: C419  all of them


def _mac(key: str, use: str, message: str) -> str:
    digest = hmac.digest(hmac.digest(key.encode(), use.encode(), "sha256"), message.encode(), "sha256")
    return b32encode(digest).decode().lower()[:LENGTH]
