"""The demonstration project: SAP ERP at a machinery maker with yearly sales over five billion yuan.

Twelve core processes are standardised in three months; three batches of modules follow, each closed by a
retrospective; three months of hyper-care and a hand-over with shadow training end the project. The outline
and its texts are files beside this module, in both languages.
"""

from uptake.packs.demo.project import (
    Baseline,
    Comment,
    Dated,
    Demo,
    Organisation,
    Person,
    Rate,
    build_demo,
)

__all__ = ["Baseline", "Comment", "Dated", "Demo", "Organisation", "Person", "Rate", "build_demo"]
