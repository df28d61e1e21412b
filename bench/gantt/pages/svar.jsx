import { Gantt, Willow } from "@svar-ui/react-gantt";
import "@svar-ui/react-gantt/all.css";
import { createRef, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { DAY, bare, chosen } from "./settings.js";
import { serve } from "./frames.js";

const day = (value) =>
  value
    ? `${String(value.getDate()).padStart(2, "0")}.${String(value.getMonth() + 1).padStart(2, "0")}.${value.getFullYear()}`
    : "";
const scales = [
  { unit: "week", step: 1, format: day },
  { unit: "day", step: 1, format: (value) => String(value.getDate()) },
];
const columns = [
  { id: "text", header: "Task", width: 200 },
  { id: "duration", header: "Duration", width: 60 },
  { id: "start", header: "Start", width: 90, template: day },
  { id: "end", header: "Finish", width: 90, template: day },
];
const start = new Date(chosen.first);
const end = new Date(chosen.last);
const box = bare();
const api = createRef();
let show;

const NOTHING = { tasks: [], links: [] };

function Chart() {
  const [plan, setPlan] = useState(NOTHING);
  show = setPlan;
  return (
    <Willow fonts={false}>
      <div style={{ position: "absolute", inset: 0 }}>
        <Gantt
          ref={api}
          tasks={plan.tasks}
          links={plan.links}
          scales={scales}
          columns={columns}
          start={start}
          end={end}
          autoScale={false}
          cellWidth={chosen.day}
          cellHeight={chosen.row}
          scaleHeight={chosen.head / 2}
          gridWidth={chosen.grid}
        />
      </div>
    </Willow>
  );
}
createRoot(box).render(<Chart />);

const parsed = (rows) => {
  for (const row of rows) {
    row.start = new Date(row.start);
    row.end = new Date(row.end);
  }
  return rows;
};
let held;

serve({
  load(text) {
    held = JSON.parse(text);
    parsed(held.tasks);
    show(held);
  },
  apply(text) {
    const rows = parsed(JSON.parse(text).tasks);
    if (chosen.way !== "actions") {
      const changed = new Map(rows.map((row) => [row.id, row]));
      const tasks = held.tasks.map((task) => {
        const row = changed.get(task.id);
        return row ? { ...task, start: row.start, end: row.end } : task;
      });
      held = { tasks, links: held.links };
      show(held);
      return;
    }
    for (const row of rows)
      api.current.exec("update-task", { id: row.id, task: { start: row.start, end: row.end } });
  },
  place(row, at) {
    api.current.exec("scroll-chart", { left: at * chosen.day, top: row * chosen.row });
  },
  top: () => api.current.getState().scrollTop,
  bar(uid) {
    const node = box.querySelector(`.wx-bar[data-id="${uid}"]`);
    if (!node) return null;
    const { left, top, width, height } = node.getBoundingClientRect();
    return { left, top, width, height };
  },
  look(uid) {
    const task = api.current.getTask(uid);
    return [task.start.getTime(), task.end.getTime()];
  },
});
