"""The matrix: how many risks stand at each probability and impact."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from uptake.registers.spec import Choice, RegisterSpec
from uptake.risk import scores
from uptake.risk.selectors import LIVE
from uptake.risk.words import BANDS

SIDES = {"inherent": ("probability", "impact"), "residual": ("residual_probability", "residual_impact")}
SHOWN = 6
"""So many codes stand in a cell; the rest is a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`query` filters the list of risks to those of the cell."""

    probability: Choice
    impact: Choice
    score: int
    band: Choice
    count: int
    codes: Sequence[str]
    more: int
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    step: Choice
    cells: list[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """`counts` has the number of risks in each band, the worst first; `unscored` those that are nowhere."""

    rows: list[Row]
    impacts: Sequence[Choice]
    counts: list[tuple[Choice, int]]
    total: int
    unscored: int


def matrix(spec: RegisterSpec, risks: Iterable[Any], side: str) -> Matrix:
    """Lay risks out on a register's two scales: probability upward, impact to the right."""
    keys = SIDES[side]
    up, right = (_steps(spec, key) for key in SIDES["inherent"])
    placed: dict[tuple[str, str], list[str]] = defaultdict(list)
    total = 0
    for risk in risks:
        total += 1
        placed[getattr(risk, keys[0]), getattr(risk, keys[1])].append(spec.code(risk.number))
    rows = [
        Row(step=p, cells=[_cell(p, i, sorted(placed[p.value, i.value]), keys) for i in right])
        for p in reversed(up)
    ]
    cells = [one for row in rows for one in row.cells]
    counts = [(band, sum(one.count for one in cells if one.band is band)) for band in BANDS]
    on = sum(one.count for one in cells)
    return Matrix(rows=rows, impacts=right, counts=counts, total=total, unscored=total - on)


def _steps(spec: RegisterSpec, key: str) -> list[Choice]:
    field = spec.field(key)
    return [one for one in (field.choices if field else ()) if one.value in scores.STEPS]


def _cell(probability: Choice, impact: Choice, codes: list[str], keys: tuple[str, str]) -> Cell:
    points = scores.score(probability.value, impact.value) or 0
    name = scores.band(points)
    asked = [(f"f.{keys[0]}", probability.value), (f"f.{keys[1]}", impact.value)]
    return Cell(
        probability=probability,
        impact=impact,
        score=points,
        band=next(one for one in BANDS if one.value == name),
        count=len(codes),
        codes=codes[:SHOWN],
        more=max(0, len(codes) - SHOWN),
        query=urlencode([*asked, *(("f.state", state) for state in LIVE)]),
    )
