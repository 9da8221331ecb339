"""What certification says no with. Each refusal carries the facts that a message needs; the words live elsewhere."""

from __future__ import annotations

from datetime import date, datetime

from shop.values.refusal import Refusal


class NoCertificateForStars(Refusal):
    """One and two stars get no certificate, six do not exist (QĐ26 Art. 4.1a, 7.2)."""

    def __init__(self, stars: int) -> None:
        super().__init__(stars)
        self.stars = stars


class RecognisedInFuture(Refusal):
    """The day of recognition has not come yet."""

    def __init__(self, decided_on: date) -> None:
        super().__init__(decided_on)
        self.decided_on = decided_on


class EvidenceMissing(Refusal):
    """An act made in the office must name the paper it rests on."""


class ExtensionOutOfBounds(Refusal):
    """An extension ends after the 36 months and at most 180 days later (QĐ26 Art. 12.3)."""

    def __init__(self, certificate_id: int, last_day: date, latest: date) -> None:
        super().__init__(certificate_id, last_day, latest)
        self.certificate_id = certificate_id
        self.last_day = last_day
        self.latest = latest


class CertificateRevoked(Refusal):
    """The certificate was revoked already."""

    def __init__(self, certificate_id: int, revoked_at: datetime) -> None:
        super().__init__(certificate_id, revoked_at)
        self.certificate_id = certificate_id
        self.revoked_at = revoked_at


class DayIsKnown(Refusal):
    """The day of recognition is known and is not rewritten."""

    def __init__(self, certificate_id: int, first_day: date) -> None:
        super().__init__(certificate_id, first_day)
        self.certificate_id = certificate_id
        self.first_day = first_day


class DayContradictsYear(Refusal):
    """The day given lies in another year than the source states."""

    def __init__(self, certificate_id: int, decided_on: date, year: int) -> None:
        super().__init__(certificate_id, decided_on, year)
        self.certificate_id = certificate_id
        self.decided_on = decided_on
        self.year = year


class AlreadyAwarded(Refusal):
    """The good holds a certificate by this decision (number, day and issuer) already."""

    def __init__(self, good_id: int, code: str) -> None:
        super().__init__(good_id, code)
        self.good_id = good_id
        self.code = code


class ProducerUnknown(Refusal):
    """A good without a producer gets no certificate: an officer must find the producer first."""

    def __init__(self, good_id: int) -> None:
        super().__init__(good_id)
        self.good_id = good_id


class NoSuchGood(Refusal):
    """There is no such certified good."""

    def __init__(self, good_id: int) -> None:
        super().__init__(good_id)
        self.good_id = good_id


class NoSuchCertificate(Refusal):
    """There is no such certificate."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
