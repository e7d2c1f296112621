// The messages of the service centre, the newest first, and the way of the one that is chosen.

import { download, get, missing, send } from "./api.js";
import { Rows, copies, h, moment, say, timeOfDay } from "./html.js";
import { draw, duration, read, take } from "./ladder.js";
import { paced } from "./pace.js";
import { start } from "./start.js";

const FIRST = 50;
const MOST = 1000; // of one page of the API
const CHOOSE = "Choose a message to see its way through the network.";
const ASKED = /\b(to|from|state):(\S+)/g;
const ID = /^[\dA-F]{8,}$/i; // what a message_id looks like
const CALLED = { to: "to", from: "source", state: "state" };

/** What is searched for: `to:+447700900123 from:bank state:DELIVERED`, and all else is part of the text. */
function query(written) {
  const found = Object.fromEntries([...written.matchAll(ASKED)].map(([, key, value]) => [CALLED[key], value]));
  if (found.state) found.state = found.state.toUpperCase();
  return { ...found, text: written.replace(ASKED, "").trim() };
}

export function messages(main, { look, attempt }) {
  let limit = FIRST;
  let known = ""; // what is shown of the message that is chosen, as JSON
  let shown = ""; // its message_id
  const search = h("input", {
    type: "search",
    title: "A message_id, or part of a text, and to:+447700900123, from:bank or state:DELIVERED",
    placeholder: "Text, message_id, to: from: state:",
    "aria-label": "Search",
    oninput: () => (limit = FIRST),
  });
  const older = () => ((limit = Math.min(2 * limit, MOST)), look());
  const more = h("button", { hidden: true, onclick: older }, "Show older");
  const deleted = () =>
    confirm("Delete all messages that are done?") && attempt(() => send("DELETE", "/messages"));
  const clear = h("button", { title: "Delete all messages that are done", onclick: deleted }, "Clear");
  const place = h("ul.list", {});
  const empty = h("p.empty", { "aria-live": "polite" });
  const chosen = h("article", {});
  const beginning = start();
  const rows = new Rows(place);
  main.append(h("section.side", {}, h("div.bar", {}, search, clear), place, empty, more), chosen);

  async function refreshList(id) {
    const asked = query(search.value);
    const [{ messages: fit, next }, named] = await Promise.all([
      get("/messages", { ...asked, limit }),
      ID.test(asked.text) ? get(`/messages/${asked.text.toUpperCase()}`).catch(missing) : {},
    ]);
    const found = named.message_id ? [named, ...fit.filter((one) => one.message_id !== named.message_id)] : fit;
    rows.show(found, (one) => one.message_id, row);
    rows.mark(id);
    const held = document.activeElement === more;
    more.hidden = next === null || limit === MOST;
    if (held && more.hidden) place.lastElementChild?.firstElementChild.focus();
    const none = Object.values(asked).some((value) => value) ? "No message matches." : "No message yet.";
    const rest = `Older ones than these ${MOST} are found by searching for them.`;
    say(empty, !found.length ? none : next !== null && limit === MOST ? rest : "");
  }

  async function refreshChosen(id) {
    if (!id) {
      if (known !== CHOOSE) chosen.replaceChildren(h("p.empty", {}, CHOOSE), beginning.element);
      [known, shown] = [CHOOSE, ""];
      return beginning.refresh();
    }
    const path = `/messages/${encodeURIComponent(id)}`;
    const message = await get(path).catch(missing);
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

  return { search, refresh: (id) => Promise.all([refreshList(id), refreshChosen(id)]) };
}

const day = (time) => moment(time, `${time.slice(0, 10)} ${timeOfDay(time)} UTC`);

function row(one) {
  const parties = h("span.parties", { title: `${about(one.source, one.account)} → ${about(one.destination)}` }, one.source, " → ", one.destination);
  const link = h(
    "a",
    { href: `#messages/${encodeURIComponent(one.message_id)}` },
    h("span.top", {}, parties, moment(one.submitted, timeOfDay(one.submitted))),
    h("span.text", {}, one.text),
    h("span.top", {}, state(one.state), h("small.faint", {}, parts(one))),
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

/** What stands before an address that is no international number, in words. */
function kind(address) {
  const [, ton, npi] = /^(\d)\.(\d+):/.exec(address) ?? [];
  return ton === undefined ? "" : `TON ${ton}, NPI ${npi}`;
}

/** An address, and what there is to say of it. */
function about(address, account = "") {
  const said = [kind(address), account].filter((one) => one);
  return said.length ? `${address} (${said.join("; ")})` : address;
}

/** How long a text is, or which part of a longer one: nothing of a short one. */
function parts(one) {
  if (one.part !== null) return `part ${one.part} of ${one.part_of}`;
  return one.parts > 1 ? `${one.parts} parts` : "";
}

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
  const rungs = one.ladder.map(read);
  const facts = {
    from: about(one.source, one.account),
    to: about(one.destination),
    message_id: one.message_id,
    code: one.code,
    receipt: one.account && rungs.length ? receipt(one, rungs) : null,
    waits: one.waits,
    error: one.error ? [one.error, cause(rungs)].join(" ") : null,
    parts: one.part === null ? one.parts : parts(one),
    attempts: one.attempts,
    submitted: day(one.submitted),
    [one.done ? "done" : "expires"]: day(one.done ?? one.expires),
    took: one.done && duration((Date.parse(one.done) - Date.parse(one.submitted)) / 1000),
  };
  const rows = Object.entries(facts)
    .filter(([, value]) => value !== null && value !== "")
    .map(([key, value]) => h("div", {}, h("dt", {}, key), h("dd", {}, value)));
  const title = h("h2.unseen", {}, `Message ${one.message_id}`);
  const text = h("p.bubble", { tabindex: "0" }, one.text); // which scrolls, where it is very long
  const head = h("header", {}, text, state(one.state), copies("Copy", () => one.text));
  return [title, head, h("dl.facts", {}, ...rows)];
}

/** What has become of its delivery receipt (SMPP v5.0 4.7.21, 4.7.12), as far as its ladder tells. */
function receipt(one, rungs) {
  const isReceipt = ({ fields }) => fields.esm_class?.includes("MC_DELIVERY_RECEIPT");
  const isFrom = ({ fields }) => one.destination.endsWith(fields.source_addr); // of several destinations, each has its own
  const sent = rungs.findLastIndex((rung) => isReceipt(rung) && isFrom(rung));
  if (sent >= 0) {
    const { message, destination, fields } = rungs[sent];
    const answers = (rung) => rung.origin === destination && rung.message.startsWith(`${message}_resp`);
    const answer = rungs.slice(sent).find(answers)?.message.split(" ")[1];
    return `${fields.message_state ?? "sent"}, ${answer ?? "not answered"}`;
  }
  const [asked] = rungs.filter(({ origin }) => origin === one.account);
  return Number(asked?.fields.registered_delivery ?? 0) & 3 ? "none yet" : "none asked for";
}

/** The name of the last MAP error, as far as its ladder tells. */
const cause = (rungs) =>
  rungs.findLast(({ message }) => message.startsWith("returnError"))?.message.split(" ")[1] ?? "";

/** Its way, and what draws that rung by rung. */
function drawn(one, way, { packets, octets }) {
  if (!one.ladder.length) return [h("p.empty", {}, "The way of this message is no longer known.")];
  const from = way.length ? Date.parse(way[0].at) : 0;
  const before = one.ladder.slice(0, Math.max(0, one.ladder.length - way.length)); // what an earlier run has kept
  const ladder = draw([...before.map(read), ...way.map((event) => take(event, from))], one.parties, octets);
  const { play, steps } = paced(ladder);
  const wireshark = way.length ? h("button", { onclick: packets }, "Save for Wireshark") : null;
  const copy = copies("Copy the ladder", () => one.ladder.join("\n"));
  return [h("div.bar", {}, h("button", { onclick: play }, "Play"), copy, wireshark, ...steps), ladder];
}
