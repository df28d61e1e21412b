"""A plan on the workbench: the one place where edits happen, on lists of its own; plans stay values."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from uptake.engine.calendars import check_bases
from uptake.engine.edits.algebra import Add, Edit, Move, Remove, Set
from uptake.engine.edits.values import ROWS, Kind, Row, check_row, check_values
from uptake.engine.errors import BadValue, DuplicateUid, OutlineBroken, UnknownUid
from uptake.engine.plan import Link, Plan, Project, Task, build_structure
from uptake.engine.structure import Structure

FEW = 64
"""Up to so many changed links, the structure is derived from the old one; beyond, it is built anew."""

REFERENCES: dict[str, tuple[tuple[str, Kind], ...]] = {
    "project": (("calendar", "calendar"),),
    "task": (("calendar", "calendar"), ("owner", "resource")),
    "link": (("pred", "task"), ("succ", "task")),
    "calendar": (("base", "calendar"),),
    "resource": (("calendar", "calendar"),),
    "assignment": (("task", "task"), ("resource", "resource")),
}
"""The fields that name another object, and of which kind."""

_uid_of: Callable[[Any], int] = attrgetter("uid")


class Workbench:
    """A plan being edited.

    Each edit returns the edits that undo it. What needs several objects (references, loops, the outline) is
    checked once, by `plan`, so that the order of edits in a list does not matter for it.
    """

    def __init__(self, plan: Plan) -> None:
        self.before = plan
        self.project: Project = plan.project
        self.rows: dict[str, Sequence[Any]] = {
            "task": plan.tasks,
            "link": plan.links,
            "calendar": plan.calendars,
            "resource": plan.resources,
            "assignment": plan.assignments,
        }
        self.index: dict[str, dict[int, int]] = {
            "task": plan.structure.index,
            "link": plan.structure.link_index,
        }
        self.own: set[str] = set()
        """Kinds whose index is no longer the plan's."""
        self.reshaped = False
        self.relinked: set[int] = set()
        self.claims: set[tuple[Kind, int, str, int]] = set()
        """References that edits made: to what, by whom."""
        self.lost: set[Kind] = set()
        """Kinds of which something went away that others may refer to."""

    def run(self, edit: Edit) -> list[Edit]:
        """Carry out an edit; return those that undo it, in the order in which they are to be applied."""
        match edit:
            case Set(kind="project"):
                return self._set_project(edit)
            case Set():
                return self._set(edit)
            case Add(row=Task() as task):
                return self._add_task(task, edit.at, edit.below)
            case Add():
                return self._add(edit.row, edit.at)
            case Remove(kind="task"):
                return self._remove_task(edit.uid)
            case Remove(kind="project"):
                raise BadValue("edit", 0, "kind", edit.kind)
            case Remove():
                return self._remove(edit.kind, edit.uid)
            case Move():
                return self._move(edit)
        raise BadValue("edit", 0, "edit", edit)

    # ---- finding and changing rows

    def _list(self, kind: str) -> list[Any]:
        rows = self.rows[kind]
        if not isinstance(rows, list):
            rows = self.rows[kind] = list(rows)
        return rows

    def _places(self, kind: str) -> dict[int, int]:
        index = self.index.get(kind)
        if index is None:
            index = self.index[kind] = {row.uid: k for k, row in enumerate(self.rows[kind])}
            self.own.add(kind)
        return index

    def _own_places(self, kind: str) -> dict[int, int]:
        """Return an index that may be changed: the plan's own is shared."""
        index = self._places(kind)
        if kind not in self.own:
            index = self.index[kind] = index.copy()
            self.own.add(kind)
        return index

    def place(self, kind: str, uid: int) -> int:
        """Return the position of an object; raises `UnknownUid`."""
        if kind not in self.index:
            rows = self.rows[kind]
            k = bisect_left(rows, uid, key=_uid_of)
            if k < len(rows) and rows[k].uid == uid:
                return k
        k = self._places(kind).get(uid, -1)
        if k < 0:
            raise UnknownUid(kind, uid, "edit")
        return k

    def _claim(self, kind: str, row: Any, names: Sequence[str] | None = None) -> None:
        for name, target in REFERENCES[kind]:
            if names is None or name in names:
                uid = getattr(row, name)
                if uid is not None:
                    self.claims.add((target, uid, kind, getattr(row, "uid", 0)))

    # ---- values

    def _set_project(self, edit: Set) -> list[Edit]:
        check_values("project", 0, edit.values)
        old = {name: getattr(self.project, name) for name in edit.values}
        self.project = replace(self.project, **edit.values)  # type: ignore[arg-type]
        self._claim("project", self.project, list(old))
        return [Set("project", 0, old)]

    def _set(self, edit: Set) -> list[Edit]:
        kind = edit.kind
        if kind not in self.rows:
            raise BadValue("edit", edit.uid, "kind", kind)
        check_values(kind, edit.uid, edit.values)
        k = self.place(kind, edit.uid)
        rows = self._list(kind)
        row = rows[k]
        old = {name: getattr(row, name) for name in edit.values}
        rows[k] = replace(row, **edit.values)
        self._claim(kind, rows[k], list(old))
        if kind == "link" and not old.keys().isdisjoint(("pred", "succ")):
            self.relinked.add(k)
        return [Set(kind, edit.uid, old)]

    # ---- tables without an order

    def _add(self, row: Row, at: int | None) -> list[Edit]:
        check_row(row)
        kind = ROWS[type(row)]
        index = self._own_places(kind)
        if row.uid in index:
            raise DuplicateUid(kind, row.uid)
        k = len(index) if at is None else self.place(kind, at)
        rows = self._list(kind)
        if at is None:
            rows.append(row)
        else:
            index[at] = len(rows)
            rows.append(rows[k])
            rows[k] = row
        index[row.uid] = k
        self._claim(kind, row)
        if kind == "link":
            self.relinked |= {k, len(rows) - 1}
        return [Remove(kind, row.uid)]

    def _remove(self, kind: Kind, uid: int) -> list[Edit]:
        if kind not in self.rows:
            raise BadValue("edit", uid, "kind", kind)
        back: list[Edit] = []
        if kind == "resource":
            back = self._clear(
                "assignment", [one.uid for one in self.rows["assignment"] if one.resource == uid]
            )
            owned = [task.uid for task in self.rows["task"] if task.owner == uid]
            back += [undo for one in owned for undo in self._set(Set("task", one, {"owner": None}))]
        index = self._own_places(kind)
        k = self.place(kind, uid)
        rows = self._list(kind)
        row = rows[k]
        last = rows.pop()
        del index[uid]
        if last is not row:
            rows[k] = last
            index[last.uid] = k
        if kind == "link":
            self.relinked |= {k, len(rows)}
        self.lost.add(kind)
        return [Add(row, None if last is row else last.uid), *back]

    def _clear(self, kind: Kind, uids: list[int]) -> list[Edit]:
        back: list[Edit] = []
        for uid in uids:
            back = [*self._remove(kind, uid), *back]
        return back

    # ---- the outline

    def _end(self, k: int) -> int:
        """Return the position behind the task at `k` and all that stands under it."""
        tasks = self.rows["task"]
        inside = {tasks[k].uid}
        end = k + 1
        while end < len(tasks) and tasks[end].parent in inside:
            inside.add(tasks[end].uid)
            end += 1
        return end

    def _spot(self, parent: int | None, at: int | None) -> int:
        """Return the position where a task comes that is put under `parent` and before `at`."""
        if at is not None:
            k = self.place("task", at)
            if self.rows["task"][k].parent != parent:
                raise OutlineBroken(at, -1 if parent is None else parent)
            return k
        if parent is None:
            return len(self.rows["task"])
        return self._end(self.place("task", parent))

    def _next(self, end: int, parent: int | None) -> int | None:
        """Return the uid of the sibling at position `end`, if one stands there."""
        tasks = self.rows["task"]
        return tasks[end].uid if end < len(tasks) and tasks[end].parent == parent else None

    def _splice(self, start: int, end: int, block: Sequence[Task]) -> None:
        """Replace the tasks between two positions."""
        tasks = self._list("task")
        self.reshaped = True
        if start == len(tasks):
            index = self._own_places("task")
            for k, task in enumerate(block, start):
                index[task.uid] = k
        else:
            self.index.pop("task", None)
        tasks[start:end] = block

    def _add_task(self, task: Task, at: int | None, below: tuple[Task, ...]) -> list[Edit]:
        block = (task, *below)
        index = self._places("task")
        seen: set[int] = set()
        for one in block:
            check_row(one)
            if one.uid in index or one.uid in seen:
                raise DuplicateUid("task", one.uid)
            if one is not task and one.parent not in seen:
                raise OutlineBroken(one.uid, -1 if one.parent is None else one.parent)
            seen.add(one.uid)
            self._claim("task", one)
        k = self._spot(task.parent, at)
        self._splice(k, k, block)
        return [Remove("task", task.uid)]

    def _remove_task(self, uid: int) -> list[Edit]:
        k = self.place("task", uid)
        end = self._end(k)
        tasks = self.rows["task"]
        block = tuple(tasks[k:end])
        inside = {task.uid for task in block}
        back = self._clear("assignment", [one.uid for one in self.rows["assignment"] if one.task in inside])
        back = [*self._clear("link", self._links_of(inside)), *back]
        following = self._next(end, block[0].parent)
        self._splice(k, end, ())
        self.lost.add("task")
        return [Add(block[0], following, block[1:]), *back]

    def _links_of(self, inside: set[int]) -> list[int]:
        return [link.uid for link in self.rows["link"] if link.pred in inside or link.succ in inside]

    def _move(self, edit: Move) -> list[Edit]:
        k = self.place("task", edit.uid)
        end = self._end(k)
        tasks = self._list("task")
        block = tasks[k:end]
        inside = {task.uid for task in block}
        if edit.parent in inside or edit.at in inside:
            raise OutlineBroken(edit.uid, edit.uid)
        old = block[0]
        back = Move(edit.uid, old.parent, self._next(end, old.parent))
        self._splice(k, end, ())
        to = self._spot(edit.parent, edit.at)
        if old.parent != edit.parent:
            block[0] = replace(old, parent=edit.parent)
        self._splice(to, to, block)
        return [back]

    # ---- the result

    def plan(self) -> Plan:
        """Return the plan as it is now; raises what `Plan.build` lists when it cannot be one."""
        structure = self._structure()
        self._check(structure)
        return Plan(
            project=self.project,
            tasks=_frozen(self.rows["task"]),
            links=_frozen(self.rows["link"]),
            calendars=_frozen(self.rows["calendar"]),
            resources=_frozen(self.rows["resource"]),
            assignments=_frozen(self.rows["assignment"]),
            structure=structure,
        )

    def _structure(self) -> Structure:
        before = self.before
        tasks, links = self.rows["task"], self.rows["link"]
        if self.reshaped or len(self.relinked) > FEW:
            return build_structure(tasks, links)
        changes: list[tuple[int, int, int]] = []
        for k in self.relinked:
            if k < len(links):
                link: Link = links[k]
                if k >= len(before.links) or link is not before.links[k]:
                    changes.append((k, self._end_of(link, link.pred), self._end_of(link, link.succ)))
        if not changes and len(links) == len(before.links):
            return before.structure
        return before.structure.relinked(changes, self._places("link"))

    def _end_of(self, link: Link, uid: int) -> int:
        k = self.before.structure.index.get(uid, -1)
        if k < 0:
            raise UnknownUid("task", uid, "link", link.uid)
        return k

    def _check(self, structure: Structure) -> None:
        """Check the references that edits made, and those to kinds of which something went away."""
        if "calendar" in self.lost:
            for table in ("task", "calendar", "resource"):
                for row in self.rows[table]:
                    self._claim(table, row)
            self._claim("project", self.project)
        known = {"task": structure.index}
        for kind, uid, by, owner in sorted(self.claims):
            if kind not in known:
                known[kind] = {row.uid: k for k, row in enumerate(self.rows[kind])}
            if uid not in known[kind] and self._claimed_still(kind, uid, by, owner):
                raise UnknownUid(kind, uid, by, owner)
        if self.rows["calendar"] is not self.before.calendars:
            check_bases(self.rows["calendar"])

    def _claimed_still(self, kind: Kind, uid: int, by: str, owner: int) -> bool:
        """Tell whether a claim holds at the end: its owner may be gone, or may have let go."""
        if by == "project":
            return self.project.calendar == uid
        try:
            row = self.rows[by][self.place(by, owner)]
        except UnknownUid:
            return False
        return any(target == kind and getattr(row, name) == uid for name, target in REFERENCES[by])


def _frozen(rows: Sequence[Any]) -> tuple[Any, ...]:
    return rows if isinstance(rows, tuple) else tuple(rows)
