"""The traceability matrix as a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from django.utils.translation import gettext as _

from uptake.interchange.sheets import Cell, Sheet, write_table_bytes
from uptake.registers.linking import End
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.scope.trace import GOALS, PROCESS, Coverage, Matrix, Node, Row
from uptake.scope.traceability import Column, columns_of


def workbook(visit: Visit, matrix: Matrix, rows: Sequence[Row]) -> bytes:
    """Write the rows that are asked for, the coverage of the goals, and what stands alone."""
    data, _cuts = write_table_bytes(
        [
            _sheet(_("Traceability"), _matrix(visit, matrix, rows)),
            _sheet(_("Coverage"), _coverage(visit, matrix.coverage())),
            _sheet(_("Gaps"), _gaps(visit, matrix)),
        ],
        "xlsx",
    )
    return data


def _sheet(name: str, rows: Iterable[Sequence[Cell]]) -> Sheet:
    return Sheet(name, list(rows), header=0)


def _matrix(visit: Visit, matrix: Matrix, rows: Sequence[Row]) -> Iterable[Sequence[Cell]]:
    spec = visit.spec("requirement")
    fields = [one for key in ("area", "fit", "priority", "decision", "estimate") if (one := spec.field(key))]
    others = [one for one in columns_of(visit) if one.key not in {GOALS, PROCESS}]
    named = {one.key: _named(visit, matrix, one) for one in others}
    yield [
        _("Goal"), _("Process"), _("No."), str(spec.name), *(str(one.label) for one in fields), _("State"),
        *(str(one.label) for one in others),
    ]  # fmt: skip
    for row in rows:
        state = spec.state(row.need.state)
        values = [getattr(row.need, one.key) for one in fields]
        yield [
            _node(visit, "goal", row.goal),
            _node(visit, "process", row.process),
            spec.code(row.need.number),
            row.need.title,
            *(
                one.label_of(value) if one.choices and value else value
                for one, value in zip(fields, values, strict=True)
            ),
            str(state.label) if state else "",
            *(_told(named[one.key], matrix.of(one.key, row.need.pk)) for one in others),
        ]


def _named(visit: Visit, matrix: Matrix, column: Column) -> Mapping[int, End]:
    return column.name(visit, set(chain.from_iterable(matrix.ends.get(column.key, {}).values())))


def _told(named: Mapping[int, End], ends: Iterable[int]) -> str:
    return "\n".join(f"{named[one].code} {named[one].label}" for one in ends if one in named)


def _node(visit: Visit, register: str, node: Node | None) -> str:
    spec: RegisterSpec | None = visit.configured.registers.get(register)
    return f"{spec.code(node.number)} {node.title}" if spec and node else ""


def _coverage(visit: Visit, found: Iterable[Coverage]) -> Iterable[Sequence[Cell]]:
    yield [
        _("Goal"), _("Requirements"), _("In the plan"), _("In the plan, %"), _("Done"), _("Done, %"), _("Days"),
    ]  # fmt: skip
    for one in found:
        yield [
            _node(visit, "goal", one.goal) or _("No goal"), one.needs, one.planned, one.planned_share, one.done,
            one.done_share, one.estimate,
        ]  # fmt: skip


def _gaps(visit: Visit, matrix: Matrix) -> Iterable[Sequence[Cell]]:
    yield [_("What is missing"), _("No."), _("Title")]
    spec = visit.spec("requirement")
    for column in columns_of(visit):
        for need in matrix.without(column.key):
            yield [str(column.none), spec.code(need.number), need.title]
    for label, register, nodes, key in (
        (_("Goals without a requirement"), "goal", matrix.goals, GOALS),
        (_("Processes without a requirement"), "process", matrix.processes, PROCESS),
    ):
        for node in matrix.idle(nodes, key):
            yield [label, visit.configured.registers[register].code(node.number), node.title]
