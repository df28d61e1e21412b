// What all charts share: waiting for a finished frame, and the steps that the driver asks for.
// A chart is {load(text), place(row, day), top(), bar(uid), apply(text)}; `bar` gives the box of a bar in the page.

/** Resolve when the frame that is now due, and everything the main thread does for it, is done. */
const frame = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done();
    requestAnimationFrame(() => port2.postMessage(0));
  });

/** Two frames: what an event changes, and what a chart puts off to the next frame. */
const frames = async () => {
  await frame();
  await frame();
};

/** Time of each pointermove to the end of its frame. */
const watchMoves = () => {
  const times = [];
  addEventListener(
    "pointermove",
    () => {
      const began = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => times.push(performance.now() - began);
      requestAnimationFrame(() => port2.postMessage(0));
    },
    { capture: true },
  );
  return times;
};

export function serve(chart) {
  const texts = {};
  window.bench = {
    frames,
    fetch: async (name, address) => {
      const text = await (await fetch(address)).text();
      texts[name] = text;
      return text.length;
    },
    load: async () => {
      chart.load(texts.plan);
      await frames();
    },
    apply: async () => {
      chart.apply(texts.changes);
      await frames();
    },
    place: async (row, day) => {
      chart.place(row, day);
      await frames();
      await frames();
    },
    top: () => chart.top(),
    bar: (uid) => chart.bar(uid),
    look: (uid) => chart.look(uid),
    watchMoves: () => {
      window.bench.moves = watchMoves();
    },
    ready: true,
  };
}
