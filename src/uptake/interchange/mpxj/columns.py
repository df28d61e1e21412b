"""Which key of the document is which field of MPXJ: a table an object, for reading, writing and losses.

Each line: key, field, kind, and optionally the getter to read it with (where MPXJ derives a missing
value) and ``?`` for keys that are left out of the document while empty.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One key of the document and the field of MPXJ that it is."""

    key: str
    field: str
    kind: str
    getter: str | None = None
    optional: bool = False


def _table(text: str) -> tuple[Column, ...]:
    columns = []
    for line in text.strip().splitlines():
        key, field, kind, *rest = line.split()
        getter = next((word for word in rest if word != "?"), None)
        columns.append(Column(key, field, kind, getter, "?" in rest))
    return tuple(columns)


TASK = _table("""
    id                         ID                         whole
    name                       NAME                       text
    outline                    OUTLINE_NUMBER             text
    level                      OUTLINE_LEVEL              whole
    summary                    SUMMARY                    flag      getSummary
    milestone                  MILESTONE                  flag      getMilestone
    active                     ACTIVE                     flag      getActive
    manual                     TASK_MODE                  mode      getTaskMode
    type                       TYPE                       TaskType  getType
    effort_driven              EFFORT_DRIVEN              flag      getEffortDriven
    estimated                  ESTIMATED                  flag      getEstimated
    priority                   PRIORITY                   priority  getPriority
    duration                   DURATION                   duration
    work                       WORK                       duration
    constraint                 CONSTRAINT_TYPE            ConstraintType  getConstraintType
    constraint_date            CONSTRAINT_DATE            moment
    deadline                   DEADLINE                   moment
    calendar                   CALENDAR_UNIQUE_ID         whole
    ignore_resource_calendar   IGNORE_RESOURCE_CALENDAR   flag      getIgnoreResourceCalendar
    leveling_delay             LEVELING_DELAY             duration
    percent_complete           PERCENT_COMPLETE           percent
    percent_work_complete      PERCENT_WORK_COMPLETE      percent   getPercentageWorkComplete
    actual_start               ACTUAL_START               moment    getActualStart
    actual_finish              ACTUAL_FINISH              moment    getActualFinish
    actual_duration            ACTUAL_DURATION            duration
    remaining_duration         REMAINING_DURATION         duration
    actual_work                ACTUAL_WORK                duration
    remaining_work             REMAINING_WORK             duration
    stop                       STOP                       moment
    resume                     RESUME                     moment
    recurring                  RECURRING                  flag      getRecurring
    external                   EXTERNAL_TASK              flag      getExternalTask
    wbs                        WBS                        text      ?
    notes                      NOTES                      notes     ?
    hyperlink                  HYPERLINK                  text      ?
    hyperlink_address          HYPERLINK_ADDRESS          text      ?
    hyperlink_sub_address      HYPERLINK_SUBADDRESS       text      ?
    hyperlink_screen_tip       HYPERLINK_SCREEN_TIP       text      ?
    contact                    CONTACT                    text      ?
    manager                    MANAGER                    text      ?
    subproject_file            SUBPROJECT_FILE            text      ?
    subproject_task            SUBPROJECT_TASK_ID         whole     ?
    subproject_task_uid        SUBPROJECT_TASK_UNIQUE_ID  whole     ?
    subproject_task_offset     SUBPROJECT_TASKS_UNIQUEID_OFFSET  whole  ?
    activity_id                ACTIVITY_ID                text      ?
    activity_type              ACTIVITY_TYPE              ActivityType  ?
    cost                       COST                       number    ?
    fixed_cost                 FIXED_COST                 number    ?
    actual_cost                ACTUAL_COST                number    ?
    fixed_cost_accrual         FIXED_COST_ACCRUAL         AccrueType  ?
    physical_percent_complete  PHYSICAL_PERCENT_COMPLETE  number    ?
    overtime_work              OVERTIME_WORK              duration  ?
    manual_duration            MANUAL_DURATION            duration  ?
    secondary_constraint       SECONDARY_CONSTRAINT_TYPE  ConstraintType  ?
    secondary_constraint_date  SECONDARY_CONSTRAINT_DATE  moment    ?
    leveling_can_split         LEVELING_CAN_SPLIT         flag      ?
    level_assignments          LEVEL_ASSIGNMENTS          flag      ?
    rollup                     ROLLUP                     flag      ?
    hide_bar                   HIDE_BAR                   flag      ?
""")

# What Microsoft Project calculated, under the task's "expected".
EXPECTED = _table("""
    start             START             moment
    finish            FINISH            moment
    early_start       EARLY_START       moment
    early_finish      EARLY_FINISH      moment
    late_start        LATE_START        moment
    late_finish       LATE_FINISH       moment
    scheduled_start   SCHEDULED_START   moment
    scheduled_finish  SCHEDULED_FINISH  moment
    start_slack       START_SLACK       minutes
    finish_slack      FINISH_SLACK      minutes
    free_slack        FREE_SLACK        minutes
    total_slack       TOTAL_SLACK       minutes
    critical          CRITICAL          maybe
""")

