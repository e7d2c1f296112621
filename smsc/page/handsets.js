// Handsets: what each has shown and sent, and what a person does to it.

import { get, missing, send } from "./api.js";
import { Rows, field, form, h, keepAtEnd, moment, say, timeOfDay } from "./html.js";

const LATEST = 100; // that are shown of what a handset has received, and of what it has sent
const MOST = 200; // that are listed: a world may have millions

export function handsets(main, { look, attempt }) {
  const search = h("input", { type: "search", placeholder: "Name or number", "aria-label": "Search" });
  const place = h("ul.list", {});
  const empty = h("p.empty", { "aria-live": "polite" });
  const rows = new Rows(place);
  const screen = h("article", {});
  let held = null; // the handset that is in hand
  main.append(h("section.side", {}, h("div.bar", {}, search), place, empty), screen);

  async function refresh(name) {
    const all = await get("/phones");
    const asked = search.value.trim();
    const listed = all.filter((one) => `${one.name} ${one.number}`.includes(asked));
    const fits = listed.length ? listed : await find(asked);
    rows.show(fits.slice(0, MOST), (one) => one.name, row);
    rows.mark(name);
    say(empty, fits.length > MOST ? `and ${fits.length - MOST} more` : fits.length ? "" : "No handset found.");
    const phone = [...all, ...fits].find((one) => one.name === name) ?? (await find(name))[0];
    if (held === null || held.name !== phone?.name) {
      held = phone ? hold(phone, look, attempt) : null;
      screen.replaceChildren(
        held?.element ?? h("p.empty", {}, name ? `There is no ${name}.` : "Choose a handset to use it."),
      );
    }
    await held?.refresh(phone);
  }

  return { search, refresh };
}

/** Find a handset by its whole name or number: those of `[[phones]]` and `[anybody]` are not listed. */
async function find(name) {
  const found = name ? await get(`/phones/${encodeURIComponent(name)}`).catch(missing) : {};
  return found.name ? [found] : [];
}

function row(one) {
  const link = h(
    "a",
    { href: `#handsets/${encodeURIComponent(one.name)}` },
    h("span.top", {}, h("b", {}, one.name), h(`span.state.${one.registered ? "good" : "bad"}`, {}, standing(one))),
    h("span.top", {}, one.number || "(no number)", h("span.faint", {}, one.cell)),
  );
  return h("li", {}, link);
}

const standing = (one) => (!one.on ? "off" : one.registered ? "on" : "on, not registered");

function hold({ name }, look, attempt) {
  const said = h("ol.talk", { "aria-label": "Sent and received", tabindex: "0" });
  const rows = new Rows(said);
  const where = h("span.faint", {});
  const power = h("button", {});
  const path = `/phones/${encodeURIComponent(name)}`;
  const happens = (act) => send("POST", "/acts", { subject: name, act });
  const to = field("to", "To", "To: 7000 or +447700900124");
  const text = field("text", "Text", "Text");
  const write = form("Send", [text, to], (fields) => send("POST", `${path}/messages`, fields).then(look));
  const act = field("act", "What it does", "moves to cell=cell2");
  const other = form("Do it", [act], (fields) => happens(fields.act).then(look));
  const sim = field("sim", "The SIM that gets its number", "Its number goes to the SIM in: ms2");
  const swap = form("Swap SIM", [sim], async (fields) => {
    const { imsi } = await get(`/phones/${encodeURIComponent(fields.sim.trim())}`);
    await send("POST", `${path}/sim`, { imsi });
    moved.textContent = `${fields.sim} has its number now, and finds out when it is switched off and on.`;
    look();
  });
  swap.title = "Its operator moves its number to another SIM";
  const moved = h("p.faint", { role: "status" });
  const rest = h("p.faint", {});
  const header = h("header", {}, h("h2", {}, name), where, power);
  const element = h("section.phone", {}, header, rest, said, write, other, swap, moved);

  async function refresh(phone) {
    where.textContent = `${phone.number || "no number"} · IMSI ${phone.imsi} · ${phone.cell} · ${standing(phone)}`;
    power.textContent = phone.on ? "Switch off" : "Switch on";
    swap.hidden = !phone.number;
    power.onclick = () => attempt(() => happens(phone.on ? "switches off" : "switches on"));
    const [inbox, sent] = await Promise.all([
      get(`${path}/inbox`, { limit: LATEST + 1 }),
      phone.number ? get("/messages", { source: phone.number, limit: LATEST }) : { messages: [] },
    ]);
    const earlier = inbox.length > LATEST || sent.next;
    const none = inbox.length || sent.messages.length ? "" : "It has neither sent nor received anything yet.";
    say(rest, earlier ? `Of what it has received and of what it has sent, the latest ${LATEST} are shown.` : none);
    const times = {}; // how many have come at each
    const talk = [
      ...inbox
        .slice(-LATEST)
        .map((one) => ({
          key: `in ${one.at} ${(times[one.at] = (times[one.at] ?? 0) + 1)}`,
          at: one.at,
          who: one.sender,
          text: one.text,
          mine: false,
          message_id: one.message_id,
        })),
      ...sent.messages.map((one) => ({
        key: one.message_id,
        at: one.submitted,
        who: one.destination,
        text: one.text,
        mine: true,
        state: one.state,
        message_id: one.message_id,
      })),
    ].sort((one, other) => one.at.localeCompare(other.at));
    keepAtEnd(said, () => rows.show(talk, (one) => one.key, bubble));
  }

  return { name, element, refresh };
}

function bubble({ at, who, text, mine, state, message_id }) {
  const about = [`${mine ? `to ${who}` : who} · `, moment(at, timeOfDay(at)), state ? ` · ${state}` : ""];
  const href = `#messages/${encodeURIComponent(message_id)}`;
  const way = message_id ? h("a", { href, title: "Its way through the network" }, ...about) : h("span", {}, ...about);
  return h(mine ? "li.mine" : "li", {}, h("p.bubble", {}, text), h("p.faint", {}, way));
}
