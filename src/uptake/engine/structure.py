"""The shape of a plan: who stands under whom, who follows whom, and an order in which to compute.

A leaf is one node of the network. A summary is two: it *opens* when what binds its children from above is
known, and *closes* when its children are. Node ``i`` is the leaf, or the close of the summary, at position
``i``; node ``n + i`` is the open of that summary. So links on summaries need no rules of their own.
This module is compiled when a C compiler is there.
"""

from typing import Final

from librt.vecs import append, extend, remove, vec
from mypy_extensions import i64

from uptake.engine.errors import CycleFound, DuplicateUid, LinkedToOwnChild, OutlineBroken, UnknownUid

NONE: Final = -1


def filled(n: i64, value: i64) -> vec[i64]:
    """Return a column of n equal entries; doubled, which is much faster than one by one."""
    found = vec[i64]()
    if n > 0:
        found = append(found, value)
    while len(found) < n:
        found = extend(found, found[: n - len(found)])
    return found


def empty_rows(n: i64) -> vec[vec[i64]]:
    """Return n empty rows."""
    return vec[vec[i64]]([vec[i64]() for _ in range(n)])


def with_sorted(row: vec[i64], value: i64) -> vec[i64]:
    """Return a sorted row with one more entry, in its place."""
    found = vec[i64]()
    placed: bool = False
    for one in row:
        if not placed and value < one:
            found = append(found, value)
            placed = True
        found = append(found, one)
    return found if placed else append(found, value)


