// The scenarios that are built in, each of which teaches one way of a message. One that is played has a world of its own.

import { get, missing, send } from "./api.js";
import { Rows, h } from "./html.js";
import { draw, duration, read } from "./ladder.js";
import { paced } from "./pace.js";

const CHOOSE = "Choose a lesson to play it.";

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
    const found = name ? await get(`/scenarios/${encodeURIComponent(name)}`).catch(missing) : { missing: CHOOSE };
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
    h("a", { href: `#lessons/${encodeURIComponent(name)}` }, h("b", {}, name), h("span.text", {}, first)),
  );
}

function whole({ name, teaches, text }) {
  const way = h("div", {});
  const begin = h("button", { onclick: start }, "Play");
  async function start() {
    begin.disabled = true;
    way.replaceChildren(h("p.empty", {}, "Playing ..."));
    try {
      const played = await send("POST", `/scenarios/${encodeURIComponent(name)}/play`, {});
      const ladder = draw(played.ladder.map(read), played.parties);
      const { play, step } = paced(ladder);
      const told = `It went ${played.outcome}, in ${duration(played.seconds)} of the network's time.`;
      way.replaceChildren(
        h("p.faint", {}, told),
        h("div.bar", {}, step),
        ladder,
        ...(played.difference ? [h("pre", {}, played.difference)] : []),
      );
      play();
    } catch (error) {
      way.replaceChildren(h("p.wrong", {}, error.message));
    }
    begin.disabled = false;
  }
  const written = h("details", {}, h("summary", {}, "The scenario's text"), h("pre", {}, text));
  return [h("h2", {}, name), h("p", {}, teaches), h("div.bar", {}, begin), written, way];
}
