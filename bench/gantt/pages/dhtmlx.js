import { gantt } from "dhtmlx-gantt";
import "dhtmlx-gantt/codebase/dhtmlxgantt.css";
import { DAY, bare, chosen } from "./settings.js";
import { serve } from "./frames.js";

const day = gantt.date.date_to_str("%d.%m.%Y");
const box = bare();

gantt.config.smart_rendering = true;
gantt.config.static_background = true;
gantt.config.show_task_cells = chosen.way === "cells";
gantt.config.smart_scales = true;
gantt.config.wheel_scroll_sensitivity = 4 / 3; // 120 px a notch, as with the others
gantt.config.row_height = chosen.row;
gantt.config.bar_height = chosen.bar;
gantt.config.scale_height = chosen.head;
gantt.config.min_column_width = chosen.day;
gantt.config.grid_width = chosen.grid;
gantt.config.start_date = new Date(chosen.first);
gantt.config.end_date = new Date(chosen.last);
gantt.config.scales = [
  { unit: "week", step: 1, format: "%d.%m.%Y" },
  { unit: "day", step: 1, format: "%j" },
];
gantt.config.columns = [
  { name: "text", label: "Task", tree: true, width: 200 },
  { name: "duration", label: "Duration", width: 60 },
  { name: "start_date", label: "Start", width: 90, template: (task) => day(task.start_date) },
  { name: "end_date", label: "Finish", width: 90, template: (task) => day(task.end_date) },
];
gantt.init(box);

const parsed = (rows) => {
  for (const row of rows) {
    row.start_date = new Date(row.start_date);
    row.end_date = new Date(row.end_date);
  }
  return rows;
};

serve({
  load(text) {
    const plan = JSON.parse(text);
    parsed(plan.tasks);
    gantt.parse(plan);
  },
  apply(text) {
    const rows = parsed(JSON.parse(text).tasks);
    const change = () => {
      for (const row of rows) {
        const task = gantt.getTask(row.id);
        task.start_date = row.start_date;
        task.end_date = row.end_date;
        if (chosen.way === "batch") gantt.updateTask(row.id);
      }
    };
    if (chosen.way === "batch") gantt.batchUpdate(change);
    else {
      change();
      gantt.render();
    }
  },
  place(row, at) {
    gantt.scrollTo(gantt.posFromDate(new Date(chosen.first + at * DAY)), row * chosen.row);
  },
  top: () => gantt.getScrollState().y,
  bar(uid) {
    const node = gantt.getTaskNode(uid);
    if (!node) return null;
    const { left, top, width, height } = node.getBoundingClientRect();
    return { left, top, width, height };
  },
  look(uid) {
    const task = gantt.getTask(uid);
    return [task.start_date.getTime(), task.end_date.getTime()];
  },
});
