"""The registers of what is wanted: goals, scope, requirements."""

from django.utils.translation import gettext_lazy as _

from uptake.registers.spec import RegisterSpec, Section

SECTION = Section(key="scope", label=_("Scope"), icon="target", letter="n")

REGISTERS: tuple[RegisterSpec, ...] = ()
