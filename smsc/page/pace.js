// A ladder that is drawn rung by rung: at the network's pace, or at that of somebody who explains it.

import { h } from "./html.js";

/** Give what plays a ladder, and what shows one rung more each time, from the first to the last, or one less. */
export function paced(ladder) {
  const rungs = [...ladder.querySelectorAll(".rungs > li")];
  const step = h("button", { onclick: another }, "Step by step");
  const back = h("button", { hidden: true, onclick: less }, "Back");
  let shown = rungs.length;

  function show(many) {
    shown = many;
    rungs.forEach((rung, place) => (rung.hidden = place >= many));
    step.textContent = many === rungs.length ? "Step by step" : `Next (${many} of ${rungs.length})`;
    const held = document.activeElement === back;
    back.hidden = many === 1 || many === rungs.length;
    if (held && back.hidden) step.focus();
    ladder.classList.remove("played");
  }

  function another() {
    show((shown % rungs.length) + 1);
    rungs[shown - 1].scrollIntoView({ block: "nearest" });
  }

  function less() {
    show(shown - 1);
  }

  /** Let the rungs come as they came, but for long waits, which are cut short. */
  function play() {
    show(rungs.length);
    ladder.getBoundingClientRect(); // so that the animation begins anew
    ladder.classList.add("played");
  }

  return { play, steps: [step, back, h("span.faint", {}, "Choose a rung to see what it carries.")] };
}
