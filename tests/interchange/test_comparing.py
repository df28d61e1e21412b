"""What counts as a loss, and what only looks different."""

import pytest

from tests.interchange import samples
from uptake.interchange.align import aligned, plain, resolved_week
from uptake.interchange.compare import losses
from uptake.interchange.encoding import code_page, marked
from uptake.interchange.losses import Loss


def keys(before, after):
    return [(loss.code, loss.object, loss.field) for loss in losses(before, after)]


def changed(**changes):
    return samples.document([samples.task(1, "Dig", **changes)])


def test_equal_documents_lose_nothing():
    assert losses(changed(), changed()) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"duration": samples.days(1)}, {"duration": {"v": 8, "u": "HOURS", "min": 480}}),
        ({"work": {"v": 0, "u": "HOURS", "min": 0}}, {"work": None}),
        ({"notes": None}, {"notes": ""}),
        ({"cost": 3.001}, {"cost": 3}),
        ({"priority": 500}, {"priority": None}),
    ],
)
def test_another_way_to_say_the_same_is_no_loss(before, after):
    assert keys(changed(**before), changed(**after)) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (
            {"duration": samples.days(1)},
            {"duration": {"v": 480, "u": "ELAPSED_MINUTES", "min": 480}},
            "changed",
        ),
        ({"duration": samples.days(1)}, {"duration": samples.days(2)}, "changed"),
        ({"notes": "x"}, {"notes": None}, "not_carried"),
        ({"notes": None}, {"notes": "x"}, "added"),
        ({"manual": True}, {"manual": False}, "not_carried"),
        ({"active": False}, {"active": True}, "added"),
        ({"cost": 3.1}, {"cost": 3}, "changed"),
    ],
)
def test_a_difference_is_told(before, after, code):
    ((found, owner, field),) = keys(changed(**before), changed(**after))
    assert (found, owner) == (code, "task")
    assert field in before


def test_many_fields_of_a_kind_are_one_line():
    before = changed(custom={f"TEXT{n}": "x" for n in range(1, 9)})
    (loss,) = losses(before, changed())
    assert (loss.field, loss.count, loss.detail) == ("custom", 1, "TEXT1, TEXT2, TEXT3, TEXT4, TEXT5")


def test_new_numbers_are_no_loss():
    before = samples.document(
        [samples.task(100, "Dig"), samples.task(200, "Pour")], links=[samples.link(100, 200)]
    )
    after = samples.document([samples.task(1, "Dig"), samples.task(2, "Pour")], links=[samples.link(1, 2)])
    assert keys(before, after) == []
    assert aligned(before, after)["links"] == before["links"]


def test_calendars_are_told_by_who_uses_them():
    before = samples.document([samples.task(1, "Dig")])
    after = samples.document([samples.task(1, "Dig")])
    after["calendars"] = [{**after["calendars"][0], "uid": 77, "name": "Standard"}]
    after["project"] = {**after["project"], "default_calendar": 77}
    assert keys(before, after) == []


def test_inherited_days_and_spelled_out_days_are_the_same():
    before = samples.document([])
    derived = {
        **before["calendars"][0],
        "uid": 2,
        "parent": 1,
        "name": "own",
        "week": [None] * 7,
        "exceptions": [],
    }
    explicit = {**derived, "parent": None, "week": samples.working_week()}
    before["calendars"].append(derived)
    assert resolved_week(derived, {1: before["calendars"][0], 2: derived}) == samples.working_week()
    after = samples.document([])
    after["calendars"].append(explicit)
    assert keys(before, after) == []


def test_a_week_off_and_seven_days_off_are_the_same():
    before, after = samples.document([]), samples.document([])
    after["calendars"] = [
        {
            **after["calendars"][0],
            "exceptions": [
                {"from": f"2025-10-0{n}", "to": f"2025-10-0{n}", "hours": []} for n in range(1, 8)
            ],
        }
    ]
    assert keys(before, after) == []
    after["calendars"][0]["exceptions"].pop()
    assert keys(before, after) == [("changed", "calendar", "exceptions")]


def test_a_loop_of_calendars_does_not_hang():
    document = samples.document([])
    first = {**document["calendars"][0], "parent": 2, "week": [None] * 7}
    second = {**first, "uid": 2, "parent": 1}
    assert plain({**document, "calendars": [first, second]})["calendars"][0]["week"] == [None] * 7


def test_losses_travel_as_json():
    loss = Loss("changed", "task", "duration", 2, (1, 2), "8 -> 10")
    assert Loss.from_json(loss.to_json()) == loss


XER = "ERMHDR\t19.12\t2025-09-01\r\n%R\t{}\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp1252"])
@pytest.mark.parametrize("text", ["土方开挖与混凝土浇筑工程", "Erdarbeiten für die Grube"])
def test_the_encoding_of_a_xer_file_is_found_out(encoding, text):
    try:
        data = XER.format(text).encode(encoding)
    except UnicodeEncodeError:
        return
    found = marked(data)
    readable = found.decode("utf-8-sig") if found.startswith(b"\xef\xbb\xbf") else found.decode("cp1252")
    if (encoding, text[0]) != ("gb18030", "E"):
        assert text in readable


def test_other_files_are_left_alone():
    assert marked("<Project>浇</Project>".encode("gb18030")) == "<Project>浇</Project>".encode("gb18030")


@pytest.mark.parametrize(("text", "name"), [("Grüße", "cp1252"), ("浇筑", "gbk"), ("浇筑 ❄ 日本の", "utf-8")])
def test_the_narrowest_code_page_is_taken(text, name):
    assert code_page(text) == name
