"""Modules of a project that are switched off: their addresses say so, their data stays."""

from uptake.projects.models import Project
from uptake.registers.configured import CUSTOM, in_force
from uptake.registers.spec import BUILT_IN, SECTIONS, Section


def switched_off(project: Project, path: str) -> Section | None:
    """Return the module that an address of a project belongs to, when it is switched off.

    Parameters
    ----------
    path : str
        ``/projects/1/…``
    """
    first, _slash, rest = path.strip("/").partition("/")[2].partition("/")[2].partition("/")
    folders = {folder: one.key for one in SECTIONS.values() for folder in one.folders}
    if first not in {"registers", "sections", *folders}:
        return None
    found = in_force(project)
    name = rest.partition("/")[0]
    if first == "registers":
        made = {one["key"]: one.get("section", CUSTOM) for one in found.content.get("registers", ())}
        key = BUILT_IN[name].section if name in BUILT_IN else made.get(name, "")
    else:
        key = name if first == "sections" else folders[first]
    return SECTIONS[key] if key in SECTIONS and key not in found.sections else None
