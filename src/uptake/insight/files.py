"""A review as a file: a workbook, delimited text, JSON."""

import json
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from uptake.insight.page import waiver_rows
from uptake.insight.reviewing import Reviewed
from uptake.insight.waiving import all_of
from uptake.interchange.review_sentences import review_document
from uptake.interchange.sheets import Cell, Sheet, write_table_bytes
from uptake.projects.models import Project

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def written(project: Project, found: Reviewed, kind: str) -> bytes:
    """Return a review as a file of a kind of `TYPES`."""
    if kind == "json":
        value = {"project": project.name, "revision": found.state.revision}
        return json.dumps(value | review_document(found.review, found.speaker), ensure_ascii=False).encode()
    findings = Sheet(_("Findings"), list(_findings(found)), header=0)
    if kind == "csv":
        return write_table_bytes([findings], "csv")[0]
    rules = Sheet(_("Rules"), list(_rules(found)), header=0)
    waivers = Sheet(_("Waivers"), list(_waivers(project, found)), header=0)
    return write_table_bytes([findings, rules, waivers], "xlsx")[0]


def _findings(found: Reviewed) -> Iterator[Sequence[Cell]]:
    speaker = found.speaker
    yield [_("Severity"), _("Rule"), _("About"), _("What"), _("No."), _("Reason"), _("What to do")]
    for one in found.review.findings:
        number = found.state.plan.task(one.uid).id if one.kind == "task" else ""
        yield [
            speaker.severity(one.severity), one.rule, speaker.title(one.rule), speaker.object(one), number,
            speaker.reason(one), speaker.advice(one.rule),
        ]  # fmt: skip


def _rules(found: Reviewed) -> Iterator[Sequence[Cell]]:
    speaker = found.speaker
    yield [
        _("Rule"),
        _("About"),
        _("Verdict"),
        _("Measured"),
        _("Limit"),
        _("Judged"),
        _("At fault"),
        _("Waived"),
    ]
    for one in found.review.checks:
        yield [
            one.rule, speaker.title(one.rule), speaker.verdict(one.verdict), speaker.measured(one),
            speaker.limit(one), one.population, one.faults, one.waived,
        ]  # fmt: skip


def _waivers(project: Project, found: Reviewed) -> Iterator[Sequence[Cell]]:
    yield [_("Rule"), _("What"), _("Reason"), _("By"), _("Until"), _("State")]
    states = {"active": _("Holds"), "expired": _("Expired"), "withdrawn": _("Withdrawn")}
    for row in waiver_rows(found, all_of(project)):
        one = row["waiver"]
        yield [
            one.rule, one.name or _("The whole rule"), one.reason, str(one.by or ""),
            one.until.isoformat() if one.until else "", states[row["state"]],
        ]  # fmt: skip
