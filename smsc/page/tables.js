// Tables of what the API lists.

import { Rows, h, say } from "./html.js";

/** A table with columns by their titles, each of which says what it shows of a row: text, or an element. */
export function table(title, columns, { none }) {
  const body = h("tbody", {});
  const rows = new Rows(body);
  const heads = Object.keys(columns).map((name) => h("th", { scope: "col" }, name || h("span.unseen", {}, "action")));
  const empty = h("p.empty", { "aria-live": "polite" });
  const whole = h("table", {}, h("thead", {}, h("tr", {}, ...heads)), body);
  const draw = (item) => h("tr", {}, ...Object.values(columns).map((of) => h("td", {}, of(item))));
  return {
    element: h("section", {}, h("h2", { tabindex: "-1" }, title), whole, empty),
    show(items, key) {
      rows.show(items, key, draw);
      whole.hidden = !items.length;
      say(empty, items.length ? "" : none);
    },
  };
}
