// Elements of the page. Whatever is shown goes in as text, never as HTML: strangers write it.

const COPIED = 2000; // milliseconds for which a button says so

/** Make an element: `h("a.row", {href, onclick}, child, ...)`. A child is an element, text, or null for none. */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else if (value !== null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

/** Have an element show what another one does, and keep of it what is the same: the focus, say, or a click under way. */
function become(element, other) {
  const [before, now] = [element, other].map((one) => [...one.childNodes]);
  const alike = now.length && now.length === before.length && element.className === other.className;
  if (element.isEqualNode(other)) return element;
  if (alike) now.forEach((child, place) => become(before[place], child));
  else element.replaceWith(other);
  return alike ? element : other;
}

/** A list that keeps what has not changed, so that focus, what is open and what is selected stay. */
export class Rows {
  #rows = new Map(); // by key: [what is shown, as JSON; the element]

  constructor(place) {
    this.place = place;
  }

  show(items, key, draw) {
    const before = this.#rows;
    const held = [...this.place.children].findIndex((row) => row.contains(document.activeElement));
    this.#rows = new Map();
    const names = new Set(items.map(key));
    for (const [name, [, element]] of before) if (!names.has(name)) element.remove(); // first, so that no other is moved
    let next = this.place.firstElementChild;
    for (const item of items) {
      const [name, shown] = [key(item), JSON.stringify(item)];
      const known = before.get(name);
      const isNext = known?.[1] === next;
      const element = !known ? draw(item) : known[0] === shown ? known[1] : become(known[1], draw(item));
      if (isNext) next = element;
      this.#rows.set(name, [shown, element]);
      if (element === next) next = next.nextElementSibling;
      else this.place.insertBefore(element, next);
    }
    if (held >= 0 && !this.place.contains(document.activeElement)) this.#focus(held);
  }

  /** Have the focus, which has gone with its row, on the row that is there now; or on what is named by the list. */
  #focus(place) {
    const row = this.place.children[Math.min(place, this.place.childElementCount - 1)];
    (row ?? this.place.closest("section")).querySelector("a, button, input, h2")?.focus();
  }

  /** Mark the one that is chosen, if it is there. */
  mark(name) {
    for (const [key, [, { firstElementChild: link }]] of this.#rows) link.ariaCurrent = key === name ? "true" : null;
  }
}

/** Have an element say something; to whom the page is read aloud, once. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Change what is in a list; one that is scrolled to its end stays there. */
export function keepAtEnd(list, change) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 8;
  change();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

/** A field of a form: its name there, what it is for, and an example. */
export const field = (name, label, placeholder) =>
  h("input", { name, placeholder, "aria-label": label, required: true, autocomplete: "off" });

/** A form of one line: what it is for, its fields, and what is done with them. It is emptied when that has gone well. */
export function form(label, fields, done) {
  const wrong = h("p.wrong", { role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    const given = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    try {
      await done(given);
      const isDone = (field) => field.tagName !== "SELECT" && field.value === given[field.name];
      fields.filter(isDone).forEach((field) => (field.value = "")); // what has been written since stays
    } catch (error) {
      wrong.textContent = error.message;
    }
  };
  return h("form", { onsubmit: submit }, ...fields, h("button", {}, label), wrong);
}

/** A button that copies a text; none where no page may do that, as it came from another machine over plain HTTP. */
export function copies(label, text) {
  if (!navigator.clipboard) return null;
  const copy = async () => {
    button.textContent = await navigator.clipboard.writeText(text()).then(() => "Copied", () => "Not allowed");
    setTimeout(() => (button.textContent = label), COPIED);
  };
  const button = h("button", { onclick: copy }, label);
  return button;
}

/** An RFC 3339 time as the simulator tells it, in UTC; who points at it is told his own. */
export function moment(time, text) {
  return h("time", { datetime: time, title: `${new Date(time).toLocaleString()} here` }, text);
}

/** The time of day of an RFC 3339 time, in UTC as everywhere in the simulator. */
export const timeOfDay = (time) => time.slice(11, 19);
