// A ladder that is drawn rung by rung: at the network's pace, or at that of somebody who explains it.

import { h } from "./html.js";

/** Give what plays a ladder, and a button that shows one rung more each time, from the first to the last. */
export function paced(ladder) {
  const rungs = [...ladder.querySelectorAll(".rungs > li")];
  const step = h("button", { onclick: another }, "Step by step");
  let shown = rungs.length;

  function show(many) {
    shown = many;
    rungs.forEach((rung, place) => (rung.hidden = place >= many));
    step.textContent = many === rungs.length ? "Step by step" : `Next (${many} of ${rungs.length})`;
    ladder.classList.remove("played");
  }

  function another() {
    show((shown % rungs.length) + 1);
    rungs[shown - 1].scrollIntoView({ block: "nearest" });
  }

  /** Let the rungs come as they came, but for long waits, which are cut short. */
  function play() {
    show(rungs.length);
    ladder.getBoundingClientRect(); // so that the animation begins anew
    ladder.classList.add("played");
  }

  return { play, step };
}
