"""Working time told from the definition of a calendar, day by day.

Slow on purpose, and in another style than the engine: no index, no inverse, no segments. The drawings and
the checker measure with this, so that an error in the engine's working-time index cannot hide itself.
"""

from collections.abc import Iterable

from uptake.engine.calendars import Calendar
from uptake.engine.instants import DAY
from uptake.engine.plan import Plan

Spans = tuple[tuple[int, int], ...]
FARTHEST = 6 * 366
"""Days that a search looks ahead or back before it gives up."""


class NoWorkingTimeError(Exception):
    """A search for working time found none within `FARTHEST` days."""


class Hours:
    """The time that all of some calendars work.

    Parameters
    ----------
    chains : iterable of tuple of Calendar
        Each calendar followed by its bases; no chain at all is time that always works.
    """

    def __init__(self, chains: Iterable[tuple[Calendar, ...]]) -> None:
        self.chains = tuple(chains)
        self._days: dict[int, Spans] = {}

    def day(self, number: int) -> Spans:
        """Return the working spans of a day, as instants."""
        if number not in self._days:
            spans: Spans = ((0, DAY),)
            for chain in self.chains:
                spans = _common(spans, _shifts(chain, number))
            self._days[number] = tuple((number * DAY + a, number * DAY + b) for a, b in spans)
        return self._days[number]

    def between(self, a: int, b: int) -> int:
        """Return the working time from a to b; negative when b is before a."""
        if b < a:
            return -self.between(b, a)
        return sum(
            max(0, min(till, b) - max(since, a))
            for number in range(a // DAY, b // DAY + 1)
            for since, till in self.day(number)
        )

    def start(self, at: int) -> int:
        """Return the first instant from `at` on at which working time goes on."""
        for number in range(at // DAY, at // DAY + FARTHEST):
            for since, till in self.day(number):
                if till > at:
                    return max(since, at)
        raise NoWorkingTimeError(at)

    def end(self, at: int) -> int:
        """Return the last instant up to `at` at which working time was still going on."""
        for number in range(at // DAY, at // DAY - FARTHEST, -1):
            for since, till in reversed(self.day(number)):
                if since < at:
                    return min(till, at)
        raise NoWorkingTimeError(at)

    def after(self, at: int, span: int) -> int:
        """Return the instant at which `span` of working time from `at` on is done; `at` itself for none."""
        if span < 0:
            return self.before(at, -span)
        while span > 0:
            at = self.start(at)
            stretch = min(span, self._till(at) - at)
            at += stretch
            span -= stretch
        return at

    def before(self, at: int, span: int) -> int:
        """Return the latest instant from which `span` of working time is done by `at`."""
        if span < 0:
            return self.after(at, -span)
        while span > 0:
            at = self.end(at)
            stretch = min(span, at - self._since(at))
            at -= stretch
            span -= stretch
        return at

    def _till(self, at: int) -> int:
        return next(till for since, till in self.day(at // DAY) if since <= at < till)

    def _since(self, at: int) -> int:
        return next(since for since, till in self.day((at - 1) // DAY) if since < at <= till)


class Almanac:
    """The calendars of a plan as `Hours`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._known: dict[tuple[int, ...], Hours] = {}
        self._calendars = {one.uid: one for one in plan.calendars}

    def of(self, *uids: int) -> Hours:
        """Return the time that all these calendars work; without any, all time."""
        if uids not in self._known:
            self._known[uids] = Hours(self._chain(uid) for uid in uids)
        return self._known[uids]

    def _chain(self, uid: int) -> tuple[Calendar, ...]:
        chain = [self._calendars[uid]]
        while chain[-1].base is not None:
            chain.append(self._calendars[chain[-1].base])
        return tuple(chain)


def _shifts(chain: tuple[Calendar, ...], number: int) -> Spans:
    """Decide what a day works: exceptions, own before base's; work weeks; the ordinary week."""
    for calendar in chain:
        for exception in calendar.exceptions:
            if exception.first <= number <= exception.last and number in exception.days():
                return exception.shifts
    weekday = number % 7
    for calendar in chain:
        for span in calendar.work_weeks:
            if span.first <= number <= span.last:
                own = span.week[weekday]
                return _ordinary(chain, weekday) if own is None else own
    return _ordinary(chain, weekday)


def _ordinary(chain: tuple[Calendar, ...], weekday: int) -> Spans:
    for calendar in chain:
        own = calendar.week[weekday]
        if own is not None:
            return own
    return ()


def _common(a: Spans, b: Spans) -> Spans:
    return tuple(
        (max(since, begin), min(till, end))
        for since, till in a
        for begin, end in b
        if max(since, begin) < min(till, end)
    )
