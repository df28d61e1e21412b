"""What the shell of each page shows: where one is, where one can go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.registers.sections import sections_of
from uptake.registers.visit import Visit
from uptake.site.routes import ADMINISTRATOR, PUBLIC, ROUTES, SIGNED_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page that the navigation leads to. It shows when its route exists and the person may open it."""

    route: str
    label: str | Promise
    icon: str
    key: str = ""
    """Letter after `g` that jumps here."""
    inside: bool = False
    """In a project."""
    under: str = ""
    """Route of the place that it belongs to."""
    also: tuple[str, ...] = ()
    """Folders in the project whose pages belong here, too."""
    alone: bool = False
    """Pages below its address belong elsewhere."""
    args: tuple[str, ...] = ()
    """What its address holds besides the project."""

    @property
    def name(self) -> str:
        return " ".join((self.route, *self.args))


TOP = (
    Place(route="home", label=_("Home"), icon="home", key="h", alone=True),
    Place(route="projects", label=_("Projects"), icon="folders", key="a", alone=True),
)
INSIDE = (
    Place(route="project", label=_("Overview"), icon="layout-dashboard", key="o", inside=True, alone=True),
    Place(
        route="plan",
        label=_("Plan"),
        icon="timeline",
        key="p",
        inside=True,
        also=("tasks", "import", "export"),
    ),
    Place(route="drafts", label=_("Drafts"), icon="git-branch", key="d", inside=True, under="plan"),
    Place(route="baselines", label=_("Baselines"), icon="flag-3", key="b", inside=True, under="plan"),
    Place(route="history", label=_("History"), icon="history", key="i", inside=True, under="plan"),
    Place(route="levelling", label=_("Levelling"), icon="scale", inside=True, under="plan"),
    Place(route="resources", label=_("Resources"), icon="users-group", key="r", inside=True),
    Place(route="calendars", label=_("Calendars"), icon="calendar", key="c", inside=True),
    Place(route="team", label=_("Team"), icon="users", key="t", inside=True),
    Place(route="project_settings", label=_("Project settings"), icon="adjustments", key="e", inside=True),
    Place(
        route="configuration", label=_("Configuration"), icon="tools", inside=True, under="project_settings"
    ),
)
FOOT = (Place(route="settings", label=_("Settings"), icon="settings", key="s"),)
OWN = (Place(route="jobs", label=_("My jobs"), icon="hourglass"),)
FURTHER = (
    ("section monitoring", "earned_value", _("Earned value: budget, cost, pace")),
    ("section risk", "simulation", _("Simulation: how sure the dates are (P50, P80)")),
    ("section risk", "risk_matrix", _("Risk matrix")),
    ("resources", "resource_load", _("Load: who has too much to do")),
)
"""Pages that the palette finds by the words people look for: the place that each belongs to, route, label."""
ACTIONS = (
    Place(route="new_project", label=_("New project"), icon="plus"),
    Place(route="import", label=_("Import a file into this plan"), icon="file-import", inside=True),
    Place(route="export", label=_("Export this plan"), icon="file-export", inside=True),
    Place(route="resource_new", label=_("Add a resource"), icon="user-plus", inside=True),
    Place(route="person_new", label=_("Add person"), icon="user-plus"),
    Place(route="account_change_password", label=_("Change password"), icon="key"),
)
"""What the palette offers besides places."""
BAR = {"home", "projects", "project", "plan"}
AFTER = {
    "insight": ("plan",),
    "scope": ("project",),
    "assessment": ("section scope", "project"),
    "risk": ("calendars",),
    "changes": ("section risk", "calendars"),
    "monitoring": ("section risk", "calendars"),
}
"""Behind which place, the first that is there, the sections of registers stand; others stand before the team."""


@dataclass(slots=True, kw_only=True)
class Item:
    """A place, for one person and one project."""

    route: str
    label: str
    icon: str
    key: str
    url: str
    current: bool
    under: list["Item"]


