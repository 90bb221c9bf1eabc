"""What has been imported, so that importing it again adds nothing."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum.database import Model


class Imported(Model):
    """That the thing known elsewhere as `key` ("discussion", "2075:Topic:83") is our row `row_id`."""

    __tablename__ = "imported"

    source: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    row_id: Mapped[int]
