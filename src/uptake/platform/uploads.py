"""Files that people bring: their names, their size, their fingerprint. What is in them is never looked at."""

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

MAX_FILES = 200
LONGEST_NAME = 150
NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


def safe_name(name: object) -> str:
    """Return a file's name that is safe to show and to save under: no folders, no controls, not too long.

    Examples
    --------
    >>> safe_name("../../etc/pass\\u202ewd\\n.txt")
    'passwd.txt'
    >>> safe_name("报告 终稿.docx"), safe_name("..")
    ('报告 终稿.docx', 'file')
    """
    last = str(name or "").replace("\\", "/").rsplit("/", 1)[-1]
    clean = NO_NAME.sub("", unicodedata.normalize("NFC", last)).strip(" .")
    path = PurePosixPath(clean or "file")
    suffix = path.suffix[:20]
    return path.stem[: LONGEST_NAME - len(suffix)] + suffix


def digest(given: BinaryIO) -> str:
    """Return the SHA-256 of a file, which is read from its start and left there."""
    found = hashlib.sha256()
    given.seek(0)
    while block := given.read(1 << 20):
        found.update(block)
    given.seek(0)
    return found.hexdigest()


def refusal(given: Any, there: int = 0) -> str:
    """Say why a file cannot be taken beside those that are there; nothing when it can."""
    if given is None or not given.size:
        return _("Choose a file that is not empty.")
    if given.size > settings.MAX_UPLOAD:
        said = _("That file is larger than %d MB. Make it smaller, or link to it in a comment.")
        return said % (settings.MAX_UPLOAD // 1024 // 1024)
    if there >= MAX_FILES:
        return _("There are %d files already. Delete one that nobody needs.") % MAX_FILES
    return ""


def download(file: Any, name: str) -> FileResponse:
    """Send a file as a download: whatever is in it, no browser runs it here."""
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
