"""Small project files, written out: what a test reads is what a reader of the test sees."""

from typing import Any

CALENDAR = """
    <Calendar><UID>1</UID><Name>标准</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>{days}</WeekDays>
      <Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences>
        <TimePeriod><FromDate>2025-10-01T00:00:00</FromDate><ToDate>2025-10-07T23:59:00</ToDate></TimePeriod>
        <Occurrences>7</Occurrences><Name>国庆节</Name><Type>1</Type><DayWorking>0</DayWorking></Exception>
      </Exceptions>
    </Calendar>"""
WORKING = """<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes>
    <WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>
    <WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"""
OFF = "<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>"
DAYS = "".join((OFF if day in (1, 7) else WORKING).format(day=day) for day in range(1, 8))

MSPDI = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project">
  <SaveVersion>14</SaveVersion><Name>sample</Name><Title>上线计划</Title><Author>王芳</Author>
  <StartDate>2025-09-01T08:00:00</StartDate><FinishDate>2025-09-05T17:00:00</FinishDate>
  <ScheduleFromStart>1</ScheduleFromStart><CalendarUID>1</CalendarUID>
  <MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek><DaysPerMonth>20</DaysPerMonth>
  <DefaultStartTime>08:00:00</DefaultStartTime><DefaultFinishTime>17:00:00</DefaultFinishTime>
  <Calendars>{CALENDAR.format(days=DAYS)}</Calendars>
  <Tasks>
    <Task><UID>1</UID><ID>1</ID><Name>Dig</Name><Type>0</Type><OutlineNumber>1</OutlineNumber>
      <OutlineLevel>1</OutlineLevel><Priority>500</Priority><Start>2025-09-01T08:00:00</Start>
      <Finish>2025-09-02T17:00:00</Finish><Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat>
      <Notes>Mind the cable</Notes><ConstraintType>0</ConstraintType></Task>
    <Task><UID>2</UID><ID>2</ID><Name>浇筑混凝土</Name><Type>0</Type><OutlineNumber>2</OutlineNumber>
      <OutlineLevel>1</OutlineLevel><Priority>500</Priority><Start>2025-09-03T08:00:00</Start>
      <Finish>2025-09-05T17:00:00</Finish><Duration>PT24H0M0S</Duration><DurationFormat>7</DurationFormat>
      <ConstraintType>4</ConstraintType><ConstraintDate>2025-09-02T08:00:00</ConstraintDate>
      <Deadline>2025-09-30T17:00:00</Deadline>
      <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>4800</LinkLag>
        <LagFormat>7</LagFormat></PredecessorLink></Task>
  </Tasks>
  <Resources><Resource><UID>1</UID><ID>1</ID><Name>李雷</Name><Type>1</Type><MaxUnits>1.00</MaxUnits>
  </Resource></Resources>
  <Assignments><Assignment><UID>1</UID><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID>
    <Start>2025-09-03T08:00:00</Start><Finish>2025-09-05T17:00:00</Finish><Units>1</Units>
    <Work>PT24H0M0S</Work><RemainingWork>PT24H0M0S</RemainingWork></Assignment></Assignments>
</Project>
"""

MPX = """MPX,Microsoft Project for Windows,4.0,ANSI
10,$,1,2,",",.
11,2,0,1,8.00,40.00,,,1,0
12,1,1,480,/,:,am,pm,0,20
20,Standard,0,1,1,1,1,1,0
25,2,08:00,12:00,13:00,17:00
25,3,08:00,12:00,13:00,17:00
25,4,08:00,12:00,13:00,17:00
25,5,08:00,12:00,13:00,17:00
25,6,08:00,12:00,13:00,17:00
30,Small plan,,,Standard,01/09/25 08:00,05/09/25 17:00,0
60,Name,Outline Level,Duration,Start,Finish,Predecessors,ID,Unique ID,Outline Number
61,1,3,40,50,51,70,90,98,99
70,Dig,1,2d,01/09/25 08:00,02/09/25 17:00,,1,1,1
70,Pour,1,3d,03/09/25 08:00,05/09/25 17:00,1,2,2,2
"""

GANTT = """<?xml version="1.0" encoding="UTF-8"?>
<project name="花园" company="" webLink="https://example.org" view-date="2025-09-01" version="3.2">
  <calendars><day-types><day-type id="0"/><day-type id="1"/>
    <default-week id="1" name="default" sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/></day-types>
  </calendars>
  <tasks empty-milestones="true"><taskproperties/>
    <task id="0" name="Dig" meeting="false" start="2025-09-01" duration="2" complete="0" expand="true">
      <depend id="1" type="2" difference="0" hardness="Strong"/></task>
    <task id="1" name="种树" meeting="false" start="2025-09-03" duration="3" complete="0" expand="true"/>
  </tasks>
  <resources/><allocations/><vacations/>
</project>
"""


def working_week() -> list[Any]:
    """Monday to Friday from 8 to 12 and 13 to 17, as the document has it."""
    day = [[480, 720], [780, 1020]]
    return [day, day, day, day, day, [], []]


def days(count: float) -> dict[str, Any]:
    """A duration in working days of eight hours."""
    return {"v": count, "u": "DAYS", "min": count * 480}


def task(uid: int, name: str, **changes: Any) -> dict[str, Any]:
    """One task of a document: three days from 1 September 2025, unless told otherwise."""
    return {
        "uid": uid,
        "id": uid,
        "name": name,
        "parent": None,
        "level": 1,
        "summary": False,
        "milestone": False,
        "active": True,
        "manual": False,
        "type": "FIXED_UNITS",
        "effort_driven": False,
        "estimated": False,
        "priority": 500,
        "duration": days(3),
        "constraint": "AS_SOON_AS_POSSIBLE",
        "percent_complete": 0,
        "splits": [],
        "expected": {"start": "2025-09-01T08:00:00", "finish": "2025-09-03T17:00:00"},
        **changes,
    }


def document(tasks: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A document with one calendar, one resource and these tasks."""
    return {
        "project": {
            "start": "2025-09-01T08:00:00",
            "finish": "2025-09-30T17:00:00",
            "schedule_from": "START",
            "default_calendar": 1,
            "minutes_per_day": 480,
            "minutes_per_week": 2400,
            "days_per_month": 20,
            "default_start_time": "08:00",
            "default_end_time": "17:00",
            "title": "上线计划",
        },
        "calendars": [
            {
                "uid": 1,
                "name": "标准",
                "parent": None,
                "week": working_week(),
                "exceptions": [{"from": "2025-10-01", "to": "2025-10-07", "hours": [], "name": "国庆节"}],
                "work_weeks": [],
                "recurring": 0,
            }
        ],
        "resources": [
            {
                "uid": 1,
                "id": 1,
                "name": "李雷",
                "type": "WORK",
                "calendar": None,
                "max_units": 100,
                "availability": [],
            }
        ],
        "tasks": tasks,
        "links": [],
        "assignments": [],
        "custom_fields": [],
        **changes,
    }


def link(pred: int, succ: int, kind: str = "FS", lag: dict[str, Any] | None = None) -> dict[str, Any]:
    """A link between two tasks, without lag unless given."""
    return {"pred": pred, "succ": succ, "type": kind, "lag": lag or {"v": 0, "u": "DAYS", "min": 0}}
