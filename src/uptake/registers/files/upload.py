"""The form with which a table is uploaded."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uptake.interchange.encoding import writable

LONGEST_NAME = 200


class TableUpload(forms.Form):
    """A table, of a size that is allowed. What is in it is looked at by the job that reads it."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a text with commas, semicolons or tabs (.csv)."),
        allow_empty_file=True,
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Choose a file, or drop it here.")},
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > settings.MAX_UPLOAD:
            words = {"size": filesizeformat(found.size), "limit": filesizeformat(settings.MAX_UPLOAD)}
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(limit)s can be uploaded. Split it.") % words
            )
        return found


def shown_name(name: str) -> str:
    """Return the name of an uploaded file as it can be shown: without folders, without what steers a screen.

    Examples
    --------
    >>> shown_name("C:\\\\logs\\\\risks.xlsx")
    'risks.xlsx'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(one if one.isprintable() else " " for one in writable(last)).strip()[:LONGEST_NAME]
