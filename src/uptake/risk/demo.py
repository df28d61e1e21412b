"""The simulation of the demonstration project: what its team knows about its kinds of work, and its three waves."""

from uptake.accounts.models import Person
from uptake.packs.demo import Demo
from uptake.projects.models import Project
from uptake.risk import simulating
from uptake.risk.simulation.inputs import keep_settings
from uptake.risk.simulation.settings import Category, Settings, Spread

USUAL = Spread(90, 100, 130)


def fill(project: Project, demo: Demo, manager: Person) -> None:
    """Set up the simulation, with what is done about risks counted, and ask for the first one."""
    categories = tuple(
        Category(name=one.name, spread=Spread(one.low, one.likely, one.high), correlation=one.together)
        for one in demo.categories
    )
    settings = Settings(spread=USUAL, response=True, categories=categories, waves=demo.waves)
    keep_settings(project, settings, manager)
    simulating.follow(project)
