"""Ning archives made by hand, in the shape in which the archive tool writes them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

from builders import House
from rich.console import Console
from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.activity.models import Activity
from forum.archive.models import Imported
from forum.archive.ning import importing
from forum.archive.ning.summary import Summary
from forum.database import db
from forum.discussions.models import Attachment, Discussion, Post, Quote, Revision
from forum.groups.models import Group, Membership
from forum.outbox.models import Delivery

SAMPLE = Path(__file__).parent / "ning"
TABLES = (Member, Group, Membership, Discussion, Post, Quote, Attachment, Revision, Imported, Activity, Delivery)

Objects = list[dict[str, Any]]


def write(folder: Path, **files: Objects) -> Path:
    """The files of an archive in this folder: in parentheses, and a comma short."""
    folder.mkdir(exist_ok=True)
    for name in ("members", "groups", "discussions", "blogs", "pages", "events"):
        objects = files.pop(name, [])
        text = "([" + "".join(json.dumps(value) for value in objects) + "])"
        (folder / f"ning-{name}-local.json").write_text(text)
    assert not files
    return folder


def person(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {"contributorName": key, "fullName": name, "email": f"{key}@example.net", "state": "active",
            "level": "member", "createdDate": "2008-01-01T00:00:00.000Z", "profileQuestions": None, **more}  # fmt: skip


def group(key: str, title: str, creator: str, members: dict[str, str], **more: Any) -> dict[str, Any]:
    belonging = [{"contributorName": who, "fullName": who, "status": status} for who, status in members.items()]
    return {"id": key, "contributorName": creator, "title": title, "description": f"About {title}",
            "createdDate": "2008-02-01T00:00:00.000Z", "members": belonging, **more}  # fmt: skip


def discussion(key: str, author: str, title: str, body: str, comments: Objects = [], **more: Any) -> dict[str, Any]:  # noqa: B006
    return {"id": key, "contributorName": author, "title": title, "description": body,
            "createdDate": "2009-01-01T00:00:00.000Z", "comments": comments, **more}  # fmt: skip


def comment(key: str, author: str, body: str, at: str = "2009-01-02T00:00:00.000Z", **more: Any) -> dict[str, Any]:
    return {"id": key, "contributorName": author, "description": body, "createdDate": at, **more}


def said(name: str, key: str, words: str) -> str:
    """A quote as Ning writes it."""
    cite = f"http://open.ning.com/forum/topics/talk?commentId={key.replace(':', '%3A')}"
    return f"<cite>{name} said:</cite><blockquote cite='{cite}'><div>{words}</div></blockquote>"


def bring_in(house: House, folder: Path, *, public: bool = False) -> Summary:
    with house.app.app_context():
        return importing.run(folder, Console(file=StringIO()), public=public)


def counts(house: House) -> dict[str, int]:
    with house.app.app_context():
        return {
            table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES
        }


def discussion_id(house: House, title: str) -> int:
    with house.app.app_context():
        return db.session.scalars(select(Discussion.id).where(Discussion.title == title)).one()


def group_named(house: House, name: str) -> Group:
    with house.app.app_context():
        return db.session.scalars(select(Group).where(Group.name == name)).one()


def posts(house: House, title: str) -> list[Post]:
    with house.app.app_context():
        query = select(Post).join(Discussion, Discussion.id == Post.discussion_id).where(Discussion.title == title)
        return list(db.session.scalars(query.order_by(Post.number)))


def member(house: House, name: str) -> Member:
    with house.app.app_context():
        return db.session.scalars(select(Member).where(Member.name == name)).one()


def belonging(house: House, name: str) -> dict[str, str]:
    """Who belongs to the group of this name, and as what."""
    with house.app.app_context():
        query = select(Member.name, Membership.role).join(Membership, Membership.member_id == Member.id)
        rows = db.session.execute(query.join(Group, Group.id == Membership.group_id).where(Group.name == name))
        return {row.name: row.role for row in rows}
