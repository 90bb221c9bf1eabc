"""Roomful: a forum for communities that talk online and then meet in a room."""

from typing import Any

from flask import Flask

from forum import assets, config, database, jobs, logs
from forum.ports import mailers, stores


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application, from the environment's settings unless others are given; raises config.BadSetting."""
    settings = settings or config.read_settings()
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance))
    app.extensions["roomful"] = settings
    app.config.update(flask_config(settings))

    logs.connect(app)
    database.connect(app)
    jobs.connect(app, settings)
    mailers.connect(app, settings)
    stores.connect(app, settings)
    assets.connect(app, settings)
    _connect_web(app, settings)
    return app


def flask_config(settings: config.Settings) -> dict[str, Any]:
    """What Flask and its extensions are told, all of it derived from our settings."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": [*settings.old_secret_keys],
        "WTF_CSRF_SECRET_KEY": [*reversed(settings.secret_keys)],  # the last one signs
        "TESTING": settings.testing,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-roomful" if settings.https else "roomful",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": 60 * 24 * 3600,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": settings.database_url.startswith("postgresql")},
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_I18N_ENABLED": False,  # our forms say sentences of their own; theirs would be read from files each time
        "BABEL_DEFAULT_LOCALE": "en",
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_MIMETYPES": ["text/html", "text/plain", "application/json"],
        "RATELIMIT_ENABLED": settings.rate_limits,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_HEADERS_ENABLED": False,
    }


def _connect_web(app: Flask, settings: config.Settings) -> None:
    from forum import blueprints

    blueprints.connect(app, settings)
