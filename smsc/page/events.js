// Everything that is said in the network, as it is said; and what somebody lets happen there.

import { Problem, follow, send } from "./api.js";
import { form, h } from "./html.js";
import { failed, language } from "./ladder.js";

const KEPT = 1000; // lines
const AGAIN = 1000; // milliseconds until a stream that has broken off is asked for again

export function events(main) {
  const lines = h("ol.lines", { "aria-live": "off" });
  const only = h("input", {
    type: "search",
    placeholder: "Only lines with ...",
    "aria-label": "Filter",
    oninput: () => [...lines.children].forEach(sift),
  });
  const pause = h(
    "button",
    { onclick: () => (pause.textContent = pause.textContent === "Pause" ? "Go on" : "Pause") },
    "Pause",
  );
  const what = h("input", { name: "what", placeholder: "ms1 switches off", required: true, autocomplete: "off" });
  const act = form("Let it happen", [what], (fields) => {
    const [subject, ...words] = fields.what.trim().split(/\s+/);
    return send("POST", "/acts", { subject, act: words.join(" ") });
  });
  const empty = h("p.empty", {}, "Nothing has been said yet.");
  main.append(
    h(
      "section.whole",
      {},
      h("div.bar", {}, only, pause, h("button", { onclick: () => lines.replaceChildren() }, "Clear")),
      empty,
      lines,
      act,
    ),
  );

  const ended = new AbortController();
  let last = 0; // the event behind which to go on: at first, with all that are remembered
  let waiting = []; // lines for the next frame
  const sift = (line) => (line.hidden = !line.textContent.includes(only.value));

  function show() {
    if (pause.textContent === "Pause") {
      const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 8;
      const made = waiting.splice(0);
      lines.append(...made.map((one) => h(`li.${one.look}`, {}, one.text)));
      for (const line of [...lines.children].slice(-made.length || lines.childElementCount)) sift(line);
      while (lines.childElementCount > KEPT) lines.firstElementChild.remove();
      if (made.length) empty.hidden = true;
      if (atEnd) lines.scrollTop = lines.scrollHeight;
    }
    if (!ended.signal.aborted) requestAnimationFrame(show);
  }

  function add(look, text) {
    waiting.push({ look, text });
    if (waiting.length > KEPT) waiting.shift();
  }

  function told(event) {
    last = event.id;
    add(failed(event) ? "failed" : language(event), `${event.at.slice(11, 23)}  ${event.line}`);
  }

  async function stay() {
    while (!ended.signal.aborted) {
      try {
        await follow(last, ended.signal, {
          told,
          missed: (count) => add("failed", `${count} events were missed: they came faster than they were read`),
        });
      } catch (error) {
        if (!(error instanceof Problem || error instanceof TypeError || error.name === "AbortError")) throw error;
      }
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }

  stay();
  requestAnimationFrame(show);
  return { close: () => ended.abort() };
}
