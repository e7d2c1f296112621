// The page: which view is shown, the clock, and a look at the simulator again and again for as long as somebody sees it.

import { Problem, get, hasToken, leave, send, useToken } from "./api.js";
import { form, h, say } from "./html.js";
import { accounts } from "./accounts.js";
import { events } from "./events.js";
import { faults } from "./faults.js";
import { handsets } from "./handsets.js";
import { lessons } from "./lessons.js";
import { messages } from "./messages.js";

const VIEWS = { messages, handsets, events, lessons, accounts, faults };
const EVERY = 1000; // milliseconds from one look to the next, unless a view says otherwise
const REST = 4; // times as long as a look has taken, so that one at much does not hold up the simulator;
const LONGEST = 20_000; // but no longer than this

const [nav, main, trouble, clock] = ["nav", "main", "#trouble", "#clock"].map((name) => document.querySelector(name));
const up = h("a.up", {}); // from what is chosen to the list, where there is no room for both
let view = null; // what is shown: refresh() brings it up to date, every so often; anew() marks that all has begun anew
let shown = "";
let next = null; // when to look again
let looking = false;
let again = false; // somebody wants a look, which a look that has begun may have missed
let refused = ""; // why what somebody has last attempted was refused

/**
 * The name of the view, what it is about, and what is searched for there (null where nothing is said of that), as the
 * address has them: `#messages/00000001?state:DELIVERED`.
 */
function address() {
  const [, path, asked] = /^#?([^?]*)(?:\?(.*))?$/s.exec(location.hash);
  const [name, ...about] = path.split("/");
  const known = Object.hasOwn(VIEWS, name) ? [name, decoded(about.join("/"))] : ["messages", ""];
  return [...known, asked === undefined ? null : decoded(asked)];
}

/** Have the address say what is searched for, for who reloads the page, goes back to it, or passes it on. */
function keepSearch() {
  const asked = encodeURIComponent(view.search.value).replace(/%3A/g, ":").replace(/%2B/g, "+");
  history.replaceState(null, "", (location.hash || "#messages").replace(/\?.*|$/s, asked && `?${asked}`));
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // which somebody has written by hand
  }
}

function route() {
  const [name, about, asked] = address();
  if (name !== shown) {
    leave();
    shown = name;
    main.replaceChildren(up);
    up.textContent = `← All ${name}`;
    view = VIEWS[name](main, { look, attempt });
  }
  if (view.search) {
    if (about && asked === null) keepSearch(); // somebody has chosen from what was found
    else if (view.search.value !== (asked ?? "")) searchFor(asked ?? "");
  }
  main.classList.toggle("chosen", about !== "");
  up.href = `#${name}${/\?.*/s.exec(location.hash) ?? ""}`;
  refused = "";
  for (const link of nav.children) link.ariaCurrent = link.hash === `#${name}` ? "page" : null;
  document.title = about ? `${about} · mini-smsc` : `mini-smsc · ${name}`;
  look();
}

function searchFor(asked) {
  view.search.value = asked;
  view.search.dispatchEvent(new Event("input"));
}

/** Look at the simulator now, and then again and again; never twice at the same time, so that no answer overtakes another. */
async function look() {
  again = true;
  if (looking) return;
  looking = true;
  clearTimeout(next);
  const began = performance.now();
  try {
    while (again) {
      again = false;
      await lookOnce();
    }
  } finally {
    looking = false;
    const pause = Math.min(Math.max(view.every ?? EVERY, REST * (performance.now() - began)), LONGEST);
    if (!document.hidden && !document.querySelector("dialog")) next = setTimeout(look, pause);
  }
}

async function lookOnce() {
  const seen = view;
  try {
    tell(await get("/clock")); // first, so that what has come since it began anew is shown behind what says so
    await view.refresh(address()[1]);
    warn(refused);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (seen !== view) return; // which is why it was left
    warn(error.message);
    if (error.status === 401) askForToken();
  }
}

const warn = (text) => say(trouble, text);

/** Do something, tell whether it was refused, and look what has become of it. */
async function attempt(something) {
  refused = "";
  try {
    await something();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    refused = error.message;
  }
  await look();
}

function askForToken() {
  if (document.querySelector("dialog")) return;
  const token = h("input", {
    name: "token",
    type: "password",
    autocomplete: "off",
    required: true,
    placeholder: "token",
  });
  const given = form("Continue", [token], async (fields) => {
    useToken(fields.token);
    dialog.close();
  });
  const closed = () => {
    dialog.remove();
    look();
  };
  const why = hasToken() ? "This token is wrong." : "This simulator asks for a token.";
  const dialog = h("dialog", { "aria-label": "Token", onclose: closed }, h("p", {}, why), given);
  document.body.append(dialog);
  dialog.showModal();
}

const now = h("time", {});
const speed = h("span", {});
const stop = h("button", { onclick: () => time("PATCH", "/clock", { speed: stopped ? usual : 0 }) }, "Stop");
let stopped = false;
let usual = 1; // the speed at which the clock goes on
let began = ""; // when the simulator began, or was reset

function tell(at) {
  if (began && at.began !== began) view.anew?.();
  began = at.began;
  stopped = at.speed === 0;
  usual = at.speed || usual;
  now.dateTime = at.now;
  now.textContent = `${at.now.slice(0, 10)} ${at.now.slice(11, 19)} UTC`;
  speed.textContent = at.speed === 1 ? "" : stopped ? "stopped" : `× ${at.speed}`;
  stop.textContent = stopped ? "Resume" : "Stop";
}

const time = (method, path, body) => attempt(() => send(method, path, body).then(tell));

const anew = () =>
  confirm("Reset? All messages and faults will be deleted.") && attempt(() => send("POST", "/reset"));

nav.append(...Object.keys(VIEWS).map((name) => h("a", { href: `#${name}` }, name[0].toUpperCase() + name.slice(1))));
clock.append(
  now,
  speed,
  stop,
  ...["1m", "1h", "48h"].map((by) =>
    h("button", { onclick: () => time("POST", "/clock/advance", { by }), title: `Advance the clock by ${by}` }, `+ ${by}`),
  ),
  h(
    "button",
    { onclick: anew, title: "Delete messages and faults; put subscriptions and handsets back as in the world's file" },
    "Reset",
  ),
);
document.querySelector("#skip").onclick = () => {
  const content = main.querySelector("article, .whole");
  content.tabIndex = -1;
  content.focus();
};
main.addEventListener("input", ({ target }) => {
  if (target !== view.search) return;
  keepSearch();
  look();
});
main.addEventListener("keydown", (event) => {
  const row = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const { target } = event;
  if (!row || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const other = target === view.search ? main.querySelector(".list > li") : target.closest(".list > li")?.[row];
  if (!other || (target === view.search && row !== "nextElementSibling")) return;
  event.preventDefault();
  other.firstElementChild.focus();
});
addEventListener("hashchange", route);
document.addEventListener("visibilitychange", () => document.hidden || look());
route();