RESOURCE = _table("""
    id              ID              whole
    type            TYPE            ResourceType  getType
    calendar        CALENDAR_UNIQUE_ID  whole     getCalendarUniqueID
    name            NAME            text    ?
    initials        INITIALS        text    ?
    code            CODE            text    ?
    group           GROUP           text    ?
    email           EMAIL_ADDRESS   text    ?
    nt_account      WINDOWS_USER_ACCOUNT  text ?
    phone           PHONE           text    ?
    notes           NOTES           notes   ?
    hyperlink       HYPERLINK       text    ?
    hyperlink_address  HYPERLINK_ADDRESS  text  ?
    material_label  MATERIAL_LABEL  text    ?
    generic         GENERIC         flag    ?
    budget          BUDGET          flag    ?
    active          ACTIVE          flag    getActive
    accrue_at       ACCRUE_AT       AccrueType  ?
""")

ASSIGNMENT = _table("""
    units             ASSIGNMENT_UNITS            number  getUnits
    work              WORK                        duration
    actual_work       ACTUAL_WORK                 duration
    remaining_work    REMAINING_WORK              duration
    overtime_work     OVERTIME_WORK               duration
    start             START                       moment  getStart
    finish            FINISH                      moment  getFinish
    actual_start      ACTUAL_START                moment
    actual_finish     ACTUAL_FINISH               moment
    delay             ASSIGNMENT_DELAY            duration
    leveling_delay    LEVELING_DELAY              duration
    contour           WORK_CONTOUR                contour
    stop              STOP                        moment
    resume            RESUME                      moment
    cost              COST                        number   ?
    actual_cost       ACTUAL_COST                 number   ?
    actual_overtime_work     ACTUAL_OVERTIME_WORK     duration ?
    remaining_overtime_work  REMAINING_OVERTIME_WORK  duration ?
    rate_table        COST_RATE_TABLE             whole    ?
    notes             NOTES                       notes    ?
    hyperlink         HYPERLINK                   text     ?
    hyperlink_address HYPERLINK_ADDRESS           text     ?
""")

PROJECT = _table("""
    start             START_DATE         moment  getStartDate
    finish            FINISH_DATE        moment  getFinishDate
    schedule_from     SCHEDULE_FROM      ScheduleFrom  getScheduleFrom
    status_date       STATUS_DATE        moment
    minutes_per_day   MINUTES_PER_DAY    whole   getMinutesPerDay
    minutes_per_week  MINUTES_PER_WEEK   whole   getMinutesPerWeek
    days_per_month    DAYS_PER_MONTH     whole   getDaysPerMonth
    default_start_time  DEFAULT_START_TIME  clock  getDefaultStartTime
    default_end_time  DEFAULT_END_TIME   clock   getDefaultEndTime
    honor_constraints HONOR_CONSTRAINTS  flag    getHonorConstraints
    multiple_critical_paths  MULTIPLE_CRITICAL_PATHS  flag  getMultipleCriticalPaths
    critical_slack_limit     CRITICAL_SLACK_LIMIT  duration  getCriticalSlackLimit
    split_in_progress        SPLIT_IN_PROGRESS_TASKS  flag  getSplitInProgressTasks
    move_completed_ends_back       MOVE_COMPLETED_ENDS_BACK       flag  getMoveCompletedEndsBack
    move_completed_ends_forward    MOVE_COMPLETED_ENDS_FORWARD    flag  getMoveCompletedEndsForward
    move_remaining_starts_back     MOVE_REMAINING_STARTS_BACK     flag  getMoveRemainingStartsBack
    move_remaining_starts_forward  MOVE_REMAINING_STARTS_FORWARD  flag  getMoveRemainingStartsForward
    new_tasks_are_manual   NEW_TASKS_ARE_MANUAL    flag  getNewTasksAreManual
    last_saved        LAST_SAVED         moment
    name              NAME               text
    title             PROJECT_TITLE      text
    subject           SUBJECT            text
    author            AUTHOR             text
    company           COMPANY            text
    manager           MANAGER            text
    category          CATEGORY           text
    keywords          KEYWORDS           text
    comments          COMMENTS           text
    created           CREATION_DATE      moment
    current_date      CURRENT_DATE       moment
    week_start        WEEK_START_DAY     weekday
    currency_code     CURRENCY_CODE      text
    currency_symbol   CURRENCY_SYMBOL    text
    currency_digits   CURRENCY_DIGITS    whole
""")

TABLES = {"task": (*TASK, *EXPECTED), "resource": RESOURCE, "assignment": ASSIGNMENT, "project": PROJECT}