class Shell:
    """The navigation of one page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.project: Project | None = getattr(request, "project", None)
        self.inner = self._with_sections()
        places = (*TOP, *self.inner, *OWN, *FOOT)
        offered = {place.name: url for place in places if (url := self._url(place))}
        leading = [(length, place.name) for place in places if place.name in offered
                   and (length := self._leads(place, offered[place.name]))]  # fmt: skip
        here = max(leading, default=(0, ""))[1]
        self.items = {
            place.name: Item(
                route=place.name, label=str(place.label), icon=place.icon, key=place.key,
                url=offered[place.name], current=place.name == here, under=[],
            )
            for place in places if place.name in offered
        }  # fmt: skip
        for place in places:
            if place.under and place.name in self.items and place.under in self.items:
                self.items[place.under].under.append(self.items[place.name])

    def _with_sections(self) -> tuple[Place, ...]:
        """Put the sections of the project's registers among its places, in the order of a project's life."""
        if self.project is None or not self.request.user.is_authenticated:
            return INSIDE
        visit = Visit(self.project, self.request.user)
        found = {
            one.key: Place(
                route="section",
                label=one.label,
                icon=one.icon,
                key=one.letter,
                inside=True,
                args=(one.key,),
                also=(
                    *(f"registers/{spec.key}" for spec in visit.configured.in_section(one.key)),
                    *one.folders,
                ),
            )
            for one in sections_of(visit)
        }
        order = [*(place.name for place in INSIDE)]
        places = {place.name: place for place in INSIDE}
        for key, place in found.items():
            before = (order.index(name) + 1 for name in AFTER.get(key, ()) if name in order)
            at = next(before, order.index("team"))
            order.insert(at, place.name)
            places[place.name] = place
        return tuple(places[name] for name in order)

    def further(self) -> list[tuple[str, str]]:
        """Return the pages below the places that are shown: label and address."""
        pages = [Place(route=route, label=label, icon="", inside=True)
                 for above, route, label in FURTHER if above in self.items]  # fmt: skip
        return [(str(page.label), url) for page in pages if (url := self._url(page))]

    def actions(self) -> list[tuple[str, str]]:
        """Return what the person may do from anywhere: label and address."""
        return [(str(place.label), url) for place in ACTIONS if (url := self._url(place))]

    def _url(self, place: Place) -> str:
        if place.inside and self.project is None:
            return ""
        try:
            inside = [self.project.pk] if place.inside and self.project else []
            url = reverse(place.route, args=[*inside, *place.args])
        except NoReverseMatch:
            return ""
        return url if self._may(ROUTES.get(place.route, ADMINISTRATOR)) else ""

    def _leads(self, place: Place, url: str) -> int:
        """Return how well the page belongs to a place: how much of the address they share; 0 when it does not."""
        path = self.request.path
        if path == url:
            return len(path)
        folders = [] if place.alone else [url.rstrip("/")]
        if self.project is not None:
            folders += [f"/projects/{self.project.pk}/{name}" for name in place.also]
        return max((len(one) for one in folders if path == one or path.startswith(f"{one}/")), default=0)

    def _may(self, need: str) -> bool:
        if need in {PUBLIC, SIGNED_IN}:
            return True
        if need == ADMINISTRATOR:
            return bool(self.request.user.is_superuser)
        return self.project is not None and may(self.request.user, need, self.project)

    def _of(self, places: tuple[Place, ...]) -> list[Item]:
        return [self.items[place.name] for place in places if not place.under and place.name in self.items]

    @property
    def top(self) -> list[Item]:
        return self._of(TOP)

    @property
    def inside(self) -> list[Item]:
        return self._of(self.inner)

    @property
    def foot(self) -> list[Item]:
        return self._of(FOOT)

    @property
    def bar(self) -> list[Item]:
        """What stands in the bar of a phone: four places, the rest is under More."""
        return [item for item in self.items.values() if item.route in BAR]

    @property
    def more(self) -> list[Item]:
        return [item for item in self.items.values() if item.route not in BAR]

    @property
    def jumps(self) -> list[Item]:
        return [item for item in self.items.values() if item.key]

    @property
    def crumbs(self) -> list[dict[str, str]]:
        """The way to this page below the project; the page itself says its name in its head."""
        now = next((item for item in self.items.values() if item.current), None)
        if now is None or now.route == "project":
            return []
        above = next((item for item in self.items.values() if now in item.under), None)
        way = [above, now] if above else [now]
        return [
            {"label": item.label, "url": item.url if item.url != self.request.path else ""} for item in way
        ]

    @property
    def projects_url(self) -> str:
        return self.items["projects"].url if "projects" in self.items else reverse("home")

    @property
    def new_project_url(self) -> str:
        """Where a project is made, when the person may make one."""
        return reverse("new_project") if self._may(ROUTES["new_project"]) else ""

    @property
    def project_url(self) -> str:
        for route in ("project", "plan"):
            if route in self.items:
                return self.items[route].url
        return self.projects_url


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the navigation, and what a page stands in: the shell or the drawer."""
    return {
        "project": getattr(request, "project", None),
        "shell": SimpleLazyObject(lambda: Shell(request)),
        "layout": "ui/drawer.html" if request.GET.get("drawer") == "1" else "ui/base.html",
    }
