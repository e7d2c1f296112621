// Everything that is said in the network, as it is said; and what somebody lets happen there.

import { download, eventsBehind, send } from "./api.js";
import { field, form, h, keepAtEnd, say } from "./html.js";
import { failed, language } from "./ladder.js";

const KEPT = 1000; // lines
const EVERY = 250; // milliseconds from one look to the next

export function events(main, { look, attempt }) {
  const lines = h("ol.lines", { "aria-label": "Events", tabindex: "0" });
  const only = h("input", {
    type: "search",
    placeholder: "Only lines with ...",
    "aria-label": "Filter",
    oninput: siftAll,
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
    return send("POST", "/acts", { subject, act }).then(look);
  });
  const empty = h("p.empty", {}, "No events yet.");
  const rest = h("p.faint", {});
  main.append(
    h(
      "section.whole",
      {},
      h("div.bar", {}, only, pause, h("button", { onclick: () => lines.replaceChildren() }, "Clear"), save),
      rest,
      empty,
      lines,
      act,
    ),
  );

  let last = 0; // the event behind which to go on: at first, with the latest that are remembered
  let paused = false;
  const sift = (line) => (line.hidden = !line.textContent.toLowerCase().includes(only.value.toLowerCase()));

  async function refresh() {
    if (paused) return;
    const { missed, events: news } = await eventsBehind(last, KEPT);
    if (paused || !news.length) return;
    const gap = missed && last ? [h("li.failed", {}, `${missed} events are left out here`)] : [];
    const made = [...gap, ...news.map(line)];
    made.forEach(sift);
    keepAtEnd(lines, () => {
      lines.append(...made);
      if (cut() || (missed && !last)) say(rest, `Earlier events are left out: only the latest ${KEPT} are kept here.`);
    });
    empty.hidden = true;
    last = news.at(-1).id;
    link(news);
  }

  /** Take away what is more than the latest lines and, where only some are shown, the latest of these. */
  function cut() {
    const all = [...lines.children];
    const kept = new Set([...all.slice(-KEPT), ...all.filter((one) => !one.hidden).slice(-KEPT)]);
    all.filter((one) => !kept.has(one)).forEach((one) => one.remove());
    return all.length > kept.size;
  }

  function siftAll() {
    [...lines.children].slice(0, -KEPT).forEach((one) => one.remove()); // others between these are gone
    [...lines.children].forEach(sift);
  }

  /** Have lines lead to the message that they are about, though its id was said only later. */
  function link(news) {
    const ids = new Map(news.filter((one) => one.message_ids.length).map((one) => [`${one.story}`, one.message_ids[0]]));
    for (const time of lines.querySelectorAll("a:not([href])")) {
      const id = ids.get(time.dataset.story);
      if (id === undefined) continue;
      time.href = `#messages/${encodeURIComponent(id)}`;
      time.title = `The message ${id}`;
    }
  }

  function pauses() {
    paused = !paused;
    pause.textContent = paused ? "Resume" : "Pause";
    look();
  }

  /** Mark where another run, or what has come since a reset, begins. The messages of before are gone: others have their ids. */
  function anew() {
    lines.querySelectorAll("a").forEach((time) => time.replaceWith(time.textContent));
    if (lines.childElementCount) lines.append(h("li.faint", {}, "The simulator has begun anew"));
  }

  return { search: only, refresh, anew, every: EVERY };
}

function line(event) {
  const time = event.at.slice(11, 23);
  const whole = event.story === null ? time : h("a", { "data-story": `${event.story}` }, time);
  return h(`li.${failed(event) ? "failed" : language(event)}`, {}, whole, `  ${event.line}`);
}
