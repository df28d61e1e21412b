"""Links that say nothing: what they ask for, other links ask for as well."""

from uptake.engine.columns import UPPER
from uptake.engine.plan import Link, LinkType
from uptake.engine.review.study import Fault, Judged, Study

BLOCK = 4096
"""So many predecessors are followed at once, as the bits of one number: bounds the memory, not the answer."""


def redundant_links(study: Study) -> Judged:
    """Find links whose predecessor already precedes another predecessor of their successor.

    A link counts as a way where it surely holds: finish to start without lead, between tasks that computed dates
    move. Only links without lag can be redundant. All that are found can go at once: what remains of an acyclic
    network still leads wherever it did (transitive reduction, Aho, Garey and Ullman 1972).
    """
    plan = study.plan
    ways = _ways(study)
    into: dict[int, list[int]] = {}
    for k, (_, s) in ways.items():
        into.setdefault(s, []).append(k)
    asked = [k for some in into.values() if len(some) > 1 for k in some if not plan.links[k].lag]
    wanted = sorted({ways[k][0] for k in asked})
    found: set[int] = set()
    order = [node for node in plan.structure.order if node in into]
    for at in range(0, len(wanted), BLOCK):
        bits = {p: 1 << place for place, p in enumerate(wanted[at : at + BLOCK])}
        found |= _implied(plan.links, ways, into, order, bits)
    faults = []
    for k in sorted(found):
        link = plan.links[k]
        data: dict[str, object] = {"pred": link.pred, "succ": link.succ}
        faults.append(Fault("link", link.uid, "redundant", data, "remove_link"))
    return Judged(len(study.links), faults)


def _ways(study: Study) -> dict[int, tuple[int, int]]:
    """Return the links that surely hold: position, with the positions of both ends."""
    tasks, shape = study.plan.tasks, study.plan.structure
    firm = [
        task.active
        and not task.manual
        and not task.external
        and not shape.summary[i]
        and task.actual_start is None
        for i, task in enumerate(tasks)
    ]
    if study.plan.project.honor_constraints:
        firm = [one and not study.done.layout.net.bound[i] & UPPER for i, one in enumerate(firm)]
    return {
        k: (shape.pred[k], shape.succ[k])
        for k, link in enumerate(study.plan.links)
        if _holds(link) and firm[shape.pred[k]] and firm[shape.succ[k]]
    }


def _holds(link: Link) -> bool:
    return link.type is LinkType.FS and link.lag >= 0


def _implied(
    links: tuple[Link, ...],
    ways: dict[int, tuple[int, int]],
    into: dict[int, list[int]],
    order: list[int],
    bits: dict[int, int],
) -> set[int]:
    """Return the links from some predecessors that other ways imply; nodes come in topological order."""
    before: dict[int, int] = {}
    found: set[int] = set()
    for s in order:
        longer = direct = 0
        for k in into[s]:
            p = ways[k][0]
            longer |= before.get(p, 0)
            direct |= bits.get(p, 0)
        if longer & direct:
            found.update(k for k in into[s] if not links[k].lag and longer & bits.get(ways[k][0], 0))
        if longer | direct:
            before[s] = longer | direct
    return found
