// What somebody who has just come needs to know: where to bind, as whom, and to whom to send.

import { get } from "./api.js";
import { copies, h } from "./html.js";
import { table } from "./tables.js";

const SOME = 5; // handsets that are named
const EVERYWHERE = ["0.0.0.0", "::"];

/** Where an account binds, if it can; a simulator on all addresses of its machine is reached as its page is. */
const host = (one) => (EVERYWHERE.includes(one.host) ? location.hostname.replace(/^\[|\]$/g, "") : (one.host ?? ""));

/** What tables say of how an account binds. */
export const BINDING = {
  system_id: (one) => one.system_id,
  password: (one) => one.password ?? "(yours)",
  host,
  port: (one) => `${one.port ?? ""}`,
};

export function start() {
  const columns = { ...BINDING, sessions: (one) => `${one.sessions}` };
  const known = table("Where to bind", columns, { none: "There is no account." });
  const command = h("pre", {});
  const said = h("p", {}, "A first message, from a terminal:");
  const first = h("div", { hidden: true }, said, h("div.bar", {}, command, copies("Copy", () => command.textContent)));
  const phones = h("p", {});
  const element = h("section.start", {}, known.element, first, phones);
  let told = "";

  async function refresh() {
    const [accounts, handsets] = await Promise.all([get("/accounts"), get("/phones")]);
    known.show(accounts, (one) => one.system_id);
    const account = accounts.find((one) => one.password !== null && one.port !== null);
    const some = handsets.filter((one) => one.number).slice(0, SOME);
    const now = JSON.stringify([account?.system_id, some.map((one) => one.number)]);
    if (now === told) return;
    told = now;
    first.hidden = !account || !some.length;
    if (!first.hidden) command.textContent = sending(account, some[0]);
    const links = some.map((one) => h("a", { href: `#handsets/${encodeURIComponent(one.name)}` }, one.number));
    const named = links.flatMap((link) => [" ", link]);
    phones.replaceChildren(...(named.length ? ["Handsets, which write as well:", ...named] : []));
  }

  return { element, refresh };
}

/** The command that sends a text; what it does not say is as the command has it. */
function sending(account, { number }) {
  const [name, { port }] = [host(account), account];
  const where = `${name === "127.0.0.1" ? "" : ` --host ${name}`}${port === 2775 ? "" : ` --port ${port}`}`;
  const who = `--system-id ${account.system_id} --password ${account.password}`;
  return `esme send${where} ${who} --to ${number} --text Hello --receipt`;
}
