// The messages of the service centre, the newest first, and the way of the one that is chosen.

import { download, get, send } from "./api.js";
import { Rows, h, timeOfDay } from "./html.js";
import { draw, duration, read, take } from "./ladder.js";
import { play, stepper } from "./pace.js";

const FIRST = 50;
const MOST = 1000; // of one page of the API
const CHOOSE = "Choose a message, and see its way through the network.";
const ASKED = /(to|from|state):(\S+)/g;
const CALLED = { to: "to", from: "source", state: "state" };

/** What is searched for: `to:+447700900123 from:bank state:DELIVERED`, and all else is part of the text. */
function query(written) {
  const found = Object.fromEntries([...written.matchAll(ASKED)].map(([, key, value]) => [CALLED[key], value]));
  return { ...found, text: written.replace(ASKED, "").trim() };
}

export function messages(main, { look, attempt }) {
  let limit = FIRST;
  let drawn = ""; // what is shown of the message that is chosen, as JSON
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
    "Older ones",
  );
  const clear = h(
    "button",
    { title: "Delete all messages that are done with", onclick: () => attempt(() => send("DELETE", "/messages")) },
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
    for (const one of place.children) one.firstElementChild.ariaCurrent = one.dataset.id === id ? "true" : null;
    more.hidden = next === null || limit === MOST;
    empty.textContent = found.length
      ? ""
      : Object.values(asked).some((value) => value)
        ? "No message fits."
        : "No message yet.";
  }

  async function refreshChosen(id) {
    const path = `/messages/${encodeURIComponent(id)}`;
    const none = (why) => ({ message_id: "", why });
    const message = id ? await get(path).catch((error) => none(error.message)) : none(CHOOSE);
    const way = message.message_id ? await get(`${path}/trace`).catch(() => []) : []; // another run's is not traced
    const now = JSON.stringify([message, way.length]);
    if (now === drawn) return;
    drawn = now;
    const before = message.message_id === shown ? [...chosen.querySelectorAll("details")].map((one) => one.open) : [];
    shown = message.message_id;
    const octets = (event) => get(`${path}/trace/${event}`);
    const packets = () => attempt(() => download(`${path}/pcapng`, `${id}.pcapng`));
    chosen.replaceChildren(...(shown ? whole(message, way, { packets, octets }) : [h("p.empty", {}, message.why)]));
    [...chosen.querySelectorAll("details")].forEach((one, place) => (one.open = before[place] ?? false));
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
  return h("li", { "data-id": one.message_id }, link);
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

function whole(one, way, { packets, octets }) {
  const from = way.length ? Date.parse(way[0].at) : 0;
  const before = one.ladder.slice(0, Math.max(0, one.ladder.length - way.length)); // what an earlier run has kept
  const ladder = draw([...before.map(read), ...way.map((event) => take(event, from))], one.parties, octets);
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
  return [
    h("header", {}, h("p.bubble", {}, one.text), state(one.state)),
    h(
      "dl.facts",
      {},
      ...Object.entries(facts)
        .filter(([, value]) => value !== null)
        .map(([key, value]) => h("div", {}, h("dt", {}, key), h("dd", {}, `${value}`))),
    ),
    h(
      "div.bar",
      {},
      h("button", { onclick: () => play(ladder) }, "Play"),
      stepper(ladder),
      way.length ? h("button", { onclick: packets }, "For Wireshark") : null,
    ),
    ladder,
  ];
}
