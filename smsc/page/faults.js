// What goes wrong on purpose.

import { get, send } from "./api.js";
import { field, form, h } from "./html.js";
import { table } from "./tables.js";

const STAGES = {
  smpp: "command_status=ESME_RTHROTTLED times=3",
  sc: "message_state=REJECTED",
  hlr: "error=unknownSubscriber",
  msc: "error=illegalSubscriber",
  bss: "pdu=PAGING loss=true",
  ms: "error=ERROR_IN_MS",
  receipt: "delay=5",
}; // each with an example

export function faults(main, { look, attempt }) {
  const remove = (one) =>
    h("button", { onclick: () => attempt(() => send("DELETE", `/faults/${one.number}`)) }, "Remove");
  const list = table(
    "Faults",
    {
      number: (one) => `${one.number}`,
      rule: (one) => h("code", {}, one.written),
      matched: (one) => `${one.seen}`,
      struck: (one) => `${one.struck}`,
      "": remove,
    },
    { none: "No faults are set." },
  );
  const keys = field("keys", "What, and to which messages", STAGES.smpp);
  const chosen = () => (keys.placeholder = STAGES[stage.value]);
  const options = Object.keys(STAGES).map((name) => h("option", {}, name));
  const stage = h("select", { name: "stage", "aria-label": "Stage", onchange: chosen }, ...options);
  const add = form("Add the fault", [stage, keys], async (fields) => {
    await send("POST", "/faults", { ...read(fields.keys), stage: fields.stage });
    look();
  });
  main.append(
    h("section.whole", {}, list.element, add, h("p.faint", {}, "smsc fault stages lists what can go wrong where.")),
  );
  return { refresh: async () => list.show(await get("/faults"), (one) => one.number) };
}

/** Read keys as the command takes them: `command_status=ESME_RTHROTTLED times=3`. */
function read(keys) {
  const pairs = keys
    .trim()
    .split(/\s+(?=\w+=)/)
    .map((one) => one.split(/=(.*)/s));
  const wrong = pairs.find(([, value]) => value === undefined);
  if (wrong) throw new Error(`expected key=value, such as times=3, found ${wrong[0]}`);
  return Object.fromEntries(pairs);
}
