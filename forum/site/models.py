"""The one row that says what the community is called."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model


class Site(Model):
    """The community; there is one row, made when it is set up."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    name: Mapped[str] = mapped_column(String(80))
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
