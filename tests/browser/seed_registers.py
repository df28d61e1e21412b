"""Fill a fresh installation with three records of every register. Prints where they are."""

import json

import django

django.setup()

from tests.browser.seed import session_of  # noqa: E402 - after setup
from tests.registers.conformance import custom  # noqa: E402
from tests.registers.samples import sample  # noqa: E402
from tests.schedule.world import world  # noqa: E402
from uptake.projects.models import Role  # noqa: E402
from uptake.registers.services import create  # noqa: E402
from uptake.registers.visit import Visit  # noqa: E402

if __name__ == "__main__":
    erp = world()
    custom.configure(erp.project)
    erp.who(Role.CONSULTANT)
    visit = Visit(erp.project, erp.manager)
    for spec in visit.configured.registers.values():
        for n in range(3):
            create(visit, spec, sample(spec, visit, n))
    print(json.dumps({"project": erp.project.pk, "session": session_of(erp.manager)}))  # noqa: T201
