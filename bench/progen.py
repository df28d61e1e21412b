"""Draw instances like those of PSPLIB: fresh ones, for bars that nobody tuned on.

python -m bench.progen DIR --tasks 120 --count 60 --seed 7

Made in the manner of ProGen, with the parameters of PSPLIB (Kolisch, Sprecher and Drexl 1995; Kolisch and Sprecher
1997): three tasks to begin and three to end with, at most three predecessors and successors, no redundant link; four
resources; durations and requests of 1 to 10. The sets go through network complexity (links a task), resource factor
(share of resources that a task takes) and resource strength (where capacity lies between the largest request, 0, and
the peak when everything starts at its earliest, 1). `jN5_2.sm` is the second instance of the fifth set. The best
makespans are not known: `bench.psplib` compares with the bound that was proved.
"""

import argparse
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

COMPLEXITY = (1.5, 1.8, 2.1)
FACTOR = (0.25, 0.5, 0.75, 1.0)
STRENGTH, STRENGTH_LARGE = (0.2, 0.5, 0.7, 1.0), (0.1, 0.2, 0.3, 0.4, 0.5)
LARGE = 120
"""Tasks from which on capacities are those of j120."""
RESOURCES = 4
MOST = 10
"""Longest duration, and largest request."""
ENDS, DEGREE = 3, 3
"""Tasks that begin and that end a project; links into a task, and out of it, at most."""
RULE = "*" * 72

Links = list[list[int]]


class Drawn(NamedTuple):
    """An instance; the first and the last task are the start and the end of the project and take no time."""

    duration: list[int]
    successors: Links
    request: list[list[int]]
    capacity: list[int]


def sets(tasks: int) -> list[tuple[float, float, float]]:
    """Return complexity, factor and strength of each set."""
    return list(product(COMPLEXITY, FACTOR, STRENGTH_LARGE if tasks >= LARGE else STRENGTH))


def draw(tasks: int, complexity: float, factor: float, strength: float, random: Random) -> Drawn:
    """Draw one instance.

    Raises
    ------
    ValueError
        There are too few tasks for a beginning, a middle and an end.
    """
    if tasks < 3 * ENDS:
        raise ValueError(f"an instance needs {3 * ENDS} tasks or more, not {tasks}")
    successors = _network(tasks, round(complexity * (tasks + 2)), random)
    while successors is None:
        successors = _network(tasks, round(complexity * (tasks + 2)), random)
    duration = [0, *(random.randint(1, MOST) for _ in range(tasks)), 0]
    request = _requests(tasks, factor, random)
    peak = _peaks(duration, successors, request)
    least = [max(units) for units in zip(*request, strict=True)]
    capacity = [low + round(strength * (high - low)) for low, high in zip(least, peak, strict=True)]
    return Drawn(duration, successors, request, capacity)


class _Paths:
    """Links so far, and what lies before and after each task, itself included, as bits."""

    def __init__(self, nodes: int) -> None:
        self.successors: Links = [[] for _ in range(nodes)]
        self.incoming = [0] * nodes
        self.before = [1 << node for node in range(nodes)]
        self.after = [1 << node for node in range(nodes)]

    def may(self, pred: int, succ: int) -> bool:
        """Whether a link is within the limits, and neither redundant nor makes another one so."""
        if len(self.successors[pred]) >= DEGREE or self.incoming[succ] >= DEGREE:
            return False
        ahead = self.after[succ]
        return (
            not any(
                self.before[pred] >> early & 1 and any(ahead >> late & 1 for late in self.successors[early])
                for early in range(pred + 1)
            )
            and not self.after[pred] >> succ & 1
        )

    def add(self, pred: int, succ: int) -> None:
        self.successors[pred].append(succ)
        self.incoming[succ] += 1
        for node in range(len(self.before)):
            if self.before[pred] >> node & 1:
                self.after[node] |= self.after[succ]
            if self.after[succ] >> node & 1:
                self.before[node] |= self.before[pred]

    def add_one(self, pairs: list[tuple[int, int]], random: Random) -> bool:
        """Add one of some links; whether there was one that may be."""
        random.shuffle(pairs)
        chosen = next((pair for pair in pairs if self.may(*pair)), None)
        if chosen is not None:
            self.add(*chosen)
        return chosen is not None


