// The control API, which /api/v1/openapi.json describes.

const TOKEN = "mini-smsc token";

/** A refusal (RFC 9457), in the words of the API; status 0 where nobody answers. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export const useToken = (token) => sessionStorage.setItem(TOKEN, token);

async function ask(path, options = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { ...options.headers, ...(token && { Authorization: `Bearer ${token}` }) };
  const answer = await fetch(`api/v1${path}`, { ...options, headers }).catch((error) => {
    throw error.name === "AbortError" ? error : new Problem(0, "The simulator does not answer.");
  });
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Problem(answer.status, problem.detail ?? answer.statusText);
}

/** Give what is at a path; parameters that are empty are left out. */
export async function get(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return (await ask(query.size ? `${path}?${query}` : path)).json();
}

/** Do something, and give the answer; what has no body is given as null. */
export async function send(method, path, body) {
  const json = body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await ask(path, { method, ...json });
  return answer.status === 204 ? null : answer.json();
}

/** Have the browser save what is at a path as a file. */
export async function download(path, name) {
  const address = URL.createObjectURL(await (await ask(path)).blob());
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

/** Follow the events behind one (WHATWG HTML 9.2; EventSource could send no token): `told(event)`, and `missed(count)` for a gap. */
export async function follow(after, signal, { told, missed }) {
  const answer = await ask("/events", { headers: { "Last-Event-ID": `${after}` }, signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data === undefined) continue; // a comment, which shows that the stream is alive
      if (/^event: missed$/m.test(block)) missed(JSON.parse(data).missed);
      else told(JSON.parse(data));
    }
  }
}
