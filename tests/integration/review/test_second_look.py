from models.states.sheet import SheetState
from models.tables.sheets import Decision, DecisionKind
from tests.fixtures.desk import COUNTS, DeskHouse, token_of
from tests.fixtures.looks import look_at, take

READ = {**COUNTS, "row:4": 60, "row:5": 20}
"""The machine stands by two wrong cells whose sum is right."""


def first_of_two(desk: DeskHouse) -> int:
    sheet_id = desk.sheet(counts=READ)
    take(desk.sign_in("rose")).type("row:4", "70").type("row:5", "10").send()
    return sheet_id


def test_the_same_person_is_refused_as_the_second(desk: DeskHouse) -> None:
    sheet_id = first_of_two(desk)
    rose = desk.sign_in("rose")
    token = rose.get("/review").text.split('name="csrf" value="')[1].split('"')[0]
    answer = rose.post(f"/review/sheets/{sheet_id}/claim", data={"csrf": token})
    assert answer.status_code == 409
    assert "ต้องให้อีกคนหนึ่งตรวจ" in answer.text
    again = rose.post("/review/next", data={"csrf": token}, follow_redirects=False)
    assert again.headers["location"] == "/review?empty=1"


def test_only_the_disputed_fields_are_asked_and_no_answer_is_shown(desk: DeskHouse) -> None:
    first_of_two(desk)
    look = take(desk.sign_in("jasmine"))
    asked = [name for name in look.fields if name.startswith("v:")]
    assert asked == ["v:row:4", "v:row:5"]
    assert [look.fields[name] for name in asked] == ["", ""]
    assert 'value="70"' not in look.html


def test_two_of_one_mind_confirm_the_sheet(desk: DeskHouse) -> None:
    sheet_id = first_of_two(desk)
    take(desk.sign_in("jasmine")).type("row:4", "70").type("row:5", "10").send()
    assert desk.row(sheet_id).state is SheetState.CONFIRMED
    assert desk.counts(sheet_id) == COUNTS
    kinds = [d.kind for d in desk.all(Decision)]
    assert kinds == [DecisionKind.CORRECT, DecisionKind.SECOND_LOOK]


def test_two_of_two_minds_park_the_sheet(desk: DeskHouse) -> None:
    sheet_id = first_of_two(desk)
    take(desk.sign_in("jasmine")).type("row:4", "60").type("row:5", "20").send()
    sheet = desk.row(sheet_id)
    assert (sheet.state, sheet.state_reason) == (SheetState.PARKED, "looks_differ")
    assert desk.counts(sheet_id) == {}


def test_an_empty_second_answer_is_asked_again(desk: DeskHouse) -> None:
    sheet_id = first_of_two(desk)
    assert take(desk.sign_in("jasmine")).type("row:4", "70").send().status_code == 422
    assert desk.row(sheet_id).state is SheetState.IN_REVIEW


def test_a_sampled_sheet_gets_a_blind_second_look(desk: DeskHouse) -> None:
    desk.set(sample_share=1)
    sheet_id = desk.sheet()
    take(desk.sign_in("rose")).send()
    sheet = desk.row(sheet_id)
    assert (sheet.is_sampled, sheet.look) == (True, 2)
    look = take(desk.sign_in("jasmine"))
    for key, value in COUNTS.items():
        look.type(key, str(value))
    look.send()
    assert desk.row(sheet_id).state is SheetState.CONFIRMED


def test_two_people_confirm_what_is_impossible_and_it_is_parked(desk: DeskHouse) -> None:
    counts = {**COUNTS, "row:1": 800, "row:2": 0, "row:4": 0, "row:5": 0, "total": 800}
    sheet_id = desk.sheet(counts=counts)
    look = take(desk.sign_in("rose"))
    assert "R203" in look.html
    look.send()
    assert desk.row(sheet_id).look == 2
    second = take(desk.sign_in("jasmine"))
    for name in second.fields:
        if name.startswith("v:"):
            second.fields[name] = str(counts[name.removeprefix("v:")])
    second.send()
    sheet = desk.row(sheet_id)
    assert (sheet.state, sheet.state_reason) == (SheetState.PARKED, "impossible_on_paper")
    assert desk.counts(sheet_id) == {}


