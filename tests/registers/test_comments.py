"""Comments on records, who is mentioned in them, and files that lie beside a record."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.schedule.world import World
from uptake.projects.models import Project, Role
from uptake.registers import services
from uptake.registers.beside import comments
from uptake.registers.models import Attachment, Comment, Mention
from uptake.registers.visit import Visit


@pytest.fixture
def record(erp: World, visit: Visit) -> Any:
    for role in Role:
        erp.who(role)
    return services.create(visit, visit.spec("decision"), {"title": "Which cloud?"})


def post(erp: World, role: str, path: str, **given: Any) -> Any:
    return erp.as_(role).post(f"{erp.root}registers/decision/1/{path}", given)


def write(erp: World, text: str, role: str = Role.MANAGER) -> Comment:
    assert post(erp, role, "comments", text=text).status_code == 302
    return Comment.objects.latest("pk")


def page(erp: World, role: str = Role.MANAGER) -> str:
    return erp.as_(role).get(f"{erp.root}registers/decision/1").content.decode()


def test_a_comment_is_written_said_differently_and_taken_back(erp: World, record: Any):
    one = write(erp, "**Go** <script>alert(1)</script>")
    assert "<strong>Go</strong>" in page(erp)
    assert "<script>alert" not in page(erp)
    assert post(erp, Role.MANAGER, f"comments/{one.pk}", text="Wait").status_code == 302
    assert "edited" in page(erp)
    assert post(erp, Role.CONSULTANT, f"comments/{one.pk}", text="No").status_code == 403
    assert post(erp, Role.CONSULTANT, f"comments/{one.pk}/remove").status_code == 403
    assert post(erp, Role.GUEST, "comments", text="Hello").status_code == 403
    theirs = write(erp, "Mine", Role.SPONSOR)  # may not edit the register, may speak
    assert post(erp, Role.MANAGER, f"comments/{theirs.pk}/remove").status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"), [(" \x00 ", "Write something first."), ("x" * 10_001, "10000 characters")]
)
def test_a_comment_that_cannot_be_taken_stays_typed(erp: World, record: Any, text: str, said: str):
    wrong = post(erp, Role.MANAGER, "comments", text=text)
    assert wrong.status_code == 422
    assert said in wrong.content.decode()
    assert text.strip("\x00 ") in wrong.content.decode()
    assert not Comment.objects.exists()


def test_a_comment_belongs_to_its_record(erp: World, visit: Visit, record: Any):
    one = write(erp, "Hello")
    services.create(visit, visit.spec("decision"), {"title": "Another"})
    other = f"{erp.root}registers/decision/2/comments/{one.pk}"
    assert erp.as_(Role.MANAGER).post(other, {"text": "x"}).status_code == 404
    Project.objects.filter(pk=erp.project.pk).update(archived=True)
    assert post(erp, Role.MANAGER, "comments", text="Late").status_code == 403


def test_who_is_mentioned_sees_it_on_the_first_page_until_they_looked(erp: World, record: Any):
    write(erp, "@consultant and @sponsor, what do you think? Ask @nobody")
    assert Mention.objects.count() == 2
    home = erp.as_(Role.CONSULTANT).get("/").content.decode()
    assert "Which cloud?" in home
    assert "Ma Na mentioned you" in home
    assert "Which cloud?" not in erp.as_(Role.KEY_USER).get("/").content.decode()
    page(erp, Role.CONSULTANT)
    assert "Which cloud?" not in erp.as_(Role.CONSULTANT).get("/").content.decode()
    assert "Which cloud?" in erp.as_(Role.SPONSOR).get("/").content.decode()


def test_a_mention_is_kept_once_and_goes_with_its_name(erp: World, visit: Visit, record: Any):
    one = write(erp, "@consultant @consultant")
    assert Mention.objects.count() == 1
    page(erp, Role.CONSULTANT)
    post(erp, Role.MANAGER, f"comments/{one.pk}", text="@consultant again")
    assert Mention.objects.exclude(seen_at=None).count() == 1  # not asked twice for one comment
    post(erp, Role.MANAGER, f"comments/{one.pk}", text="nobody")
    assert not Mention.objects.exists()


def test_nobody_learns_of_what_they_may_not_see(erp: World, visit: Visit, record: Any):
    write(erp, "@guest @Ma Na look")
    assert not Mention.objects.exists()  # a guest may not see the register, and nobody asks oneself
    write(erp, "@consultant look")
    services.remove(visit, visit.spec("decision"), record)
    assert "Which cloud?" not in erp.as_(Role.CONSULTANT).get("/").content.decode()


def test_names_are_found_behind_an_at():
    people = {1: "Li Wei", 2: "Li", 3: "王芳 Wang Fang"}
    assert comments.named("@Li Wei and mail li@Li.example", people) == {1}
    assert comments.named("@Li, @王芳 Wang Fang。", people) == {2, 3}
    assert comments.named("请@Li看一下", people) == {2}
    assert comments.named("@ nobody @", people) == set()


def test_the_first_page_asks_no_more_for_more_mentions(erp: World, visit: Visit, record: Any):
    counts = []
    for more in (1, 12):
        for i in range(more):
            one = services.create(visit, visit.spec("decision"), {"title": f"Q {more} {i}"})
            comments.write_comment(visit, visit.spec("decision"), one, "@consultant")
        with CaptureQueriesContext(connection) as asked:
            erp.as_(Role.CONSULTANT).get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# ---- files


def test_a_file_lies_beside_a_record(erp: World, record: Any):
    given = SimpleUploadedFile("..\\..\\plan\u202exe.pdf", b"<script>")
    assert post(erp, Role.SPONSOR, "files", file=given).status_code == 302
    kept = Attachment.objects.get()
    assert (kept.name, kept.size, kept.field) == ("planxe.pdf", 8, "")
    assert "planxe.pdf" in page(erp)
    file = erp.as_(Role.KEY_USER).get(f"{erp.root}registers/decision/1/files/{kept.pk}")
    assert file["Content-Type"] == "application/octet-stream"
    assert b"".join(file.streaming_content) == b"<script>"
    assert erp.as_(Role.GUEST).get(f"{erp.root}registers/decision/1/files/{kept.pk}").status_code == 403
    assert post(erp, Role.CONSULTANT, f"files/{kept.pk}/remove").status_code == 403
    assert post(erp, Role.MANAGER, f"files/{kept.pk}/remove").status_code == 302
    assert not Attachment.objects.exists()


def test_a_file_that_cannot_be_taken_is_refused(erp: World, record: Any, settings: Any):
    assert "not empty" in post(erp, Role.MANAGER, "files").content.decode()
    settings.MAX_UPLOAD = 3
    wrong = post(erp, Role.MANAGER, "files", file=SimpleUploadedFile("a.txt", b"four"))
    assert wrong.status_code == 422
    assert not Attachment.objects.exists()
