// Who may bind, and who has.

import { get, send } from "./api.js";
import { h } from "./html.js";
import { BINDING } from "./start.js";
import { table } from "./tables.js";

export function accounts(main, { attempt }) {
  const known = table(
    "Accounts",
    {
      ...BINDING,
      serves: (one) => one.addresses.join(", "),
      sessions: (one) => `${one.sessions}`,
      "messages under way": (one) => `${one.waiting}`,
    },
    { none: "There is no account." },
  );
  const drop = (one) =>
    h("button", { onclick: () => attempt(() => send("DELETE", `/sessions/${one.number}`)) }, "Drop");
  const bound = table(
    "Sessions",
    {
      number: (one) => `${one.number}`,
      system_id: (one) => one.system_id ?? "(not bound)",
      state: (one) => one.state,
      SMPP: (one) => one.interface_version,
      from: (one) => one.peer,
      "waits for responses": (one) => `${one.unanswered}`,
      "owes responses": (one) => `${one.delivering}`,
      "": drop,
    },
    { none: "Nobody is connected." },
  );
  main.append(h("section.whole", {}, known.element, bound.element));
  return {
    refresh: async () => {
      const [all, sessions] = await Promise.all([get("/accounts"), get("/sessions")]);
      known.show(all, (one) => one.system_id);
      bound.show(sessions, (one) => one.number);
    },
  };
}
