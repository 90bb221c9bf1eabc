"""The web: thin views that parse, call one verb or query, and answer."""

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from forum.accounts import jobs as _account_jobs  # noqa: F401  registers
from forum.accounts import mail as _account_mail  # noqa: F401  registers
from forum.blueprints import (
    components,
    converters,
    errors,
    languages,
    limits,
    pages,
    protection,
    readers,
    signed_in,
    visits,
    wording,
)
from forum.blueprints.accounts import addresses as account_addresses
from forum.blueprints.accounts import (
    demo,
    joining,
    links,
    passwords,
    people,
    photos,
    preferences,
    profiles,
    proofs,
    sessions,
    set_up,
)
from forum.blueprints.discussions import (
    answers,
    bookmarks,
    discussions,
    drafts,
    editing,
    files,
    following,
    lists,
    moderating,
    posts,
    reading,
    sharing,
    tags,
    thanks,
    tidying,
)
from forum.blueprints.groups import directory, entries, groups, handovers, invitations, kinds, members, requests
from forum.blueprints.groups import pictures as group_pictures
from forum.blueprints.groups import settings as group_settings
from forum.blueprints.moderation import bans, closing, reports, rulings, suspensions
from forum.blueprints.site import documents, health, site, styleguide
from forum.config import Settings
from forum.discussions import jobs as _discussion_jobs  # noqa: F401  registers
from forum.groups import jobs as _group_jobs  # noqa: F401  registers
from forum.groups import mail as _group_mail  # noqa: F401  registers
from forum.outbox import jobs as _outbox_jobs  # noqa: F401  registers


def connect(app: Flask, settings: Settings) -> None:
    """Everything between a request and the verbs."""
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    converters.connect(app)
    readers.connect(app)
    Compress(app)
    protection.connect(app)
    signed_in.connect(app)
    limits.connect(app)
    pages.connect(app)
    visits.connect(app, settings)
    wording.connect(app)
    components.connect(app)
    errors.connect(app)

    for module in (
        site,
        documents,
        health,
        joining,
        sessions,
        links,
        passwords,
        proofs,
        account_addresses,
        profiles,
        photos,
        preferences,
        people,
        set_up,
        directory,
        groups,
        members,
        requests,
        group_settings,
        group_pictures,
        kinds,
        entries,
        lists,
        discussions,
        posts,
        drafts,
        reading,
        files,
        editing,
        moderating,
        tags,
        tidying,
        thanks,
        answers,
        bookmarks,
        following,
        sharing,
        rulings,
        reports,
        suspensions,
        languages,
        bans,
        invitations,
        closing,
        handovers,
    ):
        app.register_blueprint(module.blueprint)
    if settings.demo:
        app.register_blueprint(demo.blueprint)
    if settings.development:
        app.register_blueprint(styleguide.blueprint)
