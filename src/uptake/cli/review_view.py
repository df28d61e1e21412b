"""`uptake review`: a plan held against the rules, as a table, as JSON, or as SARIF."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from rich.text import Text

from uptake.cli.errors import NoSuchRule
from uptake.cli.fail_on import FailOn
from uptake.cli.grid import Cell, Column, plain
from uptake.cli.instants import written
from uptake.cli.load import Loaded, load
from uptake.cli.schedule_view import print_head
from uptake.cli.terminal import print_json, print_line, print_table
from uptake.cli.words import count, listed, say, spoken
from uptake.engine.plan import Plan
from uptake.engine.review import (
    BY_ID,
    GROUPS,
    Check,
    Finding,
    Options,
    Review,
    Severity,
    Verdict,
    Waived,
    review,
)
from uptake.interchange.chart import baseline
from uptake.interchange.review_sentences import Speaker, review_document
from uptake.interchange.sarif import to_sarif

MOST = 12
"""So many findings of one rule are printed; the JSON has all of them."""
STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "dim"}
MARKS = {
    Verdict.PASSED: ("✓", "green"),
    Verdict.FAILED: ("✗", "red"),
    Verdict.FEW: ("·", "dim"),
    Verdict.UNKNOWN: ("?", "dim"),
    Verdict.WAIVED: ("–", "dim"),
}


LEAST = {FailOn.error: Severity.ERROR, FailOn.warning: Severity.WARNING}


def show_review(
    path: Path,
    *,
    as_json: bool = False,
    as_sarif: bool = False,
    everything: bool = False,
    waive: Sequence[str] = (),
    rules: Sequence[str] = (),
    fail_on: FailOn = FailOn.error,
    today: int | None = None,
) -> int:
    """Review a file and print what was found; return the exit code."""
    wanted = frozenset(_known(one) for one in rules)
    loaded = load(path)
    options = Options(waived=waivers(waive, loaded.plan), rules=wanted, today=today)
    kept = baseline(loaded.document) or None
    found = review(loaded.computed, baseline=kept, options=options)
    speaker = Speaker(loaded.computed, spoken().value, _day, plain)
    if as_sarif:
        print_json(to_sarif(found, speaker, file=path.as_posix(), version=version("uptake")))
    elif as_json:
        print_json({"file": path.name} | review_document(found, speaker))
    else:
        _print(loaded, found, speaker, everything=everything)
    least = LEAST.get(fail_on)
    return int(least is not None and found.worst is not None and found.worst >= least)


def waivers(given: Iterable[str], plan: Plan) -> Waived:
    """Read what does not count: ``RULE``, or ``RULE:ID`` for one task by the number in the first column."""
    found = set()
    ids = {str(task.id): task.uid for task in plan.tasks}
    for one in given:
        name, _, number = one.partition(":")
        rule = _known(name)
        if not number:
            found.add((rule, "", 0))
        elif number in ids:
            found.add((rule, "task", ids[number]))
        else:
            raise NoSuchRule(one)
    return frozenset(found)


def _known(rule: str) -> str:
    if rule not in BY_ID:
        raise NoSuchRule(rule)
    return rule


def _day(at: int) -> str:
    """Return an instant as a day with its weekday, without the time."""
    return written(at).rsplit(" ", 1)[0]


def _print(loaded: Loaded, found: Review, speaker: Speaker, *, everything: bool) -> None:
    print_head(loaded)
    score = say("review.none") if found.score is None else say("review.score", score=found.score)
    counts = listed(
        [
            count("review.errors", found.count(Severity.ERROR)),
            count("review.warnings", found.count(Severity.WARNING)),
            count("review.notices", found.count(Severity.NOTICE)),
        ]
    )
    print_line(Text(f"{score} · {counts}", "bold"))
    print_line(Text(""))
    columns = [
        Column(""),
        Column(say("column.rule")),
        Column(say("column.what"), flexible=True, drop=2),
        Column(say("column.measured"), right=True),
        Column(say("column.limit"), right=True, drop=1),
    ]
    print_table(
        columns, [_row(one, speaker) for group in GROUPS for one in found.checks if one.group == group]
    )
    for line in _findings(loaded, found, speaker, everything=everything):
        print_line(line)


def _row(check: Check, speaker: Speaker) -> list[Cell]:
    mark, style = MARKS[check.verdict]
    failed = check.verdict is Verdict.FAILED
    own = STYLES[check.severity] if failed else "dim" if style == "dim" else ""
    return [
        Cell(mark, style if not failed else own),
        Cell(check.rule, own),
        Cell(speaker.title(check.rule), own),
        Cell(speaker.measured(check), own),
        Cell(speaker.limit(check), "dim"),
    ]


def _findings(loaded: Loaded, found: Review, speaker: Speaker, *, everything: bool) -> Iterator[Text]:
    """Yield what was found, by rule, the worst first; notices only where everything is asked for."""
    rules = dict.fromkeys(one.rule for one in found.findings)
    for rule in rules:
        some = found.of(rule)
        if some[0].severity is Severity.NOTICE and not everything:
            continue
        yield Text("")
        yield Text(speaker.title(rule), f"bold {STYLES[some[0].severity]}").append(f"  {rule}", "dim")
        shown = some if everything else some[:MOST]
        for one in shown:
            yield Text(f"  {_number(one, loaded):>5}  {speaker.object(one)}: {speaker.reason(one)}")
        if len(shown) < len(some):
            yield Text("         " + count("review.more", len(some) - len(shown)), "dim")
        yield Text("         → " + speaker.advice(rule), "dim")


def _number(finding: Finding, loaded: Loaded) -> str:
    """Return the number of the task that a finding is about; of a link, that of its successor."""
    plan = loaded.plan
    if finding.kind == "task":
        return str(plan.task(finding.uid).id)
    if finding.kind == "link":
        return str(plan.task(plan.links[plan.structure.link_index[finding.uid]].succ).id)
    return ""
