"""Random numbers that depend on nothing but the seed, the run and whose they are; durations drawn with them.

A number is a hash of keys, not the next of a sequence. So a run is the same in whichever block, thread or worker it
is computed, and a variable can be drawn again without drawing the others.
"""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from uptake.engine.instants import HORIZON
from uptake.engine.simulation.compiling import compiled, inlined, inner
from uptake.engine.simulation.inputs import BLOCK
from uptake.engine.simulation.quantiles import CELLS, OCTAVES, POINTS, REACH

Floats = NDArray[np.float32]

_FIRST = np.uint32(0x7FEB352D)
_SECOND = np.uint32(0x846CA68B)
_FRACTION_BITS = np.int32(23 - CELLS.bit_length() + 1)
_FRACTION = np.int32((1 << (23 - CELLS.bit_length() + 1)) - 1)
_LEAST = np.float32(2.0 ** -(OCTAVES + 1))
_BEGIN = np.int32((127 - OCTAVES - 1) << CELLS.bit_length() - 1)
_STEPS = np.float32((POINTS - 1) / (2 * REACH))
_TOP = np.float32(POINTS - 1.001)
_UNIT = np.float32(2.0**-32)
_LONGEST = np.int32(HORIZON)
_LONGEST_DRAWN = np.float32(HORIZON)
"""Nothing lasts longer than the calendar reaches: more would not fit into a duration, and come out as less."""


def key(seed: int, kind: str, name: object) -> int:
    """Return 32 bits that stand for a variable."""
    return int.from_bytes(hashlib.blake2b(f"{seed}/{kind}/{name}".encode(), digest_size=4).digest(), "big")


def keys(seed: int, kind: str, numbers: Iterable[int]) -> NDArray[np.uint32]:
    """Return 32 bits for each numbered variable, by SplitMix64."""
    with np.errstate(over="ignore"):
        x = np.fromiter(numbers, np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x += np.uint64(key(seed, kind, "")) << np.uint64(32) | np.uint64(key(seed, kind, "low"))
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) >> np.uint64(32)).astype(np.uint32)


@inlined
def hashed(name, first, second, out):
    """Hash the key of a variable with two keys of each run into 32 even bits."""
    for lane in range(BLOCK):
        x = np.uint32(first[lane] + name)
        x = np.uint32(x ^ np.uint32(x >> np.uint32(16)))
        x = np.uint32(x * _FIRST)
        x = np.uint32(x ^ np.uint32(x >> np.uint32(15)))
        x = np.uint32(x + second[lane])
        x = np.uint32(x * _SECOND)
        out[lane] = np.uint32(x ^ np.uint32(x >> np.uint32(16)))


class Room(NamedTuple):
    """Room for a block. Tables are read in loops of their own, so that what lies before and after runs in lanes."""

    bits: NDArray[np.uint32]
    share: Floats
    share_bits: NDArray[np.int32]
    """The same memory as `share`."""
    cell: NDArray[np.int32]
    low: Floats
    more: Floats
    z: Floats
    value: Floats
    happens: NDArray[np.bool_]
    together: Floats
    """What the tasks of each group have in common, shape (g, BLOCK)."""


@compiled
def make_room(groups):
    """Return room for a block."""
    share = np.empty(BLOCK, np.float32)
    return Room(
        np.empty(BLOCK, np.uint32),
        share,
        share.view(np.int32),
        np.empty(BLOCK, np.int32),
        np.empty(BLOCK, np.float32),
        np.empty(BLOCK, np.float32),
        np.empty(BLOCK, np.float32),
        np.empty(BLOCK, np.float32),
        np.empty(BLOCK, np.bool_),
        np.empty((groups, BLOCK), np.float32),
    )


@inlined
def normal(room, table, out):
    """Turn hashes into standard normal numbers: the last bit is the sign, the others a probability up to ½."""
    bits, share, share_bits, cell, low, more = (
        room.bits,
        room.share,
        room.share_bits,
        room.cell,
        room.low,
        room.more,
    )
    for lane in range(BLOCK):
        p = np.float32(np.int32(bits[lane] >> np.uint32(1))) * _UNIT
        share[lane] = max(min(p, np.float32(0.49999997)), _LEAST)
    for lane in range(BLOCK):
        cell[lane] = np.int32((share_bits[lane] >> _FRACTION_BITS) - _BEGIN)
    for lane in range(BLOCK):
        low[lane] = table[0, np.uint64(cell[lane])]
        more[lane] = table[1, np.uint64(cell[lane])]
    for lane in range(BLOCK):
        part = np.float32(share_bits[lane] & _FRACTION) * np.float32(1.0 / (_FRACTION + 1))
        sign = np.float32(np.int32((bits[lane] & np.uint32(1)) << np.uint32(1)) - np.int32(1))
        out[lane] = sign * (low[lane] + part * more[lane])


