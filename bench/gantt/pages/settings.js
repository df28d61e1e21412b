// What the driver chose for this visit: the same measures for all charts, in pixels and milliseconds.
export const DAY = 86_400_000;
export const chosen = window.chosen;

/** The box for a chart without toolbar and legend: as high as ours is between its own. */
export const bare = () => {
  const box = document.querySelector("#chart");
  box.style.top = `${chosen.above}px`;
  box.style.bottom = `${chosen.below}px`;
  return box;
};