def _network(tasks: int, links: int, random: Random) -> Links | None:
    """Draw links: one into each task, one out of each, then any; none where the draw leads to no network."""
    paths, end = _Paths(tasks + 2), tasks + 1
    for place in range(1, ENDS + 1):
        paths.add(0, place)
        paths.add(end - place, end)
    inner, later = range(1, end - ENDS), range(ENDS + 1, end)
    for succ in later:
        if not paths.add_one([(pred, succ) for pred in inner if pred < succ], random):
            return None
    for pred in inner:
        if not paths.successors[pred] and not paths.add_one(
            [(pred, succ) for succ in later if succ > pred], random
        ):
            return None
    others = [(pred, succ) for pred in inner for succ in later if pred < succ]
    random.shuffle(others)
    missing = links - sum(map(len, paths.successors))
    for pair in others:
        if missing > 0 and paths.may(*pair):
            paths.add(*pair)
            missing -= 1
    return paths.successors if missing <= 0 else None


def _requests(tasks: int, factor: float, random: Random) -> list[list[int]]:
    """Draw what each task takes of each resource: of one at least, of a share of all on average."""
    taken = [{random.randrange(RESOURCES)} for _ in range(tasks)]
    free = [(task, one) for task in range(tasks) for one in range(RESOURCES) if one not in taken[task]]
    for task, one in random.sample(free, max(0, round(factor * tasks * RESOURCES) - tasks)):
        taken[task].add(one)
    rows = [[random.randint(1, MOST) if one in mine else 0 for one in range(RESOURCES)] for mine in taken]
    return [[0] * RESOURCES, *rows, [0] * RESOURCES]


def _peaks(duration: list[int], successors: Links, request: list[list[int]]) -> list[int]:
    """Return the most that is taken of each resource when everything starts at its earliest."""
    start = [0] * len(duration)
    for task, following in enumerate(successors):
        for succ in following:
            start[succ] = max(start[succ], start[task] + duration[task])
    load = [[0] * RESOURCES for _ in range(start[-1] + 1)]
    for begin, long, units in zip(start, duration, request, strict=True):
        for slot in range(begin, begin + long):
            load[slot] = [a + b for a, b in zip(load[slot], units, strict=True)]
    return [max(column) for column in zip(*load, strict=True)]


def written(one: Drawn) -> Iterator[str]:
    """Write an instance in the format of PSPLIB."""
    yield RULE
    yield "PRECEDENCE RELATIONS:\njobnr.    #modes  #successors   successors"
    for task, following in enumerate(one.successors):
        numbers = "".join(f"{succ + 1:5}" for succ in sorted(following))
        yield f"{task + 1:4}{1:9}{len(following):11}     {numbers}"
    names = "".join(f"  R {resource + 1}" for resource in range(RESOURCES))
    yield f"{RULE}\nREQUESTS/DURATIONS:\njobnr. mode duration{names}\n{'-' * 72}"
    for task, (long, units) in enumerate(zip(one.duration, one.request, strict=True)):
        yield f"{task + 1:4}{1:7}{long:6}   " + "".join(f"{amount:5}" for amount in units)
    yield f"{RULE}\nRESOURCEAVAILABILITIES:\n{names}"
    yield "".join(f"{amount:5}" for amount in one.capacity)
    yield RULE


def make(folder: Path, tasks: int, count: int, seed: int) -> list[Path]:
    """Write so many instances, each set in turn; return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds, files = sets(tasks), []
    for number in range(count):
        kind, again = number % len(kinds), number // len(kinds)
        drawn = draw(tasks, *kinds[kind], Random(f"{seed}/{tasks}/{number}"))
        path = folder / f"j{tasks}{kind + 1}_{again + 1}.sm"
        path.write_text("\n".join(written(drawn)) + "\n", encoding="ascii")
        files.append(path)
    return files


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.progen", description="Draw instances.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="where they are written")
    parser.add_argument("--tasks", type=int, default=120, help="without start and end (default: 120)")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(f"{len(make(chosen.folder, chosen.tasks, chosen.count, chosen.seed))} instances in {chosen.folder}")


if __name__ == "__main__":
    main()
