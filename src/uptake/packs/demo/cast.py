"""Who and what takes part in the demonstration project; all names are invented."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from uptake.packs.demo.reading import cells
from uptake.packs.words import Text


class Player(NamedTuple):
    """A person of the project; `hourly` in CNY."""

    key: str
    name: Text
    organisation: str
    role: str
    title: Text
    hourly: int


class Thing(NamedTuple):
    """What has to be there besides people; `lead` in working days, `price` of a piece in CNY."""

    key: str
    name: Text
    category: str
    lead: int
    price: int


ORGANISATIONS = {
    "vendor": Text("Mingheng Consulting", "明衡咨询有限公司"),
    "customer": Text("Hengling Machinery", "衡岭机械股份有限公司"),
    "third_party": Text("Yuntuo Systems", "云拓系统集成有限公司"),
}


def _players() -> Iterator[Player]:
    for key, organisation, role, hourly, english, chinese, *title in cells("people.txt"):
        yield Player(key, Text(english, chinese), organisation, role, Text(*title), int(hourly))


def _things() -> Iterator[Thing]:
    for key, category, lead, price, *name in cells("things.txt"):
        yield Thing(key, Text(*name), category, int(lead), int(price))


PLAYERS = tuple(_players())
THINGS = tuple(_things())
UIDS = {key: uid for uid, key in enumerate((*(one.key for one in PLAYERS), *(one.key for one in THINGS)), 1)}
"""Uid in the plan of everybody and everything that takes part."""

LEAVE = {
    "xu": (datetime.date(2026, 7, 20), datetime.date(2026, 7, 24), Text("Annual leave", "年假")),
    "tang": (datetime.date(2026, 8, 17), datetime.date(2026, 8, 21), Text("Marriage leave", "婚假")),
    "guo": (datetime.date(2026, 10, 8), datetime.date(2026, 10, 9), Text("Annual leave", "年假")),
    "jiang": (datetime.date(2026, 11, 23), datetime.date(2026, 11, 27), Text("Annual leave", "年假")),
    "huang": (datetime.date(2027, 1, 25), datetime.date(2027, 2, 4), Text("Annual leave", "年假")),
    "he": (datetime.date(2027, 2, 11), datetime.date(2027, 2, 12), Text("Annual leave", "年假")),
}