@inlined
def looked_up(room, table, z, out):
    """Read a quantile table at standard normal numbers, with straight lines between its entries."""
    share, cell, low, more = room.share, room.cell, room.low, room.more
    for lane in range(BLOCK):
        at = (z[lane] + np.float32(REACH)) * _STEPS
        at = max(np.float32(0), min(at, _TOP))
        cell[lane] = np.int32(at)
        share[lane] = at - np.float32(np.int32(at))
    for lane in range(BLOCK):
        low[lane] = table[np.uint64(cell[lane])]
        more[lane] = table[np.uint64(cell[lane]) + np.uint64(1)]
    for lane in range(BLOCK):
        out[lane] = low[lane] + share[lane] * (more[lane] - low[lane])


@inner
def draw_block(draws, room, first, second, table, duration, cost):
    """Draw the durations and the cost of a block of runs.

    Parameters
    ----------
    draws : Draws
    room : Room
    first, second : ndarray of uint32, shape (BLOCK,)
        Keys of the runs.
    table : ndarray of float32
        See `quantiles.normal_table`.
    duration : ndarray of int32, shape (n, BLOCK)
        Holds the planned durations, or those of another block; those that vary are written.
    cost : ndarray of float64, shape (BLOCK,)
        Written, in minor units.
    """
    _draw_durations(draws, room, first, second, table, duration)
    for i in draws.restored:
        duration[i] = draws.planned[i]
    cost[:] = draws.fixed_cost
    _draw_events(draws, room, first, second, table, duration, cost)
    for j in range(len(draws.rated)):
        row, rate = duration[draws.rated[j]], draws.rate[j]
        for lane in range(BLOCK):
            cost[lane] += rate * row[lane]


@inner
def _draw_durations(draws, room, first, second, table, duration):
    bits, z, value, together = room.bits, room.z, room.value, room.together
    for g in range(len(draws.group_name)):
        hashed(draws.group_name[g], first, second, bits)
        normal(room, table, together[g])
    for j in range(len(draws.task)):
        hashed(draws.name[j], first, second, bits)
        normal(room, table, z)
        group = draws.group[j]
        if group >= 0:
            shared, own = draws.shared[j], draws.own[j]
            for lane in range(BLOCK):
                z[lane] = shared * together[group, lane] + own * z[lane]
        looked_up(room, draws.tables[draws.table[j]], z, value)
        base, scale = draws.base[j] + np.float32(0.5), draws.scale[j]
        row, least = duration[draws.task[j]], draws.least[j]
        for lane in range(BLOCK):
            row[lane] = max(np.int32(min(base + scale * value[lane], _LONGEST_DRAWN)), least)


@inner
def _draw_events(draws, room, first, second, table, duration, cost):
    bits, z, value, happens = room.bits, room.z, room.value, room.happens
    for e in range(len(draws.event_name)):
        hashed(draws.event_name[e], first, second, bits)
        for lane in range(BLOCK):
            happens[lane] = bits[lane] < draws.chance[e]
        hashed(draws.event_size[e], first, second, bits)
        normal(room, table, z)
        if draws.event_cost[e] >= 0:
            looked_up(room, draws.tables[draws.event_cost[e]], z, value)
            for lane in range(BLOCK):
                cost[lane] += np.rint(value[lane]) * happens[lane]
        if draws.event_delay[e] >= 0:
            looked_up(room, draws.tables[draws.event_delay[e]], z, value)
            for q in range(draws.hit[e], draws.hit[e + 1]):
                row, scale = duration[draws.hit_task[q]], draws.hit_scale[q]
                for lane in range(BLOCK):
                    delay = np.int32(min(scale * value[lane] + np.float32(0.5), _LONGEST_DRAWN))
                    row[lane] = min(row[lane] + delay * happens[lane], _LONGEST)
