// The messages of the service centre, the newest first, and the way of the one that is chosen.

import { download, get, missing, send } from "./api.js";
import { Rows, h, timeOfDay } from "./html.js";
import { draw, duration, read, take } from "./ladder.js";
import { paced } from "./pace.js";

const FIRST = 50;
const MOST = 1000; // of one page of the API
const CHOOSE = "Choose a message to see its way through the network.";
const ASKED = /\b(to|from|state):(\S+)/g;
const CALLED = { to: "to", from: "source", state: "state" };

/** What is searched for: `to:+447700900123 from:bank state:DELIVERED`, and all else is part of the text. */
function query(written) {
  const found = Object.fromEntries([...written.matchAll(ASKED)].map(([, key, value]) => [CALLED[key], value]));
  return { ...found, text: written.replace(ASKED, "").trim() };
}

export function messages(main, { look, attempt }) {
  let limit = FIRST;
  let known = ""; // what is shown of the message that is chosen, as JSON
  let shown = ""; // its message_id
  const search = h("input", {
    type: "search",
    title: "Part of a text, and to:+447700900123, from:bank or state:DELIVERED",
    placeholder: "Text, or to: from: state:",
    "aria-label": "Search",
    oninput: () => {
      limit = FIRST;
      look();
    },
  });
  const more = h(
    "button",
    { hidden: true, onclick: () => ((limit = Math.min(2 * limit, MOST)), look()) },
    "Show older",
  );
  const clear = h(
    "button",
    { title: "Delete all messages that are done", onclick: () => attempt(() => send("DELETE", "/messages")) },
    "Clear",
  );
  const place = h("ul.list", {});
  const empty = h("p.empty", {});
  const chosen = h("article", {});
  const rows = new Rows(place);
  main.append(h("section.side", {}, h("div.bar", {}, search, clear), place, empty, more), chosen);

  async function refreshList(id) {
    const asked = query(search.value);
    const { messages: found, next } = await get("/messages", { ...asked, limit });
    rows.show(found, (one) => one.message_id, row);
    rows.mark(id);
    more.hidden = next === null || limit === MOST;
    empty.textContent = found.length
      ? ""
      : Object.values(asked).some((value) => value)
        ? "No message matches."
        : "No message yet.";
  }

  async function refreshChosen(id) {
    const path = `/messages/${encodeURIComponent(id)}`;
    const message = id ? await get(path).catch(missing) : { missing: CHOOSE };
    const traced = message.missing ? [] : await get(`${path}/trace`).catch(missing);
    const way = traced.missing ? [] : traced; // another run's is not traced
    const now = JSON.stringify([message, way.length]);
    if (now === known) return;
    known = now;
    const octets = (event) => get(`${path}/trace/${event}`);
    const packets = () => attempt(() => download(`${path}/pcapng`, `${id}.pcapng`));
    const parts = message.missing
      ? [h("p.empty", {}, message.missing)]
      : [...told(message), ...drawn(message, way, { packets, octets })];
    if (message.message_id === shown) replace(chosen, parts);
    else chosen.replaceChildren(...parts);
    shown = message.message_id;
  }

  return { refresh: (id) => Promise.all([refreshList(id), refreshChosen(id)]) };
}

const day = (time) => `${time.slice(0, 10)} ${timeOfDay(time)}`;

function row(one) {
  const parties = h("span.parties", {}, one.source, " → ", one.destination);
  const link = h(
    "a",
    { href: `#messages/${encodeURIComponent(one.message_id)}` },
    h("span.top", {}, parties, h("time", { datetime: one.submitted }, timeOfDay(one.submitted))),
    h("span.text", {}, one.text),
    h("span.top", {}, state(one.state), one.parts > 1 ? h("span.faint", {}, `${one.parts} parts`) : null),
  );
  return h("li", {}, link);
}

const MOODS = {
  DELIVERED: "good",
  ACCEPTED: "good",
  EXPIRED: "bad",
  DELETED: "bad",
  UNDELIVERABLE: "bad",
  REJECTED: "bad",
};
const state = (name) => h(`span.state.${MOODS[name] ?? "under_way"}`, {}, name);

/** Show a message anew: what is open of its ladder stays so, and the focus where it is. */
function replace(place, parts) {
  const rungs = () => [...place.querySelectorAll("details")];
  const used = () => [...place.querySelectorAll("button, summary")];
  const opened = rungs().map((one) => one.open);
  const held = used().indexOf(document.activeElement);
  place.replaceChildren(...parts);
  rungs().forEach((one, number) => (one.open = opened[number] ?? false));
  used()[held]?.focus({ preventScroll: true });
}

/** What there is to say of a message. */
function told(one) {
  const facts = {
    from: `${one.source}${one.account ? ` (${one.account})` : ""}`,
    to: one.destination,
    message_id: one.message_id,
    code: one.code,
    parts: one.parts,
    attempts: one.attempts,
    submitted: day(one.submitted),
    [one.done ? "done" : "expires"]: day(one.done ?? one.expires),
    took: one.done && duration((Date.parse(one.done) - Date.parse(one.submitted)) / 1000),
    error: one.error || null,
  };
  const rows = Object.entries(facts)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => h("div", {}, h("dt", {}, key), h("dd", {}, `${value}`)));
  return [h("header", {}, h("p.bubble", {}, one.text), state(one.state)), h("dl.facts", {}, ...rows)];
}

/** Its way, and what draws that rung by rung. */
function drawn(one, way, { packets, octets }) {
  if (!one.ladder.length) return [h("p.empty", {}, "The way of this message is no longer known.")];
  const from = way.length ? Date.parse(way[0].at) : 0;
  const before = one.ladder.slice(0, Math.max(0, one.ladder.length - way.length)); // what an earlier run has kept
  const ladder = draw([...before.map(read), ...way.map((event) => take(event, from))], one.parties, octets);
  const { play, step } = paced(ladder);
  const wireshark = way.length ? h("button", { onclick: packets }, "Save for Wireshark") : null;
  return [h("div.bar", {}, h("button", { onclick: play }, "Play"), step, wireshark), ladder];
}
