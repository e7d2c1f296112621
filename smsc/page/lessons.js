// The scenarios that are built in, each of which teaches one way of a message, and those that somebody writes. One that is
// played has a world of its own.

import { get, missing, send } from "./api.js";
import { Rows, h } from "./html.js";
import { draw, duration, read } from "./ladder.js";
import { paced } from "./pace.js";

const OWN = {
  name: "A scenario of your own",
  teaches:
    "Choose a lesson (submit_and_receipt is a good first one), or write a scenario here, or open one that you have saved," +
    " and play it.",
  text: `# A text, and its receipt.
1s    bank -> sc  submit_sm destination_addr=447700900123 registered_delivery=1 short_message="Hello"
      ...
`,
};
const LONGEST = 30; // rows of a text that is seen without scrolling

export function lessons(main) {
  const place = h("ul.list", {});
  const rows = new Rows(place);
  const lesson = h("article", {});
  let shown = null;
  main.append(h("section.side", {}, place), lesson);

  async function refresh(name) {
    if (!place.childElementCount) rows.show(await get("/scenarios"), (one) => one.name, row);
    rows.mark(name);
    if (name === shown) return;
    const found = name ? await get(`/scenarios/${encodeURIComponent(name)}`).catch(missing) : OWN;
    lesson.replaceChildren(...(found.missing ? [h("p.empty", {}, found.missing)] : whole(found)));
    shown = name;
  }

  return { refresh };
}

function row({ name, teaches }) {
  const [first] = teaches.split(/(?<=\.)\s/);
  return h(
    "li",
    {},
    h("a", { href: `#lessons/${encodeURIComponent(name)}` }, h("b", {}, name), h("p", {}, first)),
  );
}

function whole({ name, teaches, text }) {
  const way = h("div", {});
  const went = h("div.faint", { "aria-live": "polite" });
  let playing = false; // a button that is disabled would lose the focus
  const begin = h("button", { onclick: start }, "Play");
  const rows = `${Math.min(text.split("\n").length, LONGEST)}`;
  const written = h("textarea", { rows, wrap: "off", spellcheck: "false", "aria-label": "The scenario's text" }, text);
  async function start() {
    if (playing) return;
    playing = true;
    way.replaceChildren();
    went.textContent = "Playing ...";
    try {
      const played = await send("POST", "/scenarios/play", { text: written.value });
      const ladder = draw(played.ladder.map(read), played.parties);
      const { play, steps } = paced(ladder);
      went.textContent = `It went ${played.outcome}, in ${duration(played.seconds)} of the network's time.`;
      way.replaceChildren(
        h("div.bar", {}, ...steps),
        ladder,
        ...(played.difference ? [h("pre", {}, played.difference)] : []),
      );
      play();
    } catch (error) {
      went.textContent = "";
      way.replaceChildren(h("p.wrong", { role: "alert" }, error.message));
    }
    playing = false;
  }
  async function open({ target }) {
    const [file] = target.files;
    if (file) written.value = await file.text();
  }
  const file = h("input", { type: "file", accept: ".ladder", "aria-label": "Open a scenario", onchange: open });
  const own = name === OWN.name;
  const told = own ? written : h("details", {}, h("summary", {}, "The scenario's text, which you can change"), written);
  return [h("h2", {}, name), h("p", {}, teaches), h("div.bar", {}, begin, own ? file : null), told, went, way];
}
