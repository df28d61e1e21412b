"""The registers of how things are done today, and how they should be."""

from django.utils.translation import gettext_lazy as _

from uptake.registers.spec import RegisterSpec, Section

SECTION = Section(key="assessment", label=_("Assessment"), icon="clipboard-list", letter="m")

REGISTERS: tuple[RegisterSpec, ...] = ()
