"""The shape of a plan: who stands under whom, who follows whom, and an order in which to compute.

A leaf is one node of the network. A summary is two: it *opens* when what binds its children from above is
known, and *closes* when its children are. Node ``i`` is the leaf, or the close of the summary, at position
``i``; node ``n + i`` is the open of that summary. So links on summaries need no rules of their own.
This module is compiled when a C compiler is there.
"""

from typing import Final

from mypy_extensions import i64

from uptake.engine.errors import CycleFound, DuplicateUid, LinkedToOwnChild, OutlineBroken, UnknownUid

NONE: Final = -1


class Structure:
    """Positions, adjacency and topological order of a plan's tasks and links.

    Attributes
    ----------
    index : dict of int to int
        Position of each task uid.
    parent : list of int
        Position of each task's parent, or -1.
    summary : list of int
        1 where tasks stand under it.
    children : list of list of int
        Positions of the direct children.
    pred, succ : list of int
        Position of each link's ends.
    links_in, links_out : list of list of int
        Positions of the links into and out of each task.
    order : list of int
        Nodes, each after all that it depends on.
    rank : list of int
        Place of each node in `order`, or -1.
    link_index : dict of int to int
        Position of each link uid.
    """

    def __init__(self) -> None:
        self.index: dict[int, int] = {}
        self.parent: list[int] = []
        self.summary: list[int] = []
        self.children: list[list[int]] = []
        self.pred: list[int] = []
        self.succ: list[int] = []
        self.links_in: list[list[int]] = []
        self.links_out: list[list[int]] = []
        self.order: list[int] = []
        self.rank: list[int] = []
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
        path: list[int] = []
        for i in range(len(uids)):
            uid = uids[i]
            if uid in index:
                raise DuplicateUid("task", uid)
            index[uid] = i
            self.summary.append(0)
            self.children.append([])
            above = parents[i]
            if above is None:
                self.parent.append(NONE)
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
            self.parent.append(at)
            self.summary[at] = 1
            self.children[at].append(i)

    def _links(self, uids: list[int], link_uids: list[int], preds: list[int], succs: list[int]) -> None:
        links_in: list[list[int]] = [[] for _ in uids]
        links_out: list[list[int]] = [[] for _ in uids]
        index, known, summary = self.index, self.link_index, self.summary
        pred, succ = self.pred, self.succ
        for k in range(len(link_uids)):
            uid = link_uids[k]
            if uid in known:
                raise DuplicateUid("link", uid)
            known[uid] = k
            p = index.get(preds[k], NONE)
            s = index.get(succs[k], NONE)
            if p == NONE:
                raise UnknownUid("task", preds[k], "link", uid)
            if s == NONE:
                raise UnknownUid("task", succs[k], "link", uid)
            if (p == s or summary[p] or summary[s]) and self._related(p, s):
                raise LinkedToOwnChild(preds[k], succs[k])
            pred.append(p)
            succ.append(s)
            links_out[p].append(k)
            links_in[s].append(k)
        self.links_in = links_in
        self.links_out = links_out

    def _related(self, p: int, s: int) -> bool:
        """Tell whether one of two tasks is, or contains, the other."""
        if p == s:
            return True
        return bool(self.summary[p] and self._contains(p, s)) or bool(
            self.summary[s] and self._contains(s, p)
        )

    def _contains(self, above: int, below: int) -> bool:
        at = self.parent[below]
        while at != NONE:
            if at == above:
                return True
            at = self.parent[at]
        return False

    def after(self, node: int) -> list[int]:
        """Return the nodes that directly depend on a node."""
        n = len(self.parent)
        if node >= n:
            return [n + c if self.summary[c] else c for c in self.children[node - n]]
        found: list[int] = []
        for k in self.links_out[node]:
            s = self.succ[k]
            found.append(n + s if self.summary[s] else s)
        if self.parent[node] != NONE:
            found.append(self.parent[node])
        return found

    def before(self, node: int) -> list[int]:
        """Return the nodes whose late dates directly depend on those of a node.

        In reverse, a summary's close bounds its children and its open rolls them up.
        """
        n = len(self.parent)
        i = node if node < n else node - n
        if node < n and self.summary[i]:
            return self.children[i]
        found = [self.pred[k] for k in self.links_in[i]]
        if self.parent[i] != NONE:
            found.append(n + self.parent[i])
        return found

    def _sort(self, uids: list[int]) -> None:
        """Order the nodes (Kahn), visiting those that are ready in outline order of becoming so."""
        n: i64 = len(uids)
        waits: list[int] = [0] * (2 * n)
        ready: list[int] = []
        total: i64 = n
        i: i64 = 0
        while i < n:
            bound: i64 = len(self.links_in[i])
            above: i64 = self.parent[i]
            if above >= 0:
                bound += 1
            if self.summary[i]:
                total += 1
                waits[n + i] = bound
                waits[i] = len(self.children[i])
                if bound == 0:
                    ready.append(n + i)
            else:
                waits[i] = bound
                if bound == 0:
                    ready.append(i)
            i += 1
        rank: list[int] = [NONE] * (2 * n)
        at: i64 = 0
        while at < len(ready):
            node: i64 = ready[at]
            rank[node] = at
            at += 1
            for after in self.after(node):
                left: i64 = waits[after]
                left -= 1
                waits[after] = left
                if left == 0:
                    ready.append(after)
        if at < total:
            raise CycleFound(self._cycle(uids, waits))
        self.order = ready
        self.rank = rank

    def _cycle(self, uids: list[int], waits: list[int]) -> tuple[int, ...]:
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
        del self.pred[count:]
        del self.succ[count:]
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

    def _unlink(self, k: int) -> None:
        p = self.pred[k]
        s = self.succ[k]
        self.links_out[p] = [other for other in self.links_out[p] if other != k]
        self.links_in[s] = [other for other in self.links_in[s] if other != k]

    def _link(self, k: int, p: int, s: int) -> None:
        if k < len(self.pred):
            self.pred[k] = p
            self.succ[k] = s
        else:
            self.pred.append(p)
            self.succ.append(s)
        self.links_out[p] = sorted([*self.links_out[p], k])
        self.links_in[s] = sorted([*self.links_in[s], k])
        self._put_before(p, len(self.parent) + s if self.summary[s] else s)

    def _put_before(self, first: int, then: int) -> None:
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
