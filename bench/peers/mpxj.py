"""MPXJ's `MicrosoftScheduler`, as a worker: the same network as a `ProjectFile`, scheduled inside its JVM."""

from typing import Any

import jpype
import mpxj  # noqa: F401  # puts MPXJ's jars on the class path

from bench import networks
from bench.workers import Answer, peak_mb, serve, timed

jpype.startJVM("-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory")

from java.lang import Integer  # noqa: E402  # after the JVM's start
from java.time import DayOfWeek, LocalDate, LocalDateTime, LocalTime  # noqa: E402
from org.mpxj import (  # noqa: E402
    ConstraintType,
    Duration,
    LocalTimeRange,
    ProjectFile,
    Relation,
    RelationType,
    TaskMode,
    TimeUnit,
)
from org.mpxj.cpm import MicrosoftScheduler  # noqa: E402

TYPES = {
    "FS": RelationType.FINISH_START,
    "SS": RelationType.START_START,
    "FF": RelationType.FINISH_FINISH,
    "SF": RelationType.START_FINISH,
}
UNITS = {"working": TimeUnit.MINUTES, "elapsed": TimeUnit.ELAPSED_MINUTES, "percent": TimeUnit.PERCENT}
EPOCH = LocalDateTime.of(1984, 1, 1, 0, 0)


class Mpxj:
    """What the parent can ask for."""

    def __init__(self) -> None:
        self.project: Any
        self.tasks: dict[int, Any] = {}

    def prepare(self, size: int, seed: int) -> Answer:
        """Build the project; a schedule is written into it, and computed anew each time."""
        seconds, _ = timed(lambda: self._build(size, seed))
        return {"build_s": seconds, "tasks": len(self.tasks)}

    def _build(self, size: int, seed: int) -> None:
        self.project = ProjectFile()
        properties = self.project.getProjectProperties()
        calendars = {week.uid: self._calendar(week) for week in networks.WEEKS}
        self.project.setDefaultCalendar(calendars[networks.WEEKS[0].uid])
        properties.setStartDate(_moment(networks.START))
        properties.setHonorConstraints(True)
        self.tasks = {}
        for row in networks.rows(size, seed):
            parent = self.project if row.parent is None else self.tasks[row.parent]
            self.tasks[row.uid] = self._task(parent, row, calendars)

    def _task(self, parent: Any, row: networks.Row, calendars: dict[int, Any]) -> Any:
        task = parent.addTask()
        task.setUniqueID(Integer(row.uid))
        task.setName(row.name)
        task.setTaskMode(TaskMode.AUTO_SCHEDULED)
        if row.summary:
            return task
        task.setDuration(_minutes(row.minutes))
        task.setRemainingDuration(_minutes(row.minutes))
        task.setActualDuration(_minutes(0))
        task.setMilestone(row.minutes == 0)
        if row.calendar is not None:
            task.setCalendar(calendars[row.calendar])
        if row.not_before is None:
            task.setConstraintType(ConstraintType.AS_SOON_AS_POSSIBLE)
        else:
            task.setConstraintType(ConstraintType.START_NO_EARLIER_THAN)
            task.setConstraintDate(_moment(row.not_before))
        if row.deadline is not None:
            task.setDeadline(_moment(row.deadline))
        for edge in row.links:
            lag = Duration.getInstance(float(edge.lag), UNITS[edge.kind])
            link = Relation.Builder().predecessorTask(self.tasks[edge.pred]).type(TYPES[edge.type])
            task.addPredecessor(link.lag(lag))
        return task

    def _calendar(self, week: networks.Week) -> Any:
        calendar = self.project.addCalendar()
        calendar.setUniqueID(Integer(week.uid))
        calendar.setName(week.name)
        for number, hours in enumerate(week.days):
            day = DayOfWeek.of(number or 7)
            calendar.setWorkingDay(day, bool(hours))
            _add(calendar.addCalendarHours(day), hours)
        for number, hours in week.exceptions:
            _add(calendar.addCalendarException(LocalDate.of(1984, 1, 1).plusDays(number)), hours)
        return calendar

    def measure(self) -> Answer:
        """Schedule once."""
        seconds, _ = timed(lambda: MicrosoftScheduler().schedule(self.project, _moment(networks.START)))
        return {"seconds": seconds, "peak_mb": peak_mb()}

    def dates(self) -> Answer:
        """Return start and finish of every leaf, in minutes since the epoch, by uid."""
        self.measure()
        return {
            "dates": {
                uid: [_number(task.getStart()), _number(task.getFinish())]
                for uid, task in self.tasks.items()
                if not task.hasChildTasks()
            }
        }


def _add(target: Any, hours: networks.Hours) -> None:
    for begin, end in hours:
        target.add(LocalTimeRange(_time(begin), _time(end)))


def _time(minute: int) -> Any:
    return LocalTime.of(minute // 60 % 24, minute % 60)


def _minutes(amount: int) -> Any:
    return Duration.getInstance(float(amount), TimeUnit.MINUTES)


def _moment(minute: int) -> Any:
    return EPOCH.plusMinutes(minute)


def _number(moment: Any) -> int | None:
    if moment is None:
        return None
    days = int(moment.toLocalDate().toEpochDay()) - int(EPOCH.toLocalDate().toEpochDay())
    return days * networks.DAY + int(moment.getHour()) * 60 + int(moment.getMinute())


if __name__ == "__main__":
    peer = Mpxj()
    serve({"prepare": peer.prepare, "measure": peer.measure, "dates": peer.dates})
