// No chart: a box that scrolls. What is measured here is what measuring itself costs.
import { bare, chosen } from "./settings.js";
import { serve } from "./frames.js";

const box = bare();
box.style.overflow = "auto";
const inside = document.createElement("div");
box.append(inside);

serve({
  load() {
    inside.style.height = `${chosen.row * chosen.size}px`;
  },
  apply() {},
  place(row) {
    box.scrollTop = row * chosen.row;
  },
  top: () => box.scrollTop,
  bar: () => ({ left: 700, top: 400, width: 60, height: 16 }),
  look: () => [],
});
