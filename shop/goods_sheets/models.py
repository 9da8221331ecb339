"""The table of sheets of goods that wait to be looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.database import Base, Instant


class GoodsFile(Base):
    """A file that somebody of a stall sent: its rows as they were read and corrected since, until they are taken."""

    __tablename__ = "goods_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"), index=True)
    person_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(30))
    # [{"number", "sheet", "cells": {field: text}, "broken": {field: code}}]; emptied when they are taken.
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime] = mapped_column(Instant, index=True)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    # How many rows had which outcome when it was taken.
    totals: Mapped[dict[str, int]] = mapped_column(JSON)
