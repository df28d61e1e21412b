"""The register of change requests."""

from django.utils.translation import gettext_lazy as _

from uptake.registers.spec import RegisterSpec, Section

SECTION = Section(key="changes", label=_("Changes"), icon="git-pull-request", letter="x")

REGISTERS: tuple[RegisterSpec, ...] = ()
