"""Every network of the shared data, each under the convention that it was published in."""

import json
from typing import Any

import pytest

from tests.engine.networks import RESERVE, Answers, Found, differences, solve
from tests.shared_data import NAMED, SHARED_DATA, needs_shared_data

pytestmark = needs_shared_data


def published_networks() -> list[dict[str, Any]]:
    if not NAMED:
        return []
    listed = SHARED_DATA / "networks" / "cpm_networks.json"
    return json.loads(listed.read_text(encoding="utf-8"))["networks"]


NETWORKS = published_networks()

Network = dict[str, Any]


def with_status(*statuses: str) -> list[Any]:
    return [pytest.param(one, id=one["id"]) for one in NETWORKS if one["status"] in statuses]


def published(network: Network) -> Answers:
    return network["expected"]["activities"]


def standard(network: Network) -> Answers:
    return network["standard_result"]["activities"]


def capped(answers: Answers) -> Answers:
    """Free slack as Microsoft Project stores it: at most the total, never below nothing.

    The standard results of the corpus take the smallest gap of the links alone, which can be more than the
    total; one publisher lets free slack be negative.
    """
    return {
        name: {
            what: max(0, min(value, row.get("TF", value))) if what == "FF" else value
            for what, value in row.items()
        }
        for name, row in answers.items()
    }


def test_every_network_follows_a_known_convention():
    assert len(NETWORKS) == 58
    assert {one["status"] for one in NETWORKS} == {"standard", "unbounded-convention", "engine-specific"}
    special = {
        date["type"] for one in NETWORKS if one["status"] == "engine-specific" for date in one["constraints"]
    }
    assert special == {RESERVE, "FNLT"}


@pytest.mark.parametrize("network", with_status("standard"))
def test_a_standard_network_has_its_published_answers(network):
    found = solve(network)
    tolerance = network["expected"].get("tolerance", 1e-9)
    assert differences(published(network), found.answers, tolerance=tolerance) == []
    assert differences(standard(network), found.answers, tolerance=tolerance) == []
    assert_whole(network["expected"], found, tolerance)


def assert_whole(told: dict[str, Any], found: Found, tolerance: float) -> None:
    if "duration" in told:
        assert found.finish == pytest.approx(told["duration"], abs=tolerance)
    if "critical" in told:
        assert found.critical == set(told["critical"])


@pytest.mark.parametrize("network", with_status("unbounded-convention"))
def test_a_network_that_reaches_before_its_start_has_its_published_answers(network):
    """Published without a floor at day 0, which is this engine's own convention.

    In its late dates only what has no successor is bound by the finish. This engine lets nothing end after
    the project; so another activity ends much later, and those without successors get a deadline.
    """
    early = solve(network)
    spread = early.finish - min(row["ES"] for row in early.answers.values())
    assert spread == network["expected"]["duration"]
    late = solve(bound_at_the_ends(network, early.finish))
    assert differences(published(network), late.answers) == []


def bound_at_the_ends(network: Network, finish: float) -> Network:
    before = {link["from"] for link in network["links"]}
    dates = [
        {"id": one["id"], "type": "DEADLINE", "value": finish}
        for one in network["activities"]
        if one["id"] not in before
    ]
    later = {"id": "later", "name": "later", "duration": finish + 100}
    return {**network, "activities": [*network["activities"], later], "constraints": dates}


@pytest.mark.parametrize("network", with_status("unbounded-convention"))
def test_the_same_network_with_a_floor_has_the_standard_answers(network):
    found = solve(network, floor=True)
    assert differences(capped(standard(network)), found.answers) == []
    assert found.finish == network["standard_result"]["duration"]


def dated(kind: str) -> list[Any]:
    return [
        param
        for param in with_status("engine-specific")
        if {one["type"] for one in param.values[0]["constraints"]} == {kind}
    ]


@pytest.mark.parametrize("network", dated("FNLT"))
def test_a_finish_no_later_than_has_its_published_answers_when_dates_are_honoured(network):
    found = solve(network)
    assert differences(capped(published(network)), found.answers) == []
    assert found.finish == network["expected"]["duration"]


@pytest.mark.parametrize("network", dated("FNLT"))
def test_a_finish_no_later_than_has_the_standard_answers_when_links_win(network):
    found = solve(network, honor=False)
    assert differences(capped(standard(network)), found.answers) == []


@pytest.mark.parametrize("network", dated(RESERVE))
def test_a_reserved_free_slack_is_a_date_on_the_successors(network):
    """The publisher's engine can reserve free slack after an activity; in a plan that is a date.

    Without the reserve the answers are the standard ones. With it, the successors start no earlier than the
    activity's finish and the reserve; after the last activity, a milestone does.
    """
    found = solve(network)
    assert differences(standard(network), found.answers) == []
    reserved = with_dates(network, found.answers)
    assert differences(published(network), solve(reserved).answers) == []


def with_dates(network: Network, answers: Answers) -> Network:
    (reserve,) = network["constraints"]
    until = answers[reserve["id"]]["EF"] + reserve["value"]
    after = [link["to"] for link in network["links"] if link["from"] == reserve["id"]]
    activities = list(network["activities"])
    if not after:
        activities.append({"id": "reserve", "name": "reserve", "duration": 0})
        after = ["reserve"]
    dates = [{"id": name, "type": "SNET", "value": until} for name in after]
    return {**network, "activities": activities, "constraints": dates}