class Structure:
    """Positions, adjacency and topological order of a plan's tasks and links.

    Attributes
    ----------
    index : dict of int to int
        Position of each task uid.
    parent : vec of i64
        Position of each task's parent, or -1.
    summary : vec of i64
        1 where tasks stand under it.
    children : vec of vec of i64
        Positions of the direct children.
    pred, succ : vec of i64
        Position of each link's ends.
    links_in, links_out : vec of vec of i64
        Positions of the links into and out of each task.
    order : vec of i64
        Nodes, each after all that it depends on.
    rank : vec of i64
        Place of each node in `order`, or -1.
    link_index : dict of int to int
        Position of each link uid.
    """

    def __init__(self) -> None:
        self.index: dict[int, int] = {}
        self.parent: vec[i64] = vec[i64]()
        self.summary: vec[i64] = vec[i64]()
        self.children: vec[vec[i64]] = vec[vec[i64]]()
        self.pred: vec[i64] = vec[i64]()
        self.succ: vec[i64] = vec[i64]()
        self.links_in: vec[vec[i64]] = vec[vec[i64]]()
        self.links_out: vec[vec[i64]] = vec[vec[i64]]()
        self.order: vec[i64] = vec[i64]()
        self.rank: vec[i64] = vec[i64]()
        self.link_index: dict[int, int] = {}

    @staticmethod
    def build(
        uids: list[int],
        parents: list[int | None],
        link_uids: list[int],
        preds: list[int],
        succs: list[int],
    ) -> "Structure":
        """Derive the shape from uids; raises what `Plan.build` lists."""
        shape = Structure()
        shape._outline(uids, parents)
        shape._links(uids, link_uids, preds, succs)
        shape._sort(uids)
        return shape

    def _outline(self, uids: list[int], parents: list[int | None]) -> None:
        index = self.index
        n: i64 = len(uids)
        parent = filled(n, NONE)
        summary = filled(n, 0)
        children = empty_rows(n)
        path: list[int] = []
        for i in range(len(uids)):
            uid = uids[i]
            if uid in index:
                raise DuplicateUid("task", uid)
            index[uid] = i
            above = parents[i]
            if above is None:
                path = [i]
                continue
            at = index.get(above, NONE)
            if at in (NONE, i):
                if above in uids:
                    raise OutlineBroken(uid, above)
                raise UnknownUid("task", above, "task", uid)
            while path and path[-1] != at:
                path.pop()
            if not path:
                raise OutlineBroken(uid, above)
            path.append(i)
            parent[i] = at
            summary[at] = 1
            children[at] = append(children[at], i)
        self.parent = parent
        self.summary = summary
        self.children = children

    def _links(self, uids: list[int], link_uids: list[int], preds: list[int], succs: list[int]) -> None:
        count: i64 = len(link_uids)
        n: i64 = len(uids)
        links_in = empty_rows(n)
        links_out = empty_rows(n)
        index, known, summary = self.index, self.link_index, self.summary
        pred = filled(count, NONE)
        succ = filled(count, NONE)
        k: i64 = 0
        while k < count:
            uid = link_uids[k]
            if uid in known:
                raise DuplicateUid("link", uid)
            known[uid] = k
            p: i64 = index.get(preds[k], NONE)
            s: i64 = index.get(succs[k], NONE)
            if p == NONE:
                raise UnknownUid("task", preds[k], "link", uid)
            if s == NONE:
                raise UnknownUid("task", succs[k], "link", uid)
            if (p == s or summary[p] or summary[s]) and self._related(p, s):
                raise LinkedToOwnChild(preds[k], succs[k])
            pred[k] = p
            succ[k] = s
            links_out[p] = append(links_out[p], k)
            links_in[s] = append(links_in[s], k)
            k += 1
        self.pred = pred
        self.succ = succ
        self.links_in = links_in
        self.links_out = links_out

    def _related(self, p: i64, s: i64) -> bool:
        """Tell whether one of two tasks is, or contains, the other."""
        if p == s:
            return True
        return bool(self.summary[p] and self._contains(p, s)) or bool(
            self.summary[s] and self._contains(s, p)
        )

    def _contains(self, above: i64, below: i64) -> bool:
        at: i64 = self.parent[below]
        while at != NONE:
            if at == above:
                return True
            at = self.parent[at]
        return False

    def after(self, node: i64) -> vec[i64]:
        """Return the nodes that directly depend on a node."""
        n: i64 = len(self.parent)
        found = vec[i64]()
        if node >= n:
            for c in self.children[node - n]:
                found = append(found, n + c if self.summary[c] else c)
            return found
        for k in self.links_out[node]:
            s: i64 = self.succ[k]
            found = append(found, n + s if self.summary[s] else s)
        above: i64 = self.parent[node]
        return found if above == NONE else append(found, above)

    def before(self, node: i64) -> vec[i64]:
        """Return the nodes whose late dates directly depend on those of a node.

        In reverse, a summary's close bounds its children and its open rolls them up.
        """
        n: i64 = len(self.parent)
        i: i64 = node if node < n else node - n
        if node < n and self.summary[i]:
            return self.children[i]
        found = vec[i64]()
        for k in self.links_in[i]:
            found = append(found, self.pred[k])
        above: i64 = self.parent[i]
        return found if above == NONE else append(found, n + above)

    def _sort(self, uids: list[int]) -> None:
        """Order the nodes (Kahn), visiting those that are ready in outline order of becoming so."""
        n: i64 = len(self.parent)
        waits = filled(2 * n, 0)
        ready = filled(2 * n, NONE)
        total: i64 = n
        count: i64 = 0
        i: i64 = 0
        while i < n:
            bound: i64 = len(self.links_in[i])
            if self.parent[i] != NONE:
                bound += 1
            first: i64 = i
            if self.summary[i]:
                total += 1
                waits[i] = len(self.children[i])
                first = n + i
            waits[first] = bound
            if bound == 0:
                ready[count] = first
                count += 1
            i += 1
        rank = filled(2 * n, NONE)
        at: i64 = 0
        while at < count:
            node: i64 = ready[at]
            rank[node] = at
            at += 1
            for after in self.after(node):
                waits[after] -= 1
                if waits[after] == 0:
                    ready[count] = after
                    count += 1
        if count < total:
            raise CycleFound(self._cycle(uids, waits))
        self.order = ready[:count]
        self.rank = rank

    def _cycle(self, uids: list[int], waits: vec[i64]) -> tuple[int, ...]:
        """Walk back over nodes that never became ready until one comes twice."""
        n = len(uids)
        before: dict[int, int] = {}
        for node in range(2 * n):
            if waits[node] > 0:
                for after in self.after(node):
                    if waits[after] > 0:
                        before[after] = node
        node = next(iter(before))
        seen: dict[int, int] = {}
        trail: list[int] = []
        while node not in seen:
            seen[node] = len(trail)
            trail.append(node)
            node = before[node]
        loop = [uids[k if k < n else k - n] for k in reversed(trail[seen[node] :])]
        tasks = [uid for k, uid in enumerate(loop) if uid != loop[k - 1]]
        return tuple(tasks)

    def relinked(self, changes: list[tuple[int, int, int]], link_index: dict[int, int]) -> "Structure":
        """Derive the shape of a plan with the same outline and some other links; shares what stays.

        Parameters
        ----------
        changes : list of (int, int, int)
            Position, predecessor and successor (positions of tasks) of each link that is new or other.
        link_index : dict of int to int
            Position of each link uid afterwards; those beyond its length are gone.

        Raises
        ------
        LinkedToOwnChild, CycleFound
        """
        twin = self._twin(link_index)
        twin.relink(changes)
        return twin

    def relink(self, changes: list[tuple[int, int, int]]) -> None:
        """Change links in place: only for a structure that nobody else holds. See `relinked`."""
        count = len(self.link_index)
        known = len(self.pred)
        gone = list(range(count, known))
        for k in gone + [change[0] for change in changes]:
            if k < known:
                self._unlink(k)
        self.pred = self.pred[:count]
        self.succ = self.succ[:count]
        for k, p, s in sorted(changes):
            if self._related(p, s):
                uids = list(self.index)
                raise LinkedToOwnChild(uids[p], uids[s])
            self._link(k, p, s)

    def _twin(self, link_index: dict[int, int]) -> "Structure":
        """Copy the columns that links bear on; the lists of single tasks stay shared until touched."""
        twin = Structure()
        twin.index = self.index
        twin.parent = self.parent
        twin.summary = self.summary
        twin.children = self.children
        twin.pred = self.pred[:]
        twin.succ = self.succ[:]
        twin.links_in = self.links_in[:]
        twin.links_out = self.links_out[:]
        twin.order = self.order
        twin.rank = self.rank
        twin.link_index = link_index
        return twin

    def _unlink(self, k: i64) -> None:
        p: i64 = self.pred[k]
        s: i64 = self.succ[k]
        self.links_out[p] = remove(self.links_out[p][:], k)
        self.links_in[s] = remove(self.links_in[s][:], k)

    def _link(self, k: i64, p: i64, s: i64) -> None:
        if k < len(self.pred):
            self.pred[k] = p
            self.succ[k] = s
        else:
            self.pred = append(self.pred, p)
            self.succ = append(self.succ, s)
        self.links_out[p] = with_sorted(self.links_out[p], k)
        self.links_in[s] = with_sorted(self.links_in[s], k)
        n: i64 = len(self.parent)
        self._put_before(p, n + s if self.summary[s] else s)

    def _put_before(self, first: i64, then: i64) -> None:
        """Mend the order for a new edge: what follows `then` moves behind `first`.

        After Marchetti-Spaccamela, Nanni and Rohnert (1996): only the stretch between the two is looked at.
        """
        low: i64 = self.rank[then]
        high: i64 = self.rank[first]
        if high < low:
            return
        came = self._reach(then, first)
        order = self.order[:]
        rank = self.rank[:]
        moved: list[int] = []
        free: i64 = low
        at: i64 = low
        while at <= high:
            node = order[at]
            at += 1
            if node in came:
                moved.append(node)
            else:
                order[free] = node
                rank[node] = free
                free += 1
        for node in moved:
            order[free] = node
            rank[node] = free
            free += 1
        self.order = order
        self.rank = rank

    def _reach(self, start: int, goal: int) -> dict[int, int]:
        """Find the nodes that depend on `start` and stand before `goal`; raise when that is one of them."""
        high: i64 = self.rank[goal]
        came: dict[int, int] = {start: NONE}
        stack = [start]
        while stack:
            node = stack.pop()
            for after in self.after(node):
                if after in came:
                    continue
                at: i64 = self.rank[after]
                if at > high:
                    continue
                came[after] = node
                if after == goal:
                    raise CycleFound(self._loop(came, goal))
                stack.append(after)
        return came

    def _loop(self, came: dict[int, int], goal: int) -> tuple[int, ...]:
        """Return the uids along the way to `goal`, each once."""
        uids = list(self.index)
        n = len(uids)
        trail: list[int] = []
        node = goal
        while node != NONE:
            trail.append(uids[node if node < n else node - n])
            node = came[node]
        trail.reverse()
        return tuple([uid for k, uid in enumerate(trail) if uid != trail[k - 1]])


def leading_to(shape: Structure, goal: int) -> set[int]:
    """Return what links lead from to a task, itself included.

    Parameters
    ----------
    shape : Structure
    goal : int
        A position.

    Returns
    -------
    set of int
        Positions. A summary comes with all that is in it, and a task with what leads to the summaries around it.

    Examples
    --------
    >>> from uptake.engine.plan import Link, Plan, Project, Task
    >>> tasks = [Task(uid=1), Task(uid=2), Task(uid=3)]
    >>> plan = Plan.build(Project(start=19_200), tasks, [Link(uid=1, pred=1, succ=2)])
    >>> sorted(leading_to(plan.structure, 1))
    [0, 1]
    """
    found: set[int] = set()
    looked: set[int] = set()
    waiting: list[int] = [goal]
    while waiting:
        i = waiting.pop()
        if i in found:
            continue
        found.add(i)
        waiting.extend(list(shape.children[i]))
        while i >= 0 and i not in looked:
            looked.add(i)
            waiting.extend([shape.pred[k] for k in shape.links_in[i]])
            i = shape.parent[i]
    return found
