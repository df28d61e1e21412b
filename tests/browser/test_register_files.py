"""A table becomes records of a register, step by step, in a browser; and goes out again."""

import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, check_chinese, check_page
from uptake.interchange.sheets import Sheet, read_tables, write_table_bytes

LOOKS = [("light", "en", DESK), ("dark", "zh", PHONE)]
LOG = [
    ["Decisions of the steering group"],
    [],
    ["ID", "Question", "Status", "Decided on", "Decided by", "Likelihood", "Room", "Remark"],
    [
        41,
        "Which cloud?",
        "Decided",
        datetime.date(2027, 3, 18),
        "The board",
        "75% to 100%",
        "12b",
        "Twice discussed",
    ],
    [42, "Which partner for the warehouse?", "Proposed", "soon", "Key User", None, 7, None],
    [43, "Which printer?", "Adjourned", datetime.date(2027, 3, 19), None, "5% to 10%", None, "Cheap one"],
]
CHINESE = ["编号", "待决问题", "状态", "决定日期", "决定人", "可能性", "房间", "备注"]


def upload(page: Page, site, name: str, rows=LOG) -> None:
    data, _cuts = write_table_bytes([Sheet("Log", rows, header=2)], "xlsx")
    page.goto(f"/projects/{site.project}/registers/decision/import")
    page.locator("input[type=file]").set_input_files({
        "name": name,
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": data,
    })  # fmt: skip
    page.locator("form.up-drop-form button.btn-primary").click()
    expect(page.locator("[name='c.1']")).to_be_visible()


def go_on(page: Page) -> None:
    page.locator("form.up-import button.btn-primary").click()


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS, ids=["desk light en", "phone dark zh"])
def test_the_pages_of_an_import(signed_in, site, theme, language, size):
    page = signed_in("manager", theme=theme, language=language, size=size)

    def look(name: str) -> None:
        page.wait_for_load_state("networkidle")
        # That an answer was a 422 is no complaint: it is what is looked at.
        page.complaints[:] = [one for one in page.complaints if "422" not in one]
        check_page(page)
        if language == "zh":
            check_chinese(page)
        page.screenshot(path=f"artefacts/register-{name}-{language}.png", full_page=True)

    page.goto(f"/projects/{site.project}/registers/decision/export")
    look("export")
    page.goto(f"/projects/{site.project}/registers/decision/import")
    look("import")
    upload(page, site, "log.xlsx", [*LOG[:2], CHINESE, *LOG[3:]] if language == "zh" else LOG)
    look("columns")
    page.locator("[name='c.5']").select_option("")
    go_on(page)
    expect(page.locator("[role=alert]")).to_be_visible()
    look("columns-wrong")
    page.locator("[name='c.5']").select_option("text:options")
    go_on(page)
    expect(page.locator(".up-import-part")).to_have_count(3)
    look("values")
    page.locator("[name='v.2.0']").select_option("wrong")
    go_on(page)
    expect(page.locator("[name=skip]")).to_be_visible()
    look("preview")


def test_a_table_goes_in_is_taken_back_and_goes_out(signed_in, site, tmp_path):
    page = signed_in("consultant")
    upload(page, site, "steering.xlsx")
    expect(page.get_by_text("not part of any record: Decisions of the steering group")).to_be_visible()
    expect(page.get_by_label("Question", exact=True)).to_have_value("to:title")
    page.get_by_label("Likelihood").select_option(label="Add to “Options”")
    page.get_by_label("Room").select_option(label="Leave out")
    page.get_by_role("button", name="Next step").click()
    page.get_by_label("The board").select_option(f"={site.people['manager']}")
    page.get_by_label("Adjourned").select_option(label="Proposed")
    page.get_by_role("button", name="Next step").click()
    page.get_by_role("button", name="Take 3 rows over").click()
    expect(page.get_by_role("heading", name="The import is done")).to_be_visible()
    check_page(page)
    page.screenshot(path="artefacts/register-imported-en.png", full_page=True)
    page.get_by_role("link", name="Show: Decisions").click()
    expect(page.get_by_text("Which printer?")).to_be_visible()
    page.goto(f"/projects/{site.project}/registers/decision/41")
    expect(page.get_by_text("Likelihood: 75% to 100%").first).to_be_visible()
    page.goto(f"/projects/{site.project}/registers/decision/?q=Which+printer")
    page.get_by_role("main").get_by_role("button", name="More").click()
    page.get_by_role("link", name="Export what is seen").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel (.xlsx)").click()
    download.value.save_as(tmp_path / "out.xlsx")
    assert [row[1] for row in read_tables(tmp_path / "out.xlsx")[0].records] == ["Which printer?"]
    page.goto(f"/projects/{site.project}/registers/decision/import")
    upload(page, site, "again.xlsx")
    expect(page.get_by_label("Likelihood")).to_have_value("text:options")
    page.goto("/jobs/")
    page.get_by_role("link", name="Take a table over").first.click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("3 records are as they were before")).to_be_visible()
