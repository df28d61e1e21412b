"""The public page of a questionnaire, on a visitor's phone."""

import re

import pytest

from tests.browser.conftest import PHONE, check_chinese, check_page


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
def test_a_visitor_answers_on_a_phone(visit, site, language, theme):
    page = visit(site.address, language=language, theme=theme, size=PHONE)
    page.goto(site.questionnaire)
    page.wait_for_load_state("networkidle")
    check_page(page)
    if language == "zh":
        check_chinese(page)
    when = page.locator("#q_when")
    assert when.is_hidden()
    page.get_by_text("In turns", exact=True).click()
    when.wait_for(state="visible")
    page.get_by_text("By day", exact=True).click()
    when.wait_for(state="hidden")
    page.locator("#q_hours input").fill("many")
    page.locator(".up-ask-send").click()
    page.locator("[data-errors]").wait_for()
    assert page.locator("#q_hours input").input_value() == "many"
    page.complaints.clear()  # the browser logs that the answer was 422
    check_page(page)
    page.locator("#q_hours input").fill("3")
    page.locator(".up-ask-send").click()
    page.wait_for_url(re.compile("/thanks"))
    check_page(page)
    assert page.context.cookies() == []


def test_without_scripts_it_can_be_answered_too(visit, site):
    page = visit(site.address, size=PHONE)
    page.route(re.compile(r"ask[^/]*\.js"), lambda route: route.abort())
    page.goto(site.questionnaire)
    assert page.locator("#q_when").is_visible()
    page.get_by_text("By day", exact=True).click()
    page.locator(".up-ask-send").click()
    page.wait_for_url(re.compile("/thanks"))


def test_a_link_that_leads_nowhere_says_so(visit, site):
    page = visit(site.address, size=PHONE)
    assert page.goto("/q/nothing").status == 404
    page.complaints.clear()
    check_page(page)