def test_a_supervisor_clears_a_parked_sheet_with_a_reason(desk: DeskHouse) -> None:
    sheet_id = first_of_two(desk)
    take(desk.sign_in("jasmine")).type("row:4", "60").type("row:5", "20").send()
    lotus = desk.sign_in("lotus")
    page = lotus.get(f"/review/sheets/{sheet_id}")
    token = page.text.split('name="csrf" value="')[1].split('"')[0]
    lotus.post(f"/review/sheets/{sheet_id}/claim", data={"csrf": token})
    look = look_at(lotus, sheet_id)
    assert (look.fields["v:row:4"], look.fields["v:row:5"]) == ("70", "10")
    assert "รอบแรก: 70 · รอบสอง: 60" in look.html
    assert look.send(text="").status_code == 422
    look.type("row:4", "70").type("row:5", "10").send(text="อ่านจากภาพแล้ว")
    assert desk.row(sheet_id).state is SheetState.CONFIRMED
    assert desk.counts(sheet_id) == COUNTS
    assert desk.all(Decision)[-1].kind is DecisionKind.CLEAR


def test_not_even_a_supervisor_counts_the_impossible(desk: DeskHouse) -> None:
    test_two_people_confirm_what_is_impossible_and_it_is_parked(desk)
    lotus = desk.sign_in("lotus")
    sheet_id = 1
    token = lotus.get("/review").text.split('name="csrf" value="')[1].split('"')[0]
    lotus.post(f"/review/sheets/{sheet_id}/claim", data={"csrf": token})
    answer = look_at(lotus, sheet_id).send(text="ทราบแล้ว")
    assert answer.status_code == 422
    assert "เป็นไปไม่ได้" in answer.text
    assert desk.row(sheet_id).state is SheetState.PARKED


def test_a_reviewer_cannot_open_a_parked_sheet_for_work(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(state=SheetState.PARKED)
    rose = desk.sign_in("rose")
    token = rose.get("/review").text.split('name="csrf" value="')[1].split('"')[0]
    answer = rose.post(f"/review/sheets/{sheet_id}/claim", data={"csrf": token})
    assert answer.status_code == 409


def test_who_only_looks_sees_no_first_answer_either(desk: DeskHouse) -> None:
    desk.set(sample_share=1)
    sheet_id = desk.sheet(counts={**COUNTS, "came": 401})
    take(desk.sign_in("rose")).type("came", "402").send(
        **{"reason:R307": "as_on_paper", "seen": "R307"}
    )
    assert desk.row(sheet_id).look == 2
    page = desk.sign_in("jasmine").get(f"/review/sheets/{sheet_id}").text
    assert 'value="401"' in page
    assert 'value="402"' not in page
    assert "R307" not in page.split('class="sums"')[0]


def test_a_confirmed_sheet_shows_what_was_confirmed(desk: DeskHouse) -> None:
    sheet_id = desk.sheet(counts={**COUNTS, "row:4": 76}, doubtful=frozenset({"row:4"}))
    take(desk.sign_in("rose")).type("row:4", "70").send()
    assert look_at(desk.sign_in("jasmine"), sheet_id).fields["v:row:4"] == "70"


def test_an_election_may_have_every_sheet_keyed_twice(desk: DeskHouse) -> None:
    """Two independent entries by different people: neither sees the machine nor the other."""
    desk.set(keyed_twice=1)
    sheet_id = desk.sheet()
    for username in ("rose", "jasmine"):
        look = take(desk.sign_in(username))
        assert {v for k, v in look.fields.items() if k.startswith("v:")} == {""}
        assert look.fields.keys() >= {f"v:{k}" for k in COUNTS}
        for key, value in COUNTS.items():
            look.type(key, str(value))
        look.send()
        assert look.client.post(
            f"/review/sheets/{sheet_id}/claim", data={"csrf": token_of(look.client)}
        ).status_code == 409  # fmt: skip
    assert desk.row(sheet_id).state is SheetState.CONFIRMED
    assert desk.counts(sheet_id) == COUNTS
