"""The one way in which mail leaves: a row first, a message later."""
