"""The registers of the demonstration project: goals, requirements, risks and what else stands beside its plan.

Each register is a file beside this module, in both languages; `reading` says how they are written.
"""

from uptake.packs.demo.registers.custom import (
    CustomField,
    CustomMove,
    CustomRegister,
    CustomState,
    build_custom_register,
)
from uptake.packs.demo.registers.drafting import as_typed
from uptake.packs.demo.registers.reading import REGISTERS, Entry, Past, Said, build_registers

__all__ = [
    "REGISTERS",
    "CustomField",
    "CustomMove",
    "CustomRegister",
    "CustomState",
    "Entry",
    "Past",
    "Said",
    "as_typed",
    "build_custom_register",
    "build_registers",
]
