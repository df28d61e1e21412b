"""Small published networks, drawn with their published answers.

Seven days of work a week: published networks count days, or weeks, without a calendar. Each drawing states
early dates, total slack (the dots), free slack where there is some, and what is critical. The figures are
facts of their sources. The whole collection is tested in test_networks_corpus.py.
"""

from tests.engine.compared import check

EVERY_DAY = {"standard": "Mo-Su 8-12 13-17"}


def test_milwaukee_paper():
    """Heizer, Render and Munson, Operations Management, chapter Project Management."""
    check(
        """
        days | --------------- | with slack
        A    | ==              | critical
        B    | ===.            |
        C    |   ==            | after A, critical
        D    |    ====.        | after A, after B, free 1d
        E    |     ====        | after C, critical
        F    |     ===......   | after C, free 6d
        G    |         =====   | after D, after E, critical
        H    |              == | after F, after G, critical
        """,
        calendars=EVERY_DAY,
    )


def test_reliable_construction():
    """Hillier and Lieberman, Introduction to Operations Research, chapter on PERT and CPM; in weeks."""
    check(
        """
        days | -------------------------------------------- | with slack
        A    | ==                                           | critical
        B    |   ====                                       | after A, critical
        C    |       ==========                             | after B, critical
        D    |                 ======....                   | after C
        E    |                 ====                         | after C, critical
        F    |                     =====                    | after E, critical
        G    |                       =======....            | after D
        H    |                              =========....   | after E, after G
        I    |                 =======..                    | after C, free 2d
        J    |                          ========            | after F, after I, critical
        K    |                                  ====.       | after J, free 1d
        L    |                                  =====       | after J, critical
        M    |                                       ==.... | after H, free 4d
        N    |                                       ====== | after K, after L, critical
        """,
        calendars=EVERY_DAY,
    )


def test_taha_6_5_2():
    """Taha, Operations Research: An Introduction, example 6.5-2, with one dummy activity left out."""
    check(
        """
        days | ------------------------- | with slack
        A    | =====                     | critical
        B    | ======.....               | free 2d
        C    |      ===...               | after A
        D    |      ========             | after A, critical
        E    |         ==...             | after B, after C, free 3d
        F    |         ===========...... | after B, after C, free 6d
        G    |              =........... | after D, free 11d
        H    |              ============ | after D, after E, critical
        """,
        calendars=EVERY_DAY,
    )


def test_pittsburgh_cpm_3():
    """J. Rajgopal, course notes, sites.pitt.edu/~jrclass/or/webnotes/cpm3.html."""
    check(
        """
        days | ----------------------------------------------------- | with slack
        1-2  | ====                                                  | critical
        2-3  |     ========                                          | after 1-2, critical
        2-4  |     =======.......                                    | after 1-2, free 1d
        2-5  |     ======...........                                 | after 1-2, free 11d
        3-5  |             =========                                 | after 2-3, critical
        4-6  |             ===============......                     | after 2-4, after 2-3, free 6d
        5-6  |                      ============                     | after 2-5, after 3-5, critical
        6-7  |                                  ==================== | after 4-6, after 5-6, critical
        """,
        calendars=EVERY_DAY,
    )


def test_vanhoucke_fictitious_project():
    """Vanhoucke, Measuring Time (Springer, 2009), page 18; from the R package criticalpath (MIT)."""
    check(
        """
        days | ---------------- | with slack
        a2   | ====             | critical
        a3   | =========....    |
        a4   | =..              |
        a5   |     ====         | after a2, critical
        a6   |  =====..         | after a4
        a7   |       =..        | after a6
        a8   |        =======.. | after a7, free 2d
        a9   |         ======== | after a5, critical
        a10  |          ===.... | after a3, free 4d
        a11  |        ===...... | after a7, free 6d
        """,
        calendars=EVERY_DAY,
    )


def test_zametek_nine_activities():
    """Zametek.Maths.Graphs (BSD-2-Clause), VertexGraphBuilderCriticalPathTests."""
    check(
        """
        days | -------------------------- | with slack
        1    | ======..                   | free 2d
        2    | =======.                   |
        3    | ========                   | critical
        4    |        ===========....     | after 2
        5    |         ========           | after 1, after 2, after 3, critical
        6    |         =======.......     | after 3, free 3d
        7    |                   ====.... | after 4, free 4d
        8    |                   ====.... | after 4, after 6, free 4d
        9    |                 ========== | after 5, critical
        """,
        calendars=EVERY_DAY,
    )


def test_finish_to_finish_with_lag():
    """R package criticalpath 0.2.1 (MIT), tests of early dates by relation type."""
    check(
        """
        days  | --------- | with slack
        Begin | =         | critical
        A     |  =====    | after Begin, critical
        B     |      ===  | ff A +2d, critical
        End   |         = | after B, critical
        """,
        calendars=EVERY_DAY,
    )


def test_start_to_start_with_lag():
    """R package criticalpath 0.2.1 (MIT), tests of early dates by relation type."""
    check(
        """
        days  | --------- | with slack
        Begin | =         | critical
        A     |  ===      | after Begin, critical
        B     |    =====  | ss A +2d, critical
        End   |         = | after B, critical
        """,
        calendars=EVERY_DAY,
    )
