"""Pages that no other test here goes over, in both themes and languages, wide and narrow: nothing to complain about."""

import pytest

from tests.browser.conftest import DESK, PHONE, check_chinese, check_page

LOOKS = [("light", "en", DESK), ("dark", "zh", PHONE)]
OUTSIDE = [
    "/projects/",
    "/projects/new",
    "/projects/new/empty",
    "/projects/new/file",
    "/projects/new/pack/erp",
    "/jobs/",
]
INSIDE = [
    "plan",
    "import",
    "export",
    "copy",
    "tasks/4",
    *(f"registers/change/{name}" for name in ("", "1", "2", "3", "new", "1/approval")),
    *["changes/compare", "drafts"],
    *(f"review{name}" for name in ("", "?rule=owner", "/rules", "/waivers", "/drafts", "/waive?rule=owner")),
    *["changes/compare", "drafts", "plan/level", "resources/load"],
    *["simulation", "simulation?of=finish&by=2026-05-04", "simulation/inputs", "simulation/inputs?history=1"],
    *["risks/matrix", "risks/matrix?of=residual", "risks/trend", "issues/1/action"],
    *(
        f"registers/decision/{name}"
        for name in (
            "?show=&group=state&f.decided_on.min=2026-01-01",
            "?f.title=zzz",
            "new",
            "1",
            "1/edit",
            "2/to/decided",
            "removed",
            "views/new",
            "bulk?do=set:decided_by&n=1",
            "bulk?do=to:decided&n=2",
            "bulk?do=remove&n=1",
        )
    ),
    *(f"registers/{name}" for name in ("goal/", "goal/1", "goal/2", "kpi/1", "scope_item/", "requirement/1")),
    *(
        f"scope/{name}"
        for name in ("traceability", "traceability?idle=1&missing=goals", "traceability?q=zzz")
    ),
    *(f"scope/{name}" for name in ("baselines", "baselines/1", "baselines/new", "requirements/1/task")),
    *(f"registers/{name}/" for name in ("interview", "process", "questionnaire", "value_stream")),
    *(f"registers/{name}/1" for name in ("interview", "process", "questionnaire", "value_stream")),
    *(f"assessment/questionnaires/1/{name}" for name in ("questions", "preview", "results")),
    *(f"assessment/streams/1/{name}" for name in ("map", "simulate", "simulations/1")),
    "assessment/processes/1/diagram",
    *(f"monitoring/{name}" for name in ("earned-value", "earned-value?by=resource&in=hours", "tasks/1")),
    *(
        f"monitoring/{name}"
        for name in ("earned-value?by=period", "earned-value/thresholds", "status/new", "status")
    ),
    *(f"monitoring/deviations/1/{name}" for name in ("action", "effect")),
    *(f"registers/deviation/{name}" for name in ("", "1", "1/edit")),
    *(f"registers/{name}" for name in ("risk/", "risk/1", "risk/1/edit", "issue/1", "dependency/1")),
]


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=["desk light en", "phone dark zh"])
def test_pages(signed_in, site, theme, language, size):
    page = signed_in("manager", theme=theme, language=language, size=size)
    for path in [*OUTSIDE, *(f"/projects/{site.project}/{name}" for name in INSIDE)]:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        check_page(page)
        if language == "zh":
            check_chinese(page)
