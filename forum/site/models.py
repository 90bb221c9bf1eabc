"""The one row that says what the community is called, and what it says of itself."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model, UtcDateTime


class Site(Model):
    """The community; there is one row, made when it is set up. `consent` is the version of guidelines and terms that
    members are to have agreed to, empty for what comes with the software."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    name: Mapped[str] = mapped_column(String(80))
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    consent: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))


class Document(Model):
    """A version of what the community says of itself, 2 being the first that an admin wrote. Only ever added to."""

    __tablename__ = "document"
    __table_args__ = (CheckConstraint("version >= 2", name="version"),)

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
