// The control API, which /api/v1/openapi.json describes.

const TOKEN = "mini-smsc token";
const PATIENCE = 30_000; // milliseconds for an answer to a question; what is to be done takes as long as it takes
const LATE = `The simulator has not answered within ${PATIENCE / 1000} s.`;

/** A refusal (RFC 9457), in the words of the API; status 0 where nobody answers. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export const hasToken = () => sessionStorage.getItem(TOKEN) !== null;
export const useToken = (token) => sessionStorage.setItem(TOKEN, token);
const octets = (text) => String.fromCharCode(...new TextEncoder().encode(text)); // a header takes nothing else

let here = new AbortController(); // of the questions of what is shown

/** Be interested no more in what has been asked, as something else is shown. */
export function leave() {
  here.abort();
  here = new AbortController();
}

/** Ask, and read the answer to its end. */
async function ask(path, options, read) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { ...options.headers, ...(token && { Authorization: `Bearer ${octets(token)}` }) };
  try {
    const answer = await fetch(`api/v1${path}`, { ...options, headers, redirect: "error" });
    if (answer.ok) return await read(answer);
    const problem = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, problem.detail ?? answer.statusText);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(0, error.name === "TimeoutError" ? LATE : "The simulator does not answer.");
  }
}

/** Ask for what is shown, and be interested in it no longer than that. */
function question(path, options, read) {
  const signal = AbortSignal.any([here.signal, AbortSignal.timeout(PATIENCE)]);
  return ask(path, { ...options, signal }, read);
}

/** Give what is at a path; parameters that are empty are left out. */
export function get(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return question(query.size ? `${path}?${query}` : path, {}, (answer) => answer.json());
}

/** Take what there is not as the sentence that says so: `get(path).catch(missing)`. */
export function missing(error) {
  if (error.status !== 404) throw error;
  return { missing: error.message };
}

/** Do something, and give the answer; what has no body is given as null. */
export function send(method, path, body) {
  const json = body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return ask(path, { method, ...json }, (answer) => (answer.status === 204 ? null : answer.json()));
}

/** Have the browser save what is at a path as a file. */
export async function download(path, name) {
  const address = URL.createObjectURL(await ask(path, {}, (answer) => answer.blob()));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

/** Give the events behind one, the latest `most` of them; `missed` counts the others (WHATWG HTML 9.2). */
export async function eventsBehind(after, most) {
  const headers = { "Last-Event-ID": `${after}` };
  const told = await question(`/events?follow=false&remembered=${most}`, { headers }, (answer) => answer.text());
  const said = [...told.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data));
  return { missed: said.find((one) => one.missed)?.missed ?? 0, events: said.filter((one) => !one.missed) };
}
