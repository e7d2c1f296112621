// The way of a message as a ladder: a lane for each party, and a rung for everything that is said.

import { h } from "./html.js";

const RUNG = /^\s*(?:([\d.]+)s\s+)?(\S+)\s+(?:->\s+(\S+)\s+)?(.*)$/;
const WORD = /(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g;
const FIELD = /^([^\s="]+)=(.*)$/;
const TEXTS = ["short_message", "tp_ud", "text", "message_payload"];
const [SHORTEST, LONGEST] = [0.08, 1]; // seconds between rungs of a ladder that is played
const A_WHILE = 5; // seconds without a word, which the ladder counts in a line of their own

/** Read a rung as ladders are written: `1.020s  sc -> hlr  sendRoutingInfoForSM msisdn=447700900123`. */
export function read(line) {
  const [, at, origin, destination, said] = RUNG.exec(line);
  const words = said.match(WORD) ?? [];
  const first = words.findIndex((word) => FIELD.test(word));
  const fields = first < 0 ? [] : words.slice(first).map((word) => FIELD.exec(word)?.slice(1) ?? [word, ""]);
  return {
    line,
    at: at === undefined ? null : Number(at),
    origin,
    destination: destination ?? "",
    message: words.slice(0, first < 0 ? undefined : first).join(" "),
    fields: Object.fromEntries(fields),
  };
}

/** Take an event of the API as such a rung; `from` is the time that counts as zero, in milliseconds. */
export function take(event, from) {
  const at = (Date.parse(event.at) - from) / 1000;
  return { ...event, at, line: `${at.toFixed(3)}s  ${event.line}` };
}

/** Whose language a message is in, which its name tells: `smpp`, `map`, `radio` (of the links A and Um), or `person`. */
export function language({ origin, destination, message }) {
  if (!origin || !destination) return "person";
  const name = message.split(" ")[0];
  if (name === name.toUpperCase()) return "radio";
  return name === name.toLowerCase() ? "smpp" : "map";
}

/** Whether something has gone wrong there. */
export const failed = ({ message, fields }) =>
  fields.lost === "true" || /returnError|ESME_(?!ROK)|RP-ERROR|CP-ERROR|REJECT/.test(message);

const unquoted = (value) => (value.startsWith('"') ? JSON.parse(value) : value);

/**
 * Draw rungs, with a lane for each of the parties, and for who has come since those were told.
 *
 * `octets` gives those of an event, explained; it is asked once somebody opens a rung.
 */
export function draw(rungs, parties, octets = null) {
  const named = rungs.flatMap(({ origin, destination }) => [origin, destination]).filter((name) => name);
  const lanes = [...new Set([...parties, ...named])];
  const lines = new Map(); // of what is drawn
  const list = h("ol.rungs", { oncopy: (event) => copy(event, lines) });
  let delay = 0; // seconds until it comes, where the ladder is played
  rungs.forEach((one, place) => {
    const since = one.at - (rungs[place - 1] ?? one).at;
    delay += Math.min(Math.max(since, SHORTEST), LONGEST);
    const rung = drawRung(one, lanes, octets);
    lines.set(rung, one.line);
    rung.style.setProperty("--delay", `${delay.toFixed(2)}s`);
    list.append(...(since >= A_WHILE ? [h("li.while", {}, `${duration(since)} later`)] : []), rung);
  });
  const heads = lanes.map((name) => h("span", {}, name));
  const ladder = h("div.ladder", {}, h("div.heads", { "aria-hidden": "true" }, ...heads), list);
  ladder.style.setProperty("--lanes", lanes.length);
  return ladder;
}

/** Copy several rungs as ladders are written; of a single one, what is selected. */
function copy(event, lines) {
  const selection = getSelection();
  const selected = [...lines.keys()].filter((rung) => selection.containsNode(rung, true));
  if (selected.length < 2) return;
  event.clipboardData.setData("text/plain", selected.map((rung) => lines.get(rung)).join("\n"));
  event.preventDefault();
}

function drawRung(one, lanes, octets) {
  const parties = [one.origin, one.destination].filter((name) => name);
  const [from, to] = [parties.at(0), parties.at(-1)].map((name) => lanes.indexOf(name));
  const text = TEXTS.map((key) => one.fields[key]).find((value) => value && !value.startsWith("0x"));
  const said = h("span.said", {}, one.message, ...(text ? [" ", h("q", {}, unquoted(text))] : []));
  const arrow = h(`span.arrow.${language(one)}`, {}, said);
  arrow.style.gridColumn = `${Math.min(from, to) + 1} / ${Math.max(from, to) + 2}`;
  arrow.style.setProperty("--span", Math.abs(from - to) + 1);
  arrow.classList.toggle("first", Math.min(from, to) === 0);
  arrow.classList.toggle("back", from > to);
  arrow.classList.toggle("failed", failed(one));
  arrow.classList.toggle("lost", one.fields.lost === "true");
  const fields = Object.entries(one.fields).map(([key, value]) => [h("dt", {}, key), h("dd", {}, value)]);
  const summary = h(
    "summary",
    {},
    h("time", {}, one.at === null ? "" : one.at.toFixed(3)),
    h("span.unseen", {}, `${parties.join(" to ")}:`),
    h("span.lanes", {}, arrow),
  );
  const details = h("details", {}, summary, h("dl", {}, ...fields));
  const explain = async () => {
    try {
      details.append(bytes((await octets(one.id)).fields));
    } catch (error) {
      if (error.status !== 404) details.append(h("p.faint", {}, error.message)); // not everything has octets
    }
  };
  if (octets && one.id) details.addEventListener("toggle", explain, { once: true });
  return h("li", {}, details);
}

/** Lay fields out, octet by octet, with what is in them further in. */
function bytes(fields) {
  const rows = (some, depth) =>
    some.flatMap((one) => {
      const name = h("td", {}, one.name);
      name.style.paddingLeft = `${depth + 0.8}rem`;
      const before = [h("td", {}, `${one.offset ?? ""}`), h("td.octets", {}, one.octets)];
      const behind = [h("td", {}, one.value), h("td", {}, one.meaning), h("td.clause", {}, one.clause)];
      const row = h("tr", {}, ...before, name, ...behind);
      return [row, ...rows(one.parts, depth + 1)];
    });
  const heads = ["octet", "octets", "field", "value", "meaning", "clause"].map((head) =>
    h("th", { scope: "col" }, head),
  );
  const whole = h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...rows(fields, 0)));
  return h("div.explained", {}, whole);
}

/** Some seconds in words: `90 s`, `5 min`, `48 h`. */
export function duration(seconds) {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
