"""The BPMN diagram of a process: kept as text, replaced only by who saw the last one."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from uptake.assessment.models import Diagram
from uptake.interchange import bpmn
from uptake.interchange.errors import FileTooLarge, InterchangeError
from uptake.registers.approval import approvals
from uptake.registers.models import Entry
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit, lock, save


class Overtaken(Exception):
    """Somebody else saved the diagram since this one was opened."""


def diagram_of(record: Any) -> Diagram | None:
    return Diagram.objects.filter(process_id=record.pk).first()


def base_of(record: Any) -> int:
    """Return how often the diagram was saved; 0 where there is none."""
    return Diagram.objects.filter(process_id=record.pk).values_list("base", flat=True).first() or 0


@transaction.atomic
def keep(visit: Visit, spec: RegisterSpec, record: Any, xml: str, base: int) -> int:
    """Keep a diagram; return its new version. Raises `Unfit`, `Overtaken`, `Forbidden`."""
    visit.need_edit(spec)
    if "\0" in xml:
        raise Unfit({"": unreadable()})
    try:
        found = bpmn.check(xml.encode("utf-8", "surrogatepass"))
    except FileTooLarge:
        raise Unfit({"": _("The diagram is larger than 1 MB. Split it into several processes.")}) from None
    except InterchangeError:
        raise Unfit({"": unreadable()}) from None
    locked = lock(spec, record)
    approvals.need_none([locked.pk])
    now = diagram_of(locked)
    if base != (now.base if now else 0):
        raise Overtaken
    if now is None:
        now = Diagram(process=locked, base=0)
    now.xml, now.base = xml, now.base + 1
    now.save()
    said = _("Diagram with %d steps, version %d") % (len(found.tasks), now.base)
    save(visit, spec, locked, Entry(kind=Entry.Kind.NOTED, reason=said))
    return now.base


def unreadable() -> str:
    return _("This is no BPMN diagram that can be shown. Export it as BPMN 2.0 XML and try again.")
