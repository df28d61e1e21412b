"""`uptake agreement`: the score of a folder of plans."""

from collections.abc import Iterable
from pathlib import Path

from rich.text import Text

from uptake.cli.errors import NoSuchFolder
from uptake.cli.grid import Cell, Column, plain
from uptake.cli.sentences import sentence
from uptake.cli.terminal import complain, counting, out, print_json, print_line, print_table
from uptake.cli.words import count, listed, say
from uptake.interchange.agreement import BARS, GATE, Agreement, Difference, Score, Share, agreement

MOST = 20
_SHORT = {"start_finish": "agreement.start_finish", "whole_files": "agreement.whole_files"}


def show_agreement(
    folder: Path, *, as_json: bool = False, from_files: bool = False, gate: bool = False
) -> int:
    """Score a folder and print the shares; return the exit code."""
    if not folder.is_dir():
        raise NoSuchFolder(folder)
    with counting("progress.scoring") as progress:
        result = agreement(folder, source="files" if from_files else "json", progress=progress)
    if as_json:
        print_json(result.to_json(sentence))
    else:
        _print_total(result)
        print_line(Text(""))
        _print_scores("column.level", sorted(result.by_level.items()))
        print_line(Text(""))
        _print_scores("column.feature", sorted(result.by_feature.items(), key=_worst_first))
        _print_differing(result.differs)
    if gate and result.below:
        bars = (say("gate.below", name=say(_title(name)), bar=_percent(GATE[name])) for name in result.below)
        complain(say("gate.missed", bars=listed(list(bars))))
        return 1
    return 0


def _print_total(result: Agreement) -> None:
    total = result.total
    head = (count("agreement.files", total.files), count("agreement.tasks", total.start_finish.of))
    print_line(Text(" · ".join(head), "bold"))
    print_line(Text(""))
    rows = [_share_row("start_finish", total.start_finish)]
    if total.apart.of:
        rows.append(_remark_row("agreement.apart", total.apart, say("agreement.apart_why")))
    rows += [_share_row("whole_files", total.whole_files), _share_row("slack", total.slack)]
    if total.slack_fresh.of != total.slack.of:
        rows.append(_remark_row("agreement.fresh", total.slack_fresh, say("agreement.fresh_why")))
    rows.append(_share_row("critical", total.critical))
    suspect = result.suspect
    if suspect.files:
        why = count("agreement.suspect_why", suspect.files)
        rows.append(_remark_row("agreement.suspects", suspect.start_finish, why))
    columns = [Column(""), Column("", right=True), Column("", right=True), Column("", flexible=True)]
    print_table(columns, rows, head=False)


def _share_row(name: str, share: Share) -> list[Cell]:
    low = share.value is not None and share.value < BARS[name]
    verdict = "agreement.none" if share.value is None else "agreement.low" if low else "agreement.met"
    return [
        Cell(say(_title(name))),
        Cell(_percent(share.value), "red" if low else "green"),
        Cell(f"{share.right:,} / {share.of:,}", "dim"),
        Cell(say(verdict, bar=_percent(BARS[name])), "red" if low else "dim"),
    ]


def _remark_row(key: str, share: Share, why: str) -> list[Cell]:
    counted = f"{share.right:,} / {share.of:,}"
    return [Cell(say(key)), Cell(_percent(share.value)), Cell(counted, "dim"), Cell(why, "dim")]


def _print_scores(title: str, groups: Iterable[tuple[str, Score]]) -> None:
    columns = [
        Column(say(title), flexible=True),
        Column(say("column.files"), right=True, drop=1),
        Column(say("column.tasks"), right=True, drop=2),
        *(Column(say(_SHORT.get(name) or _title(name)), right=True) for name in BARS),
    ]
    rows = []
    for name, score in groups:
        shares = [(getattr(score, key).value, bar) for key, bar in BARS.items()]
        cells = [
            Cell(_percent(value), "red" if value is not None and value < bar else "") for value, bar in shares
        ]
        rows.append([Cell(plain(name)), Cell(f"{score.files:,}"), Cell(f"{score.start_finish.of:,}"), *cells])
    print_table(columns, rows)


def _print_differing(differs: list[Difference]) -> None:
    by_file: dict[str, list[Difference]] = {}
    for one in differs:
        by_file.setdefault(one.file, []).append(one)
    if not by_file:
        return
    console = out()
    print_line(Text(""), console)
    print_line(Text(count("agreement.differing", len(by_file)), "bold"), console)
    ranked = sorted(by_file.items(), key=lambda entry: (not _dated(entry[1]), -len(entry[1]), entry[0]))
    columns = [
        Column(say("column.file")),
        Column(say("column.tasks"), right=True),
        Column(say("column.field")),
        Column(say("column.feature"), flexible=True),
    ]
    print_table(columns, [_file_row(name, some) for name, some in ranked[:MOST]])
    if len(ranked) > MOST:
        print_line(Text(count("schedule.more", len(ranked) - MOST), "dim"), console)


def _file_row(name: str, some: list[Difference]) -> list[Cell]:
    first = some[0]
    suspect = f" ({say('agreement.suspect')})" if first.suspect else ""
    if first.error is not None:
        return [
            Cell(plain(name) + suspect),
            Cell("–"),
            Cell(say("agreement.unusable"), "red"),
            Cell(plain(sentence(first.error))),
        ]
    names = [
        key
        for key in ("start", "finish", "total_slack", "critical")
        if any(key in one.stored for one in some)
    ]
    fields = listed([say(_title(key)) for key in names])
    return [
        Cell(plain(name) + suspect),
        Cell(str(len(some))),
        Cell(fields),
        Cell(plain(", ".join(first.features)), "dim"),
    ]


def _dated(some: list[Difference]) -> bool:
    return any({"start", "finish"} & one.stored.keys() or one.error is not None for one in some)


def _worst_first(entry: tuple[str, Score]) -> tuple[float, str]:
    shares = (getattr(entry[1], name).value for name in BARS)
    return min((value for value in shares if value is not None), default=1.0), entry[0]


def _title(name: str) -> str:
    return "column.total_slack" if name == "slack" else f"column.{name}"


def _percent(share: float | None) -> str:
    """Return a share in percent, never rounded up to a bar that it misses."""
    return "–" if share is None else f"{int(share * 10_000) / 100:.2f} %"
