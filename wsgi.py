"""The application for any WSGI server: `gunicorn wsgi:app`."""

from forum import create_app
from forum.logs import to_terminal

to_terminal()
app = create_app()
