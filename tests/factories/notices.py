"""Letters of the programme office, as if they had been issued."""

from __future__ import annotations

from shop import clock
from shop.database import db, transaction
from shop.renewals import NoticeLetter, NoticeRound, Sender, sample_body
from shop.values.dates import vietnam_day


def make_letter(producer_id: int, person_id: int, words: str = "Văn phòng B") -> int:
    """A letter to a producer under its own number, about no certificate of the register; its number in the table."""
    today = vietnam_day(clock.now())
    with transaction():
        made = NoticeRound(province_code="", issued_on=today, issued_by_id=person_id, issued_at=clock.now())
        db.session.add(made)
        db.session.flush()
        sender = Sender(name=words, symbol="VPB", place="Lào Cai", title="Chánh Văn phòng", signer=words)
        letter = NoticeLetter(
            round_id=made.id,
            province_code="",
            year=today.year,
            number=producer_id,
            producer_id=producer_id,
            body=sample_body(sender, today),
        )
        db.session.add(letter)
        db.session.flush()
        return letter.id
