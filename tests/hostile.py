"""What an attacker, or a broken program, would send: odd values, JSON with its parts exchanged, a time limit.

For the scripts that look for inputs which end in anything but a result or a typed error.
"""

import argparse
import collections
import contextlib
import faulthandler
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from uptake.engine.instants import HORIZON

DEEP = 3000
Outcome = tuple[str, str]
"""How an input ended, and what is wrong with that ("" if nothing)."""


def nested(depth: int = DEEP, *, key: str = "") -> Any:
    """Return lists, or mappings, one inside the other."""
    value: Any = []
    for _ in range(depth):
        value = {key: value} if key else [value]
    return value


NUMBERS = (
    0, 1, 2, 7, -1, 99, 480, 1000, 1441, HORIZON - 1, HORIZON, -HORIZON, 2**31 - 1, 2**31,
    2**63 - 1, 2**63, -(2**63), 10**30, -(10**30), 10**5000, 0.0, -0.0, 0.5, 1e-300, 5e-324, 1e308,
    float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
DATES = (
    "2025-09-01T08:00:00", "2025-09-01", "1983-12-31T23:59:00", "1984-01-01T00:00:00", "2149-12-31T23:59:00",
    "2150-01-01T00:00:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59.999999", "2025-02-30T08:00:00",
    "2025-09-01T08:00:00+08:00", "2025-09-01T08:00:00Z", "25:00", "24:00", "08:00+01:00", "٢٠٢٥-٠٩-٠١",
)  # fmt: skip
TEXTS = (
    "", " ", "\0", "\ud800", "\u202e", "浇筑", "🏗️", "x" * 1_000_000, "\n", "None", "NaN", "1e999",
    "__class__", "task", "project", "link", "set", "add", "uid", "parent", "FS", "ASAP", "DAYS",
    "ELAPSED_PERCENT", "MUST_START_ON",
)  # fmt: skip
OTHERS: tuple[Any, ...] = (
    None, True, False, [], {}, [[]], [None], [0, 0], [[5, 1]], [[0, 14400]] * 7, {"uid": 1}, {"": ""},
    [0] * 20_000, [{}] * 500, nested(), nested(key="min"), nested(key="repeats"),
)  # fmt: skip


def odd(rng: random.Random) -> Any:
    """Draw a value that does not belong."""
    return rng.choice(rng.choice((NUMBERS, NUMBERS, DATES, TEXTS, OTHERS)))


def places(value: Any) -> list[tuple[Any, Any]]:
    """List every place in a JSON value at which another value may be put, from the outside in."""
    found: list[tuple[Any, Any]] = []
    level = [value]
    while level:
        inner = []
        for one in level:
            keys: Any = one if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
            found += [(one, key) for key in keys]
            inner += [one[key] for key in keys]
        level = inner
    return found


def break_some(whole: Any, rng: random.Random, tries: int) -> None:
    """Change a few places of a JSON value. What is put in is not looked into again."""
    found = places(whole)
    for _ in range(tries):
        if found:
            holder, key = rng.choice(found)
            change = rng.choice(CHANGES)
            # The place went with an earlier change, or now holds a number that has no text.
            with contextlib.suppress(KeyError, IndexError, ValueError):
                change(holder, key, rng, found)


def _replace(holder: Any, key: Any, rng: random.Random, _found: Any) -> None:
    holder[key] = odd(rng)


def _exchange(holder: Any, key: Any, rng: random.Random, found: list[tuple[Any, Any]]) -> None:
    other, at = rng.choice(found)
    value = other[at]
    if not isinstance(value, dict | list):
        holder[key] = value


def _nudge(holder: Any, key: Any, rng: random.Random, _found: Any) -> None:
    if type(holder[key]) in (int, float):
        holder[key] = rng.choice((holder[key] + 1, -holder[key], holder[key] * 1000, str(holder[key])))


def _take(holder: Any, key: Any, _rng: random.Random, _found: Any) -> None:
    del holder[key]


def _add(holder: Any, _key: Any, rng: random.Random, _found: Any) -> None:
    if isinstance(holder, list):
        holder.insert(rng.randrange(len(holder) + 1), odd(rng))
    else:
        holder[rng.choice(("uid", "parent", "splits", "week", "x", "", "\ud800"))] = odd(rng)


def _double(holder: Any, key: Any, rng: random.Random, _found: Any) -> None:
    if isinstance(holder, list):
        holder.insert(rng.randrange(len(holder) + 1), holder[key])


CHANGES: tuple[Callable[[Any, Any, random.Random, Any], None], ...] = (
    _replace, _replace, _exchange, _exchange, _exchange, _nudge, _nudge, _take, _add, _double,
)  # fmt: skip


class TookTooLong(BaseException):
    """An input that is not done in time. No `Exception`, so that nothing on the way catches it."""


@contextlib.contextmanager
def limit(seconds: float) -> Iterator[None]:
    """End what takes longer, in time of the processor, so that a busy machine does not count.

    A compiled loop hears no signal: it ends the process, with a traceback.
    """

    def ring(*_: object) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    faulthandler.dump_traceback_later(10 * seconds, exit=True, file=sys.__stderr__)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def where(error: BaseException) -> str:
    """Return the innermost place in the package, or else at all, that an error came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/uptake/" in frame.filename]
    frame = (ours or frames)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


def run(one: Callable[[random.Random], Outcome], *, count: int, seed: int, seconds: float) -> "Tally":
    """Try inputs, each drawn with a seed of its own, and count how they ended."""
    tally = Tally()
    for number in range(count):
        started = time.process_time()
        try:
            with limit(seconds):
                ending, problem = one(random.Random(f"{seed}-{number}"))
        except TookTooLong as error:
            ending, problem = "hang", where(error)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            ending, problem = "fault", f"{type(error).__name__} at {where(error)}: {str(error)[:200]}"
        tally.note(f"{seed}-{number}", ending, problem, time.process_time() - started)
    return tally


class Tally:
    """How inputs ended."""

    def __init__(self) -> None:
        self.counts: collections.Counter[str] = collections.Counter()
        self.faults: list[str] = []
        self.slowest = (0.0, "")
        self.took = 0.0

    def note(self, name: str, ending: str, problem: str, took: float) -> None:
        self.counts[ending] += 1
        self.took += took
        self.slowest = max(self.slowest, (took, name))
        if problem:
            self.faults.append(f"{name} {ending}: {problem}")

    def lines(self) -> Iterator[str]:
        count = self.counts.total()
        slowest, name = self.slowest
        yield f"{count} inputs in {self.took:.0f} s, slowest {slowest:.2f} s ({name})"
        for ending, times in self.counts.most_common():
            yield f"{times:7} {ending}"
        yield from self.faults[:40]
        yield f"{len(self.faults)} faults"


def main(about: str, one: Callable[[random.Random], Outcome]) -> int:
    """Run a script: try inputs, print how they ended, return the exit code."""
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="one input, by its number: an error shows its traceback")
    parser.add_argument("--seconds", type=float, default=5.0, help="time limit of one input")
    options = parser.parse_args()
    if options.only is not None:
        print(one(random.Random(f"{options.seed}-{options.only}")))  # noqa: T201 - a script reports
        return 0
    tally = run(one, count=options.count, seed=options.seed, seconds=options.seconds)
    print("\n".join(tally.lines()))  # noqa: T201 - as above
    return 1 if tally.faults else 0
