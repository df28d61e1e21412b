"""What people write about a record, and whom they ask to look at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.platform.markdown import to_html
from uptake.projects.access import Forbidden
from uptake.projects.models import Member, Role
from uptake.registers import kinds
from uptake.registers.beside.attachments import need_to_write
from uptake.registers.models import Comment, Mention, Record
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit, knowing
from uptake.registers.writing import Unfit

LONGEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A comment as it is shown."""

    pk: int
    author: str
    at: Any
    edited: bool
    html: SafeString
    text: str
    mine: bool

    @classmethod
    def of(cls, comment: Any, html: SafeString, reader: Person) -> Self:
        """Return a comment (of a record or of a task) as somebody reads it."""
        return cls(
            pk=comment.pk,
            author=str(comment.author) if comment.author else _("Somebody"),
            at=comment.at,
            edited=comment.edited_at is not None,
            html=html,
            text=comment.text,
            mine=comment.author_id == reader.pk,
        )


def refusal(text: str) -> str:
    """Say what is wrong with a tidy text as a comment; nothing, when nothing is."""
    if not text:
        return _("Write something first.")
    if len(text) > LONGEST:
        return _("Say it in %d characters, or attach a file.") % LONGEST
    return ""


def comments_of(visit: Visit, record: Record) -> list[Told]:
    """Return what was written about a record, oldest first; who is mentioned stands out."""
    rows = Comment.objects.filter(record_id=record.pk).select_related("author")
    names = list(visit.people.values())
    return [Told.of(one, to_html(_marked(one.text, names)), visit.person) for one in rows]


def _marked(text: str, names: Iterable[str]) -> str:
    """Set the names behind an @ in bold."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", f"**@\0{name}**")
    return text.replace("\0", "")


def named(text: str, people: dict[int, str]) -> set[int]:
    """Return the people whose name stands behind an @; the longest name that fits counts.

    Examples
    --------
    >>> named("@Li Wei, please look. (c) anna@Li.example", {1: "Li Wei", 2: "Li"})
    {1}
    """
    found = set()
    longest = sorted(people.items(), key=lambda one: len(one[1]), reverse=True)
    for part, before in zip(text.split("@")[1:], text.split("@")[:-1], strict=True):
        if before[-1:].isalnum() and before[-1:].isascii():
            continue  # an address of mail
        found |= {pk for pk, name in longest if part.startswith(name)} and {
            next(pk for pk, name in longest if part.startswith(name))
        }
    return found


@transaction.atomic
def write_comment(visit: Visit, spec: RegisterSpec, record: Record, text: str) -> Comment:
    """Write about a record; who is named in it behind an @ is asked to look."""
    need_to_write(visit)
    made = Comment.objects.create(record_id=record.pk, author=visit.person, text=_checked(text))
    _mention(visit, spec, made)
    return made


@transaction.atomic
def change_comment(visit: Visit, spec: RegisterSpec, record: Record, pk: int, text: str) -> Comment:
    """Say it differently; only whoever wrote it may."""
    need_to_write(visit)
    found = _own(visit, record, pk, moderators=False)
    found.text, found.edited_at = _checked(text), timezone.now()
    found.save(update_fields=["text", "edited_at"])
    _mention(visit, spec, found)
    return found


def remove_comment(visit: Visit, record: Record, pk: int) -> None:
    """Take a comment back; its author may, and a project manager."""
    need_to_write(visit)
    _own(visit, record, pk, moderators=True).delete()


def _own(visit: Visit, record: Record, pk: int, *, moderators: bool) -> Comment:
    found = Comment.objects.filter(record_id=record.pk, pk=pk).first()
    if found is None:
        raise Http404
    if found.author_id != visit.person.pk and not (moderators and visit.role is Role.MANAGER):
        raise Forbidden("comment.write")
    return found


def _checked(text: str) -> str:
    clean = kinds.tidy(text)
    if wrong := refusal(clean):
        raise Unfit({"text": wrong})
    return clean


def _mention(visit: Visit, spec: RegisterSpec, comment: Comment) -> None:
    """Keep who is named: once, and only who may see the record."""
    wanted = named(comment.text, visit.people) - {visit.person.pk}
    readers = Member.objects.filter(
        project=visit.project, role__in=[str(one) for one in knowing(spec, comment.record_id)]
    )
    Mention.objects.filter(comment=comment).exclude(person_id__in=wanted).delete()
    Mention.objects.bulk_create(
        (Mention(comment=comment, person_id=pk)
         for pk in readers.filter(person_id__in=wanted).values_list("person_id", flat=True)),
        ignore_conflicts=True,
    )  # fmt: skip


def seen(visit: Visit, record: Record) -> None:
    """Note that this person has looked at a record where somebody asked for that."""
    rows = Mention.objects.filter(person=visit.person, comment__record_id=record.pk, seen_at=None)
    rows.update(seen_at=timezone.now())
