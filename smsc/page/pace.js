// A ladder that is drawn rung by rung: at the network's pace, or at that of somebody who explains it.

import { h } from "./html.js";

/** Let the rungs come as they came, but for long waits, which are cut short. */
export function play(ladder) {
  ladder.classList.remove("played");
  for (const rung of ladder.querySelectorAll(".rungs > li")) rung.hidden = false;
  ladder.getBoundingClientRect(); // so that the animation begins anew
  ladder.classList.add("played");
}

/** Make a button that shows one rung more each time, from the first; and all is as before once they are all shown. */
export function stepper(ladder) {
  const rungs = [...ladder.querySelectorAll(".rungs > li")];
  let shown = 0;
  const button = h("button", { onclick: step }, "Step by step");
  function step() {
    ladder.classList.remove("played");
    shown = (shown % rungs.length) + 1;
    rungs.forEach((rung, place) => (rung.hidden = place >= shown));
    rungs[shown - 1].scrollIntoView({ block: "nearest" });
    button.textContent = shown === rungs.length ? "Step by step" : `Next (${shown} of ${rungs.length})`;
  }
  return button;
}
