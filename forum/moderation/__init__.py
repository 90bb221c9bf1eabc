"""Moderation: what staff and organisers rule about what others wrote, and the record of it."""
