"""What certification says no with. Each refusal carries the facts that a message needs; the words live elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from shop.values.refusal import Refusal

if TYPE_CHECKING:
    from shop.certification.act_models import RegisterAct


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


class RecognisedTooEarly(Refusal):
    """Nothing was recognised in that year yet."""

    def __init__(self, decided_on: date, first_year: int) -> None:
        super().__init__(decided_on, first_year)
        self.decided_on = decided_on
        self.first_year = first_year


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


class NoSuchAct(Refusal):
    """There is no such act, or none that the officer may see."""

    def __init__(self, act_id: int) -> None:
        super().__init__(act_id)
        self.act_id = act_id


class OutOfScope(Refusal):
    """The goods are another province's."""

    def __init__(self, province_code: str | None) -> None:
        super().__init__(province_code)
        self.province_code = province_code


class ProducerElsewhere(Refusal):
    """An officer of a province says that a producer of another makes a good."""

    def __init__(self, producer_id: int) -> None:
        super().__init__(producer_id)
        self.producer_id = producer_id


class NothingChanges(Refusal):
    """The register says so already."""


class NotWaiting(Refusal):
    """The act was decided already."""

    def __init__(self, act_id: int, state: str) -> None:
        super().__init__(act_id, state)
        self.act_id = act_id
        self.state = state


class SamePerson(Refusal):
    """Whoever asked for an act cannot be its second person."""


class NotTheirs(Refusal):
    """Only whoever asked for an act takes it back before it is decided."""


class AlreadyUndone(Refusal):
    """The act was taken back already."""

    def __init__(self, act_id: int) -> None:
        super().__init__(act_id)
        self.act_id = act_id


class LaterActs(Refusal):
    """Later acts stand on this one and must be taken back first; `acts` are the first of `total`, the latest first."""

    def __init__(self, acts: Sequence[RegisterAct], total: int) -> None:
        super().__init__([act.id for act in acts], total)
        self.acts = list(acts)
        self.total = total


class TakenMeanwhile(Refusal):
    """What the undone act had made was made anew since: it cannot be brought back beside it."""

    def __init__(self, what: Sequence[str]) -> None:
        super().__init__(what)
        self.what = list(what)


class GoodsContradict(Refusal):
    """Both entries hold the same decision, and say different things of it: that is corrected first."""

    def __init__(self, kept_code: str, gone_code: str) -> None:
        super().__init__(kept_code, gone_code)
        self.kept_code = kept_code
        self.gone_code = gone_code


class ProductsCannotBeJoined(Refusal):
    """Both entries are offered in the shop by the same producer, or one would be by another than the entry's."""

    def __init__(self, slugs: Sequence[str], names: Sequence[str]) -> None:
        super().__init__(slugs, names)
        self.slugs, self.names = list(slugs), list(names)
