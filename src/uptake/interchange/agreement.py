"""How far the engine agrees with what the program that saved a plan had stored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from uptake.engine.calendars import CalendarLoop
from uptake.engine.errors import PlanError
from uptake.engine.instants import MINUTE
from uptake.engine.scheduling import Schedule, schedule
from uptake.interchange.corpus import DocumentUnusable, Entry, Source, entries, load
from uptake.interchange.document import iso
from uptake.interchange.errors import InterchangeError
from uptake.interchange.features import features
from uptake.interchange.neutral import Stored, stored, to_plan
from uptake.interchange.stale import stale

Document = dict[str, Any]
Progress = Callable[[int, int, str], None]
"""Called with how many plans are done, how many there are, and the name of the next."""

Words = Callable[[Exception], str]

UNKNOWN = "unknown"
BARS = {"start_finish": 0.999, "whole_files": 0.98, "slack": 0.98, "critical": 0.99}
"""What each share is to reach."""

GATE = {**BARS, "slack": 0.96, "slack_fresh": 0.98}
"""What each share must reach to pass: slack where the file does not contradict itself, and overall no less
than is reached today, because stale late dates cannot be computed."""


@dataclass(slots=True)
class Share:
    """How many of how many are right."""

    right: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        """The share of 1, or None when there was nothing to judge."""
        return self.right / self.of if self.of else None

    def count(self, right: bool) -> None:
        """Judge one more."""
        self.right += right
        self.of += 1

    def add(self, other: "Share") -> None:
        """Take in what another one counted."""
        self.right += other.right
        self.of += other.of


@dataclass(slots=True)
class Score:
    """What was judged in one plan, or in many.

    Attributes
    ----------
    files : int
    start_finish : Share
        Tasks whose stored start and finish are both met to the minute.
    whole_files : Share
        Plans in which all tasks are.
    slack : Share
        Tasks whose total slack is.
    slack_fresh : Share
        The same, without the tasks whose stored late dates contradict the file; see `stale`.
    critical : Share
        Tasks whose critical flag is.
    apart : Share
        Those of `start_finish` with split or contoured work, where a stored date is an input.
    """

    files: int = 0
    start_finish: Share = field(default_factory=Share)
    whole_files: Share = field(default_factory=Share)
    slack: Share = field(default_factory=Share)
    slack_fresh: Share = field(default_factory=Share)
    critical: Share = field(default_factory=Share)
    apart: Share = field(default_factory=Share)

    def add(self, other: "Score") -> None:
        """Take in what another one counted."""
        self.files += other.files
        for name in (*GATE, "apart"):
            getattr(self, name).add(getattr(other, name))

    def to_json(self) -> dict[str, Any]:
        """Return the counts and the shares of 1; null where there was nothing to judge."""
        shares = {name: _rounded(getattr(self, name).value) for name in GATE}
        return {"files": self.files, "tasks": self.start_finish.of, **shares}


@dataclass(frozen=True, slots=True)
class Difference:
    """A task that came out differently, or a plan that could not be judged.

    Attributes
    ----------
    file : str
    features : tuple of str
    suspect : str or None
        Why what the file stored should not be trusted.
    uid, name : int, str or None
        The task; None for a whole plan.
    got, stored : dict
        By field, ``start``, ``finish``, ``total_slack`` or ``critical``: a date in ISO form, minutes, a flag.
    error : Exception or None
        Why the plan could not be read or scheduled.
    """

    file: str
    features: tuple[str, ...]
    suspect: str | None = None
    uid: int | None = None
    name: str | None = None
    got: dict[str, Any] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)
    error: Exception | None = field(default=None, compare=False)

    def to_json(self, words: Words = str) -> dict[str, Any]:
        """Return the difference as plain values, an error in words."""
        return {
            "file": self.file,
            "uid": self.uid,
            "name": self.name,
            "fields": list(self.stored),
            "got": self.got,
            "stored": self.stored,
            "features": list(self.features),
            "suspect": self.suspect,
            "reason": None if self.error is None else words(self.error),
        }


@dataclass(slots=True)
class Agreement:
    """The score of a folder: in all, by level and by feature, and every difference.

    Plans that the index calls suspect are scored apart: what they hold is not what was calculated.
    """

    total: Score = field(default_factory=Score)
    suspect: Score = field(default_factory=Score)
    by_level: dict[str, Score] = field(default_factory=dict)
    by_feature: dict[str, Score] = field(default_factory=dict)
    differs: list[Difference] = field(default_factory=list)

    @property
    def below(self) -> tuple[str, ...]:
        """The shares that do not reach their bar; dates that could not be judged do not reach theirs."""
        needed = {"start_finish", "whole_files"}
        values = {name: getattr(self.total, name).value for name in GATE}
        return tuple(
            name
            for name, bar in GATE.items()
            if (values[name] or 0) < bar and (name in needed or values[name] is not None)
        )

    def to_json(self, words: Words = str) -> dict[str, Any]:
        """Return the score as plain values, errors in words; see ``docs/reference/cli.md`` for the form."""
        return {
            **self.total.to_json(),
            "by_level": {name: self.by_level[name].to_json() for name in sorted(self.by_level)},
            "by_feature": {name: self.by_feature[name].to_json() for name in sorted(self.by_feature)},
            "counted_apart": {"tasks": self.total.apart.of, "start_finish": _rounded(self.total.apart.value)},
            "suspect": self.suspect.to_json(),
            "differs": [one.to_json(words) for one in self.differs],
        }


def agreement(folder: str | Path, *, source: Source = "json", progress: Progress | None = None) -> Agreement:
    r"""Schedule every plan of a folder and compare with what was stored in it.

    Parameters
    ----------
    folder : str or Path
        With an ``index.json`` that lists neutral documents, and the project files under ``files/``; any of
        the three may be missing. See `corpus.entries`.
    source : {"json", "files"}
        Take inputs and stored results from the documents, or from the project files.
    progress : callable, optional
        Called before each plan with the number done, the number in all and the plan's name.

    Returns
    -------
    Agreement
        A plan that cannot be read or scheduled counts as wrong in all its tasks. Where nothing was stored,
        nothing is judged. Suspect plans count in `Agreement.suspect` only.

    Raises
    ------
    NoPlansFound, BrokenIndex, InterchangeError
        When the folder itself cannot be used.

    Examples
    --------
    >>> import tempfile
    >>> table = "Task Name,Duration,Start,Finish\nDig,2d,2025-03-03,2025-03-04\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     Path(folder, "files").mkdir()
    ...     _ = Path(folder, "files", "dig.csv").write_text(table)
    ...     found = agreement(folder)
    >>> found.total.start_finish, found.differs
    (Share(right=1, of=1), [])
    """
    result = Agreement()
    listed = entries(Path(folder))
    for number, entry in enumerate(listed):
        if progress:
            progress(number, len(listed), entry.name)
        _add(result, entry, source)
    if progress:
        progress(len(listed), len(listed), "")
    return result


def judge(document: Document, computed: Schedule) -> tuple[Score, list[Difference]]:
    """Compare the schedule of a document's plan with what the document stored.

    Parameters
    ----------
    document : dict
        In the neutral form.
    computed : Schedule

    Returns
    -------
    Score, list of Difference
        The differences in the order of the plan, with an empty `file`.
    """
    score, differs = Score(files=1), []
    told = stored(document)
    rows = {row["uid"]: row for row in document["tasks"]}
    apart, old = _dated_by_work(document), stale(computed.plan, told)
    limit = computed.plan.project.critical_limit
    for i, task in enumerate(computed.plan.tasks):
        got, want = _compared(computed, i, _with_total(told[task.uid], rows[task.uid], limit))
        wrong = [name for name in want if not _same(got[name], want[name])]
        dated = [name for name in ("start", "finish") if name in want]
        if dated:
            right = not set(dated) & set(wrong)
            score.start_finish.count(right)
            if task.uid in apart:
                score.apart.count(right)
        shares = [("total_slack", score.slack), ("critical", score.critical)]
        if task.uid not in old:
            shares.append(("total_slack", score.slack_fresh))
        for name, share in shares:
            if name in want:
                share.count(name not in wrong)
        if wrong:
            here, there = ({name: _plain(name, side[name]) for name in wrong} for side in (got, want))
            differs.append(Difference("", (), None, task.uid, task.name, here, there))
    score.whole_files.count(score.start_finish.right == score.start_finish.of)
    return score, differs


def _add(result: Agreement, entry: Entry, source: Source) -> None:
    tags = entry.features or ()
    suspect = entry.suspect
    try:
        document = load(entry, source)
        if entry.features is None:
            tags = tuple(document.get("features") or ()) or features(document)
        suspect = entry.suspect or document.get("suspect")
        level = entry.level if entry.level is not None else document.get("level")
        score, differs = judge(document, schedule(to_plan(document)))
        found = [_owned(one, entry, tags, suspect) for one in differs]
    except (InterchangeError, PlanError, CalendarLoop, DocumentUnusable) as error:
        score, found, level = *_failed(entry, tags, error), entry.level
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        unusable = DocumentUnusable(f"{type(error).__name__}: {error}")
        score, found, level = *_failed(entry, tags, unusable), entry.level
    result.differs.extend(found)
    if suspect:
        result.suspect.add(score)
        return
    groups: Iterable[tuple[dict[str, Score], str]] = (
        (result.by_level, UNKNOWN if level is None else str(level)),
        *((result.by_feature, tag) for tag in tags),
    )
    result.total.add(score)
    for group, name in groups:
        group.setdefault(name, Score()).add(score)


def _failed(entry: Entry, tags: tuple[str, ...], error: Exception) -> tuple[Score, list[Difference]]:
    """Count every task of a plan as wrong."""
    missed = Share(0, entry.tasks)
    score = Score(1, missed, Share(0, 1), *(Share(0, entry.tasks) for _ in range(3)))
    return score, [Difference(entry.name, tags, entry.suspect, error=error)]


def _owned(one: Difference, entry: Entry, tags: tuple[str, ...], suspect: str | None) -> Difference:
    return Difference(entry.name, tags, suspect, one.uid, one.name, one.got, one.stored)


def _with_total(
    told: Stored, row: Document, limit: int
) -> tuple[int | None, int | None, int | None, bool | None]:
    """Return start, finish, total slack and critical flag as stored.

    .mpp stores no total slack and no flag: the first is the finish slack of a started task, else the smaller
    of both; the second says whether that is within the limit and the task unfinished.
    """
    total, critical = told.total_slack, told.critical
    if total is None and told.start_slack is not None and told.finish_slack is not None:
        total = told.finish_slack if row.get("actual_start") else min(told.start_slack, told.finish_slack)
    if critical is None and total is not None:
        critical = total <= limit and not row.get("actual_finish")
    return told.start, told.finish, total, critical


def _compared(
    computed: Schedule,
    i: int,
    told: tuple[int | None, int | None, int | None, bool | None],
) -> tuple[dict[str, int | bool], dict[str, int | bool]]:
    """Return by field what was computed and what was stored, leaving out what was not."""
    start, finish, total, critical = told
    want = {"start": start, "finish": finish, "total_slack": total, "critical": critical}
    row = computed.row(i)
    got = {"start": row.start, "finish": row.finish, "total_slack": row.total_slack, "critical": row.critical}
    judged = {name: value for name, value in want.items() if value is not None}
    return {name: got[name] for name in judged}, judged


def _same(got: int | bool, want: int | bool) -> bool:
    if isinstance(want, bool):
        return got is want
    return abs(got - want) < MINUTE


def _plain(name: str, value: int | bool) -> str | float | bool | None:
    if isinstance(value, bool):
        return value
    if name == "total_slack":
        return value / MINUTE
    return iso(value)


def _dated_by_work(document: Document) -> set[int]:
    """Return the tasks with split or contoured work."""
    contoured = {
        row.get("task") for row in document["assignments"] if row.get("contour") not in {None, "FLAT"}
    }
    return {row["uid"] for row in document["tasks"] if row.get("splits") or row["uid"] in contoured}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
