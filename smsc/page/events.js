// Everything that is said in the network, as it is said; and what somebody lets happen there.

import { Problem, download, follow, send } from "./api.js";
import { field, form, h, keepAtEnd } from "./html.js";
import { failed, language } from "./ladder.js";

const KEPT = 1000; // lines
const AGAIN = 1000; // milliseconds until a stream that has broken off is asked for again

export function events(main, { attempt }) {
  const lines = h("ol.lines", { "aria-label": "Events", tabindex: "0" });
  const only = h("input", {
    type: "search",
    placeholder: "Only lines with ...",
    "aria-label": "Filter",
    oninput: () => [...lines.children].forEach(sift),
  });
  const pause = h("button", { onclick: pauses }, "Pause");
  const save = h(
    "button",
    {
      title: "What has happened since the beginning, or the last reset, to be played again",
      onclick: () => attempt(() => download("/events/scenario", "recorded.ladder")),
    },
    "Save as a scenario",
  );
  const what = field("what", "Who does what", "ms1 switches off");
  const act = form("Do it", [what], (fields) => {
    const [, subject, act] = /^(\S*)\s*(.*)$/.exec(fields.what.trim());
    return send("POST", "/acts", { subject, act });
  });
  const empty = h("p.empty", {}, "No events yet.");
  main.append(
    h(
      "section.whole",
      {},
      h("div.bar", {}, only, pause, h("button", { onclick: () => lines.replaceChildren() }, "Clear"), save),
      empty,
      lines,
      act,
    ),
  );

  let last = 0; // the event behind which to go on: at first, with all that are remembered
  let stream = new AbortController(); // what ends it
  const waiting = []; // lines for the next frame
  let frame = 0; // in which they are shown
  let paused = false;
  const sift = (line) => (line.hidden = !line.textContent.toLowerCase().includes(only.value.toLowerCase()));

  function show() {
    frame = 0;
    if (paused || !waiting.length) return;
    const made = waiting.splice(0).map((one) => h(`li.${one.look}`, {}, one.text));
    made.forEach(sift);
    keepAtEnd(lines, () => {
      lines.append(...made);
      while (lines.childElementCount > KEPT) lines.firstElementChild.remove();
      empty.hidden = true;
    });
  }

  function pauses() {
    paused = !paused;
    pause.textContent = paused ? "Resume" : "Pause";
    show();
  }

  function add(look, text) {
    waiting.push({ look, text });
    if (waiting.length > KEPT) waiting.shift();
    frame ||= requestAnimationFrame(show);
  }

  function told(event) {
    last = event.id;
    add(failed(event) ? "failed" : language(event), `${event.at.slice(11, 23)}  ${event.line}`);
  }

  const missed = (count) => add("failed", `${count} events were missed: they came faster than they were read`);

  async function stay() {
    const { signal } = (stream = new AbortController());
    while (!signal.aborted) {
      await follow(last, signal, { told, missed }).catch((error) => {
        if (!(error instanceof Problem)) throw error;
      });
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }

  /** Follow for as long as somebody sees it: a browser has but six connections for all tabs of one address. */
  function seen() {
    stream.abort();
    if (!document.hidden) stay();
  }

  function close() {
    document.removeEventListener("visibilitychange", seen);
    stream.abort();
  }

  document.addEventListener("visibilitychange", seen);
  seen();
  return { search: only, close };
}
