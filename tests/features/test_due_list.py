"""The due list and its notices on the database: who is due, letters once, mails once, feeds, in a bounded number of
statements."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop import clock
from shop.accounts import Role, take_role
from shop.certification import Certificate, CertifiedGood, RevocationGround, list_certificates_of
from shop.database import db, transaction
from shop.notifications import OutboxMessage
from shop.renewals import (
    DUE_PHASES,
    BadDelivery,
    BadNumber,
    CalendarFeed,
    DeliveryWay,
    Dossier,
    DueAsk,
    Filed,
    GroupBy,
    LeftOut,
    LetterAsk,
    LetterIsVoid,
    NoSuchFeed,
    NoSuchLetter,
    NothingToIssue,
    NoticeLetter,
    NoticeLine,
    NoticeStage,
    NumberTaken,
    Outcome,
    Phase,
    ReasonMissing,
    Sender,
    SenderIncomplete,
    Step,
    StepFacts,
    ToldMeanwhile,
    certificate_to_watch,
    close_feed,
    count_due,
    count_pressing,
    draft_letters,
    find_letter,
    find_round,
    forget_feeds,
    group_due,
    issue_letters,
    list_all_due,
    list_due,
    list_feeds,
    list_letters,
    list_round,
    make_feed,
    next_number,
    note_delivery,
    officer_of_feed,
    phase_of,
    queue_notices,
    record_step,
    set_sender,
    void_letter,
)
from shop.renewals.due_rules import stage_of
from shop.values.dates import add_months
from tests.counting import statements
from tests.factories.acts import extend_certificate, revoke_certificate
from tests.factories.people import BY_TEST, make_person
from tests.factories.register import BAO_YEN, make_certificate, make_good, make_producer

SetClock = Callable[[str], None]
NOON = "2026-11-21T12:00:00+07:00"
HA_GIANG = ("", "huyện Đồng Văn", "Hà Giang")
SENDER = Sender(name="Văn phòng B", symbol="VPB-NV", place="Lào Cai", title="Chánh Văn phòng", signer="Người Ký")
LAO_CAI = "15"
MANY = int(os.environ.get("DUE_CERTIFICATES", "40"))


@pytest.fixture(autouse=True)
def noon(set_clock: SetClock) -> None:
    set_clock(NOON)


def ends(name: str, days: int, *, producer: str = "HTX Vĩnh Yên", place: tuple[str, str, str] = BAO_YEN) -> str:
    """A certificate whose last day lies so many days ahead; its code."""
    good = make_good(name, place=place, producer=make_producer(producer, place))
    return ending(good, days).code


def ending(good: CertifiedGood, days: int) -> Certificate:
    """A certificate of 36 months of a good with its last day so many days ahead."""
    last = date(2026, 11, 21) + timedelta(days=days)
    certificate = make_certificate(good, decided_on=add_months(last, -36).isoformat())
    assert certificate.last_day == last
    return certificate


def codes(**asked: object) -> list[str]:
    rows, total = list_due(DueAsk(**asked), clock.now())
    assert total == len(rows)
    return [row.certificate.code for row in rows]


def officer() -> int:
    return make_person("officer@example.vn", role=Role.OFFICER).id


def stall_person(producer_name: str = "HTX Vĩnh Yên", email: str = "hoa@example.vn") -> int:
    return make_person(email, role=Role.PRODUCER, producer_id=make_producer(producer_name).id).id


def issue(province: str = "", by_id: int | None = None, **asked: object) -> list[NoticeLetter]:
    by_id = by_id or officer()
    with transaction():
        if province is not None:
            set_sender(province, SENDER, by_id=by_id, at=clock.now())
        made = issue_letters(DueAsk(**asked), province, by_id=by_id, at=clock.now()).id
    return list(list_round(made, None))


@pytest.mark.parametrize(
    ("days", "phase", "stage"),
    [
        (181, Phase.FAR, None),
        (180, Phase.OPEN, NoticeStage.OPEN),
        (120, Phase.OPEN, NoticeStage.OPEN),
        (119, Phase.LATE, NoticeStage.LATE),
        (31, Phase.LATE, NoticeStage.LATE),
        (30, Phase.LATE, NoticeStage.LAST),
        (0, Phase.LATE, NoticeStage.LAST),
        (-1, Phase.LAPSED, NoticeStage.LAPSED),
    ],
)
def test_the_statement_and_the_rules_agree_at_each_border(
    app: Flask, days: int, phase: Phase, stage: NoticeStage | None
) -> None:
    code = ends("Chè dây", days)
    now = clock.now()
    assert codes(phases=[phase]) == [code]
    assert [one for one in DUE_PHASES if codes(phases=[one])] == [phase]
    row = next(list_all_due(DueAsk(), now))
    assert row.phase is phase_of(row.certificate.facts, now) is phase
    assert row.stage is stage_of(phase, row.days.days_left) is stage
    # The statement's own idea of the stage: a letter of it makes the row told.
    if stage:
        issue(phases=[phase])
        assert next(list_all_due(DueAsk(), now)).is_told
        assert codes(is_told=True) == [code]


def test_one_certificate_a_good_is_watched_as_the_rules_watch_it(app: Flask) -> None:
    """A later one takes its place while it goes on, a revoked or withdrawn one is none, the last that ended counts."""
    now = clock.now()
    renewed, gap, twice, lapsed, revoked = (make_good(name) for name in ("A1", "B2", "C3", "D4", "E5"))
    old, new = ending(renewed, 20), ending(renewed, 1000)
    first, later = ending(gap, 20), ending(gap, 1400)  # begins long after the first has ended
    both = ending(twice, 40), ending(twice, 50)
    ended = ending(lapsed, -400), ending(lapsed, -10)
    taken = ending(revoked, 90)
    with transaction():
        revoke_certificate(
            taken.code,
            ground=RevocationGround.MARK_MISUSED,
            evidence="BB 1",
            by="officer:1",
            at=now - timedelta(days=1),
        )
    found = {row.good.name: row.certificate.code for row in list_all_due(DueAsk(), now)}
    assert found == {"A1": new.code, "B2": first.code, "C3": both[1].code, "D4": ended[1].code}
    assert later.code not in found.values() and old.code not in found.values()
    for good in (renewed, gap, twice):
        facts = [one.facts for one in list_certificates_of([good.id])[good.id]]
        watched = certificate_to_watch(facts, now)
        row = next(list_all_due(DueAsk(words=good.name), now))
        assert watched is not None and row.certificate.id == watched.id


def test_an_extension_moves_the_end_and_begins_the_notices_anew(app: Flask) -> None:
    code = ends("Chè dây", -3)
    issue(phases=[Phase.LAPSED])
    with transaction():
        extend_certificate(code, last_day=date(2026, 12, 5), evidence="CV 5", by="officer:1", at=clock.now())
    row = next(list_all_due(DueAsk(), clock.now()))
    assert (row.phase, row.stage, row.is_told, row.days.days_left) == (Phase.EXTENDED, NoticeStage.EXTENDED, False, 14)


def test_filters_find_what_they_say(app: Flask) -> None:
    near = ends("Chè dây", 150)
    other = ends("Mật ong", 100, producer="HTX Đồng Văn", place=HA_GIANG)
    far = ends("Gạo nếp", 400)
    stall_person()
    now = clock.now()
    assert codes() == [other, near, far]
    assert codes(province_code=LAO_CAI) == [near, far]
    assert codes(province_code="08") == [other]
    assert codes(phases=[Phase.OPEN, Phase.LATE]) == [other, near]
    assert codes(words="che day") == [near]
    assert codes(words="đồng văn") == [other]
    assert codes(words=near) == [near]
    assert codes(has_stall=True) == [near, far]
    assert codes(has_stall=False) == [other]
    assert codes(filed=Filed.NOT_YET) == [other, near, far]
    assert codes(filed=Filed.FILED) == codes(filed=Filed.DECIDED) == []
    assert codes(codes=[far]) == [far]
    assert codes(producer_id=make_producer("HTX Đồng Văn").id) == [other]
    assert codes(commune_code="") == [other]
    assert codes(issuer="") == [other, near, far]
    assert codes(issuer="UBND tỉnh Lào Cai") == []
    assert count_due(DueAsk(), now) == {
        Phase.EXTENDED: 0,
        Phase.LATE: 1,
        Phase.OPEN: 1,
        Phase.LAPSED: 0,
        Phase.FAR: 1,
    }
    assert count_pressing(LAO_CAI, now) == 1


def test_groups_add_up_to_the_list(app: Flask) -> None:
    ends("Chè dây", 150)
    ends("Chè xanh", 20)
    ends("Mật ong", -20, producer="HTX Đồng Văn", place=HA_GIANG)
    now = clock.now()
    for by in GroupBy:
        groups = group_due(DueAsk(), now, by)
        assert sum(group.total for group in groups) == 3
        assert sum(group.pressing for group in groups) == 2
    first, second = group_due(DueAsk(), now, GroupBy.PRODUCER)
    assert (first.key, first.counts) == (str(make_producer().id), {Phase.OPEN: 1, Phase.LATE: 1})
    assert second.counts == {Phase.LAPSED: 1}


def test_a_letter_to_each_producer_with_numbers_that_follow(app: Flask) -> None:
    ends("Chè dây", 150)
    ends("Chè xanh", 20)
    ends("Mật ong", 100, producer="HTX Bảo Hà")
    far = ends("Gạo nếp", 400)
    by_id = officer()
    with transaction():
        set_sender(LAO_CAI, SENDER, by_id=by_id, at=clock.now())
    now = clock.now()
    draft = draft_letters(DueAsk(province_code=LAO_CAI), now)
    assert [(row.certificate.code, why) for row, why in draft.left_out] == [(far, LeftOut.FAR)]
    assert (len(draft.letters), draft.goods) == (2, 3)
    letters = issue(LAO_CAI, by_id, province_code=LAO_CAI)
    assert [letter.number_words for letter in letters] == ["01/VPB-NV", "02/VPB-NV"]
    assert {letter.producer.name: len(letter.lines) for letter in letters} == {"HTX Vĩnh Yên": 2, "HTX Bảo Hà": 1}
    assert next_number(LAO_CAI, 2026) == 3
    assert next_number("", 2026) == 1
    with pytest.raises(NothingToIssue), transaction():
        issue_letters(DueAsk(province_code=LAO_CAI), LAO_CAI, by_id=by_id, at=now)
    again = draft_letters(DueAsk(province_code=LAO_CAI), now)
    assert {why for _, why in again.left_out} == {LeftOut.FAR, LeftOut.TOLD}


def test_what_refuses_to_be_issued(app: Flask) -> None:
    ends("Chè dây", 150)
    ends("Mật ong", 100, producer="HTX Bảo Hà")
    by_id, now = officer(), clock.now()
    with pytest.raises(SenderIncomplete), transaction():
        issue_letters(DueAsk(), "", by_id=by_id, at=now)
    with transaction():
        set_sender("", SENDER, by_id=by_id, at=now)
    with transaction():
        issue_letters(DueAsk(words="chè"), "", first_number=7, by_id=by_id, at=now)
    for number in (0, 99_999):
        with pytest.raises(BadNumber), transaction():
            issue_letters(DueAsk(), "", first_number=number, by_id=by_id, at=now)
    with pytest.raises(NumberTaken) as refused, transaction():
        issue_letters(DueAsk(), "", first_number=7, by_id=by_id, at=now)
    assert refused.value.free == 8
    assert db.session.query(NoticeLetter).count() == 1
    with transaction():
        issue_letters(DueAsk(), "", first_number=3, by_id=by_id, at=now)


def test_what_was_issued_never_changes_afterwards(app: Flask) -> None:
    ends("Chè dây", 150)
    letter = issue()[0]
    before = dict(letter.body)
    with transaction():
        set_sender("", Sender(name="Khác", symbol="K", place="K", title="K", signer="K"), by_id=None, at=clock.now())
    db.session.expire_all()
    assert find_letter(letter.id, None).body == before
    assert find_letter(letter.id, None).number_words == "01/VPB-NV"


def test_a_letter_that_is_taken_back_keeps_its_number_and_lets_another_be_written(app: Flask) -> None:
    ends("Chè dây", 150)
    by_id = officer()
    first = issue("", by_id)[0]
    with pytest.raises(ReasonMissing), transaction():
        void_letter(first.id, None, " ", by_id=by_id, at=clock.now())
    with transaction():
        void_letter(first.id, None, "Sai tên", by_id=by_id, at=clock.now())
    second = issue("", by_id)[0]
    assert (first.number, second.number) == (1, 2)
    for refused in (
        lambda: void_letter(first.id, None, "Nữa", by_id=by_id, at=clock.now()),
        lambda: note_delivery(
            first.id, None, DeliveryWay.HAND, day=date(2026, 11, 21), to_whom="", by_id=by_id, at=clock.now()
        ),
    ):
        with pytest.raises(LetterIsVoid), transaction():
            refused()
    stands = db.session.scalars(select(NoticeLine.letter_id).where(NoticeLine.stands)).all()
    assert stands == [second.id]


def test_how_it_went_out_is_written_down_within_bounds(app: Flask, set_clock: SetClock) -> None:
    ends("Chè dây", 150)
    by_id = officer()
    letter = issue("", by_id)[0]

    def note(day: date, way: DeliveryWay = DeliveryWay.HAND) -> None:
        with transaction():
            note_delivery(letter.id, None, way, day=day, to_whom=" Bà Hoa ", by_id=by_id, at=clock.now())

    for day, way in ((date(2026, 11, 20), DeliveryWay.HAND), (date(2026, 11, 22), DeliveryWay.POST)):
        with pytest.raises(BadDelivery):
            note(day, way)
    with pytest.raises(BadDelivery):
        note(date(2026, 11, 21), DeliveryWay.MAIL)
    note(date(2026, 11, 21))
    kept = find_letter(letter.id, None).deliveries
    assert [(one.way, one.to_whom, one.happened_on) for one in kept] == [("hand", "Bà Hoa", date(2026, 11, 21))]
    assert [one.id for one in list_letters(LetterAsk(is_sent=True), page=1, per_page=9)[0]] == [letter.id]
    assert list_letters(LetterAsk(is_sent=False), page=1, per_page=9)[1] == 0


def test_each_person_is_told_once_of_each_stage(app: Flask) -> None:
    ends("Chè dây", 150)
    ends("Mật ong", 100, producer="HTX Bảo Hà")
    by_id = officer()
    stall_person()
    stall_person(email="lan@example.vn")
    letters = issue("", by_id)
    numbers = [letter.id for letter in letters]

    def send(some: list[int]) -> int:
        with transaction():
            return queue_notices(some, None, by_id=by_id, at=clock.now())

    assert send(numbers) == 2
    assert send(numbers) == 0
    mails = db.session.query(OutboxMessage).filter_by(kind="due_notice").all()
    assert sorted(mail.recipient for mail in mails) == ["hoa@example.vn", "lan@example.vn"]
    assert {mail.facts["number"] for mail in mails} == {"01/VPB-NV", "02/VPB-NV"} & {mails[0].facts["number"]}
    told = next(letter for letter in letters if letter.producer.name == "HTX Vĩnh Yên")
    with transaction():
        void_letter(told.id, None, "Sai tên", by_id=by_id, at=clock.now())
    # The same stage in a new letter: nobody is told twice.
    assert send([issue("", by_id)[0].id]) == 0
    # Somebody who comes later is told, alone.
    stall_person(email="moi@example.vn")
    assert send([letter.id for letter in list_letters(LetterAsk(is_void=False), page=1, per_page=9)[0]]) == 1


def test_letters_of_another_province_do_not_exist(app: Flask) -> None:
    ends("Chè dây", 150)
    by_id = officer()
    letter = issue(LAO_CAI, by_id, province_code=LAO_CAI)[0]
    assert find_letter(letter.id, LAO_CAI).id == letter.id
    for refused in (
        lambda: find_letter(letter.id, "08"),
        lambda: find_round(letter.round_id, "08"),
        lambda: void_letter(letter.id, "08", "x", by_id=by_id, at=clock.now()),
    ):
        with pytest.raises(NoSuchLetter):
            refused()
    assert list_letters(LetterAsk("08"), page=1, per_page=9)[1] == 0
    with transaction():
        assert queue_notices([letter.id], "08", by_id=by_id, at=clock.now()) == 0


@pytest.mark.parametrize(("words", "found"), [("1", 1), ("01/VPB-NV", 1), ("2", 0), ("vinh yen", 1), ("dong van", 0)])
def test_a_letter_is_found_by_number_and_producer(app: Flask, words: str, found: int) -> None:
    ends("Chè dây", 150)
    issue()
    ask = LetterAsk(words=words, first_day=date(2026, 11, 21), last_day=date(2026, 11, 21), is_void=False)
    assert list_letters(ask, page=1, per_page=9)[1] == found


def test_a_feed_is_its_officers_until_it_is_closed_or_they_are_none(app: Flask) -> None:
    by_id, now = officer(), clock.now()
    with transaction():
        tokens = [make_feed(by_id, now) for _ in range(6)]
    assert len(list_feeds(by_id)) == 5
    with pytest.raises(NoSuchFeed):
        officer_of_feed(tokens[0])
    assert officer_of_feed(tokens[-1]).id == by_id
    with pytest.raises(NoSuchFeed), transaction():
        close_feed(list_feeds(by_id)[0].id, by_id + 1, now)
    with transaction():
        close_feed(list_feeds(by_id)[0].id, by_id, now)
    with pytest.raises(NoSuchFeed):
        officer_of_feed(tokens[-1])
    with transaction():
        take_role(by_id, Role.OFFICER, by=BY_TEST, at=now)
    with pytest.raises(NoSuchFeed):
        officer_of_feed(tokens[-2])
    with transaction():
        forget_feeds(by_id)
    assert db.session.query(CalendarFeed).count() == 0


def test_thousands_cost_as_many_statements_as_one(app: Flask) -> None:
    good = make_good("Chè 0")
    ending(good, 100)
    now, ask = clock.now(), DueAsk()
    reads = (
        lambda: list_due(ask, now),
        lambda: count_due(ask, now),
        lambda: group_due(ask, now, GroupBy.COMMUNE),
        lambda: draft_letters(ask, now),
    )
    alone = [_statements(read) for read in reads]
    for number in range(1, MANY):
        ends(f"Chè {number}", 20 + number % 150, producer=f"HTX số {number % 30}")
    assert [_statements(read) for read in reads] == alone
    assert alone[0] <= 9


def _statements(read: Callable[[], object]) -> int:
    db.session.expire_all()
    db.session.rollback()
    with statements() as counted:
        read()
    return len(counted)


def test_two_officers_at_once_issue_one_letter(app: Flask) -> None:
    """The unique index decides where two read before either writes."""
    from sqlalchemy.exc import IntegrityError

    code = ends("Chè dây", 150)
    letter = issue()[0]
    line = letter.lines[0]
    with pytest.raises(IntegrityError), transaction():
        twin = NoticeLetter(
            round_id=letter.round_id,
            province_code="08",
            year=2026,
            number=1,
            producer_id=letter.producer_id,
            body=letter.body,
        )
        twin.lines = [
            NoticeLine(
                certificate_id=line.certificate_id,
                producer_id=line.producer_id,
                stage=line.stage,
                ends_at=line.ends_at,
                stands=True,
            )
        ]
        db.session.add(twin)
        db.session.flush()
    assert codes(is_told=True) == [code]


def test_what_is_left_out_says_why(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    filed, extended, nobodys = ends("Chè dây", 150), ends("Chè xanh", -3), make_good("Gạo nếp", producer=None)
    ending(nobodys, 100)
    ends("Mật ong", 90, producer="HTX Bảo Hà")
    with transaction():
        extend_certificate(extended, last_day=date(2026, 12, 5), evidence="CV 5", by="officer:1", at=clock.now())
    person, producer = stall_person(), make_producer().id
    for code in (filed, extended):
        with transaction():
            dossier = Dossier(producer, code, by_id=person, at=clock.now())
            record_step(dossier, StepFacts(Step.FILED, date(2026, 11, 20)), seen=0)
    assert codes(filed=Filed.FILED) == [extended, filed]
    draft = draft_letters(DueAsk(), clock.now())
    assert {(row.good.name, why) for row, why in draft.left_out} == {
        ("Chè dây", LeftOut.FILED),
        ("Gạo nếp", LeftOut.NO_PRODUCER),
    }
    # What lies with the authority while it is extended is told so.
    assert [[row.good.name for row in rows] for rows in draft.letters] == [["Chè xanh"], ["Mật ong"]]
    monkeypatch.setattr("shop.renewals.due_operations.MOST_LETTERS_AT_ONCE", 1)
    draft = draft_letters(DueAsk(), clock.now())
    assert [(row.good.name, why) for row, why in draft.left_out if why is LeftOut.TOO_MANY] == [
        ("Mật ong", LeftOut.TOO_MANY)
    ]
    with transaction():
        dossier = Dossier(producer, filed, by_id=person, at=clock.now())
        record_step(dossier, StepFacts(Step.SENT, date(2026, 11, 21)), seen=1)
    with transaction():
        dossier = Dossier(producer, filed, by_id=person, at=clock.now())
        record_step(dossier, StepFacts(Step.DECIDED, date(2026, 11, 21), outcome=Outcome.GRANTED), seen=2)
    assert codes(filed=Filed.DECIDED) == [filed]


def test_an_officer_who_read_before_another_wrote_issues_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who press at once: the second drew up its letters before the first had issued theirs."""
    ends("Chè dây", 150)
    by_id = officer()
    stale = draft_letters(DueAsk(), clock.now())
    issue("", by_id)
    monkeypatch.setattr("shop.renewals.due_operations.draft_letters", lambda ask, at: stale)
    with pytest.raises(ToldMeanwhile), transaction():
        issue_letters(DueAsk(), "", by_id=by_id, at=clock.now())
    assert db.session.query(NoticeLetter).count() == 1
