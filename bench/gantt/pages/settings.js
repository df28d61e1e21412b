// What the driver chose for this visit: the same measures for all charts, in pixels and milliseconds.
export const DAY = 86_400_000;
export const chosen = window.chosen;
