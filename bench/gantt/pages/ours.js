// Ours: the element as the product ships it, loaded by the page; its address holds the view.
import { chosen } from "./settings.js";
import { serve } from "./frames.js";

const MINUTES = 10; // an instant is tenths of a minute since 1984, a millisecond of the others is one since 1970
const DAY = 1440 * MINUTES;
const EPOCH = Date.UTC(1984, 0, 1);

const columns = "name.200-duration.60-start.67-finish.67"; // beside them stands the row's number, 46 wide
history.replaceState(null, "", `?z=${chosen.day}&s=${chosen.grid}&c=${columns}`);
const element = document.createElement("up-gantt");
element.setAttribute("lang", "en");
document.querySelector("#chart").append(element);

const inside = (selector) => element.shadowRoot.querySelector(selector);
const top = () => inside(".scroller").scrollTop;
const instant = (milliseconds) => ((milliseconds - EPOCH) / 60_000) * MINUTES;

/** The longest run of saturated colour in the middle of a row: where the picture shows its bar. */
const bar = (uid) => {
  const canvas = inside("canvas");
  const box = canvas.getBoundingClientRect();
  const y = chosen.head + (uid - 1) * chosen.row - top() + chosen.row / 2 - 2;
  if (y < chosen.head || y >= box.height) return null;
  const { data } = canvas.getContext("2d").getImageData(0, Math.round(y), canvas.width, 1);
  let [left, right, from] = [0, 0, 0];
  for (let x = 0; x <= canvas.width; x++) {
    const [r, g, b] = data.subarray(4 * x, 4 * x + 3);
    if (x < canvas.width && Math.max(r, g, b) - Math.min(r, g, b) > 40) continue;
    if (x - from > right - left) [left, right] = [from, x];
    from = x + 1;
  }
  if (right - left < 10) return null;
  return { left: box.left + left, top: box.top + y - 5, width: right - left, height: 10 };
};

serve({
  load(text) {
    element.load(text);
  },
  apply(text) {
    element.applyDelta(JSON.parse(text));
  },
  place(row, at) {
    const fifth = inside(".chartpane").clientWidth / 5 / chosen.day; // it brings an instant there
    element.scrollToRow(row);
    element.scrollToTime(instant(chosen.first) + (at + fifth) * DAY);
  },
  top,
  bar,
  look(uid) {
    const model = element.app.model;
    const { start, finish } = model.column;
    const row = model.at(uid);
    return [start[row], finish[row]].map((value) => (value / MINUTES) * 60_000 + EPOCH);
  },
});
