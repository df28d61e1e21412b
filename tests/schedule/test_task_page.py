"""The drawer of a task: what is typed is saved, what clashes is shown, and what stands beside the plan."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.schedule.world import ANALYSE, BUILD, DAY, GO_LIVE, TEST, world
from uptake.engine.edits import Set
from uptake.projects.models import Role
from uptake.schedule import services
from uptake.schedule.models import Attachment, Comment
from uptake.schedule.tasks import comments, task_page
from uptake.schedule.tasks.deliverables import deliverables_of
from uptake.schedule.versions import drafts


def fields(erp, uid):
    return task_page.written(erp.state, uid, "en")


def save(erp, uid, role=Role.MANAGER, was=None, **typed):
    was = was or fields(erp, uid)
    sent = {f"was_{name}": text for name, text in was.items()} | was | typed
    return erp.as_(role).post(f"{erp.root}tasks/{uid}", sent)


def test_only_what_was_changed_is_saved(erp):
    response = save(erp, BUILD, name="Build all interfaces", notes="With\r\ncare")
    assert response.status_code == 302
    task = erp.state.plan.task(BUILD)
    assert (task.name, task.notes, task.duration) == ("Build all interfaces", "With\ncare", 10 * DAY)
    assert erp.state.revision == 1


def test_saving_what_is_there_makes_no_revision(erp):
    assert save(erp, BUILD).status_code == 200
    assert erp.state.revision == 0


def test_a_change_that_moves_the_go_live_is_asked_first(erp):
    response = save(erp, BUILD, duration="12d")
    assert response.status_code == 200
    assert b'name="sure"' in response.content
    assert erp.state.revision == 0
    assert save(erp, BUILD, duration="12d", sure="1").status_code == 302
    assert erp.state.plan.task(BUILD).duration == 12 * DAY


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("duration", "soon"),
        ("predecessors", "4711"),
        ("deadline", "32 Foo"),
        ("percent", "101"),
        ("calendar", "Mars"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(erp, column, text):
    response = save(erp, BUILD, **{column: text, "name": "Typed too"})
    assert response.status_code == 422
    assert b"Typed too" in response.content
    assert erp.state.revision == 0


def test_a_loop_is_refused_with_a_sentence(erp):
    response = save(erp, ANALYSE, predecessors="3")
    assert response.status_code == 422
    assert "loop" in response.content.decode()


def test_two_people_who_change_one_field_see_both_versions(erp):
    was = fields(erp, BUILD)
    assert save(erp, BUILD, name="Theirs").status_code == 302
    response = save(erp, BUILD, Role.CONSULTANT, was=was, name="Mine")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    assert erp.state.plan.task(BUILD).name == "Theirs"


def test_after_a_clash_saving_again_undoes_nothing_else_of_theirs(erp):
    was = fields(erp, BUILD)
    save(erp, BUILD, name="Theirs", notes="Their notes")
    response = save(erp, BUILD, Role.CONSULTANT, was=was, name="Mine")
    assert "Their notes" in response.context["fields"]["notes"]
    again = {name: response.context["fields"][name] for name in was}
    assert save(erp, BUILD, Role.CONSULTANT, was=response.context["was"], **again).status_code == 302
    task = erp.state.plan.task(BUILD)
    assert (task.name, task.notes) == ("Mine", "Their notes")


def test_a_task_of_a_draft_is_changed_in_the_draft(erp):
    draft = drafts.start_draft(erp.project, "What if", erp.manager)
    client, url = erp.as_(Role.CONSULTANT), f"{erp.root}tasks/{BUILD}?draft={draft.pk}"
    was = client.get(url).context["was"]
    sent = {f"was_{name}": text for name, text in was.items()} | was | {"duration": "2d"}
    assert client.post(url, sent).status_code == 302
    assert erp.state.plan.task(BUILD).duration == 10 * DAY
    assert client.get(url).context["was"]["duration"] == "2d"
    unlink = {"pred": str(BUILD), "succ": str(TEST)}
    assert client.post(f"{erp.root}tasks/{TEST}/unlink?draft={draft.pk}", unlink).status_code == 302
    draft.refresh_from_db()
    assert len(draft.steps) == 2
    assert erp.state.revision == 0
    assert erp.as_(Role.KEY_USER).post(url, sent | {"duration": "3d"}).status_code == 403
    assert client.get(f"{erp.root}tasks/{BUILD}?draft=99").status_code == 404


def test_two_people_who_change_different_fields_do_not_clash(erp):
    was = fields(erp, BUILD)
    save(erp, BUILD, name="Theirs")
    assert save(erp, BUILD, Role.CONSULTANT, was=was, notes="Mine").status_code == 302
    task = erp.state.plan.task(BUILD)
    assert (task.name, task.notes) == ("Theirs", "Mine")


def test_who_may_only_report_progress_reports_progress_only(erp):
    assert save(erp, ANALYSE, Role.KEY_USER, percent="40").status_code == 302
    assert erp.state.plan.task(ANALYSE).percent == 40
    assert save(erp, ANALYSE, Role.KEY_USER, name="Mine").status_code == 403
    assert save(erp, ANALYSE, Role.GUEST, percent="50").status_code == 403
    assert erp.state.plan.task(ANALYSE).percent == 40


def test_an_archived_project_is_read_only(erp):
    erp.project.archived = True
    erp.project.save()
    assert save(erp, BUILD, name="Other").status_code == 422
    assert erp.as_(Role.MANAGER).post(f"{erp.root}tasks/{BUILD}/comments", {"text": "Hi"}).status_code == 422
    assert erp.state.revision == Comment.objects.count() == 0


def test_links_are_added_and_taken_away(erp):
    client = erp.as_(Role.MANAGER)
    row = {"as": "predecessor", "row": "5", "type": "SS", "lag": "2d", "sure": "1"}
    assert client.post(f"{erp.root}tasks/{TEST}/link", row).status_code == 302
    assert fields(erp, TEST)["predecessors"] == "2;5SS+2d"
    assert (
        client.post(f"{erp.root}tasks/{TEST}/link", {"as": "successor", "row": "5", "type": "FF"}).status_code
        == 422
    )
    assert client.post(f"{erp.root}tasks/{TEST}/link", {"as": "successor", "row": "77"}).status_code == 422
    assert client.post(f"{erp.root}tasks/{TEST}/unlink", {"pred": "5", "succ": str(TEST)}).status_code == 302
    assert fields(erp, TEST)["predecessors"] == "2"


def test_unlinking_what_moves_a_milestone_is_asked_first(erp):
    client = erp.as_(Role.MANAGER)
    link = {"pred": str(BUILD), "succ": str(TEST)}
    response = client.post(f"{erp.root}tasks/{TEST}/unlink", link)
    assert b'name="sure"' in response.content
    assert erp.state.revision == 0
    assert client.post(f"{erp.root}tasks/{TEST}/unlink", link | {"sure": "1"}).status_code == 302


# ---- deliverables, comments, files


def test_deliverables_have_owner_acceptance_and_state(erp):
    client, url = erp.as_(Role.CUSTOMER_IT), f"{erp.root}tasks/{GO_LIVE}/deliverables"
    assert (
        client.post(
            url, {"name": " Go-live  report ", "owner": "1", "acceptance": "Signed", "state": "planned"}
        ).status_code
        == 302
    )
    (found,) = deliverables_of(erp.project, [GO_LIVE])[GO_LIVE]
    assert (found.name, found.owner.name, found.acceptance) == ("Go-live report", "Li Wei", "Signed")
    assert client.post(f"{url}/{found.pk}", {"name": "Report", "state": "accepted"}).status_code == 302
    found.refresh_from_db()
    assert (found.name, found.owner, found.state) == ("Report", None, "accepted")
    assert found.history.count() == 2
    assert client.post(f"{url}/{found.pk}", {"name": "", "state": "accepted"}).status_code == 422
    assert client.post(f"{url}/{found.pk}", {"name": "x", "state": "lost"}).status_code == 422
    assert (
        client.post(f"{url}/{found.pk}", {"name": "x", "state": "accepted", "owner": "99"}).status_code == 422
    )
    assert erp.as_(Role.KEY_USER).post(url, {"name": "x", "state": "planned"}).status_code == 403
    assert client.post(f"{erp.root}tasks/{BUILD}/deliverables/{found.pk}/remove").status_code == 404
    assert client.post(f"{url}/{found.pk}/remove").status_code == 302
    assert deliverables_of(erp.project, [GO_LIVE]) == {}


def test_comments_are_shown_without_harm(erp):
    url = f"{erp.root}tasks/{BUILD}/comments"
    erp.as_(Role.KEY_USER).post(
        url, {"text": "**Go** <script>alert(1)</script> [x](javascript:alert(1)) ![i](http://e.x/p)"}
    )
    page = erp.as_(Role.MANAGER).get(f"{erp.root}tasks/{BUILD}").content.decode()
    assert "<strong>Go</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "e.x/p" not in page


def test_only_its_author_changes_a_comment_and_a_manager_may_delete_it(erp):
    url = f"{erp.root}tasks/{BUILD}/comments"
    erp.as_(Role.KEY_USER).post(url, {"text": "First"})
    one = Comment.objects.get()
    assert erp.as_(Role.MANAGER).post(f"{url}/{one.pk}", {"text": "Mine now"}).status_code == 403
    assert erp.as_(Role.KEY_USER).post(f"{url}/{one.pk}", {"text": "Second"}).status_code == 302
    one.refresh_from_db()
    assert (one.text, one.edited_at is None) == ("Second", False)
    assert erp.as_(Role.CONSULTANT).post(f"{url}/{one.pk}/remove").status_code == 403
    assert erp.as_(Role.MANAGER).post(f"{erp.root}tasks/{TEST}/comments/{one.pk}/remove").status_code == 404
    assert erp.as_(Role.MANAGER).post(f"{url}/{one.pk}/remove").status_code == 302
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_001])
def test_a_comment_says_something_and_not_too_much(erp, text):
    response = erp.as_(Role.KEY_USER).post(f"{erp.root}tasks/{BUILD}/comments", {"text": text})
    assert response.status_code == 422
    assert not Comment.objects.exists()


def test_a_guest_does_not_comment(erp):
    assert erp.as_(Role.GUEST).post(f"{erp.root}tasks/{BUILD}/comments", {"text": "Hi"}).status_code == 403


def test_the_count_of_comments_is_live(erp):
    comments.write_comment(erp.project, BUILD, "One", erp.manager)
    page = erp.as_(Role.GUEST).get(f"{erp.root}tasks/{BUILD}/comments/count").content.decode()
    assert ">1<" in page


def test_a_file_is_kept_under_a_name_of_ours_and_sent_as_a_download(erp):
    client, url = erp.as_(Role.KEY_USER), f"{erp.root}tasks/{BUILD}/files"
    body = b"<html><script>alert(1)</script>"
    hostile = SimpleUploadedFile("x.html", body, content_type="text/html")
    hostile.name = "..\\..\\evil\u202e\n.html"
    assert client.post(url, {"file": hostile}).status_code == 302
    one = Attachment.objects.get()
    assert one.sha256 == hashlib.sha256(body).hexdigest()
    assert "evil" not in one.file.name
    assert "/" not in one.name
    assert "\u202e" not in one.name
    sent = client.get(f"{url}/{one.pk}")
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["Content-Type"] == "application/octet-stream"
    assert b"".join(sent.streaming_content) == body


def test_a_file_belongs_to_its_task_and_project(erp):
    one = comments.attach(erp.project, BUILD, SimpleUploadedFile("a.txt", b"a"), erp.who(Role.KEY_USER))
    other = world(name="CRM")
    assert erp.as_(Role.MANAGER).get(f"{erp.root}tasks/{TEST}/files/{one.pk}").status_code == 404
    assert other.as_(Role.MANAGER).get(f"{other.root}tasks/{BUILD}/files/{one.pk}").status_code == 404
    assert erp.as_(Role.CONSULTANT).post(f"{erp.root}tasks/{BUILD}/files/{one.pk}/remove").status_code == 403
    assert erp.as_(Role.KEY_USER).post(f"{erp.root}tasks/{BUILD}/files/{one.pk}/remove").status_code == 302


def test_files_that_are_empty_or_too_large_are_refused(erp, settings):
    settings.MAX_UPLOAD = 10
    url = f"{erp.root}tasks/{BUILD}/files"
    for body in (b"", b"x" * 11):
        response = erp.as_(Role.KEY_USER).post(url, {"file": SimpleUploadedFile("a.txt", body)})
        assert response.status_code == 422
    assert erp.as_(Role.KEY_USER).post(url).status_code == 422
    assert not Attachment.objects.exists()


def test_the_history_of_a_task_has_what_touched_it(erp):
    services.apply_edits(erp.project, [Set("task", TEST, {"name": "Test all"})], erp.manager)
    services.apply_edits(erp.project, [Set("task", ANALYSE, {"duration": 6 * DAY})], erp.manager)
    assert [one.number for one in task_page.history_of(erp.project, TEST)] == [2, 1]
    assert [one.number for one in task_page.history_of(erp.project, ANALYSE)] == [2]


def test_in_the_drawer_the_answer_is_the_drawer(erp):
    response = erp.as_(Role.MANAGER).post(f"{erp.root}tasks/{BUILD}/comments?drawer=1", {"text": "Hi"})
    assert response.status_code == 200
    assert b"<html" not in response.content
