import { addressed } from './api.js';

/**
 * What is told of a partnership that changed, once every query knows of it.
 *
 * @typedef {{ partnershipId: string, position: number, types: string[] }} Change
 */

/** Longest wait before asking again, in milliseconds; the server says the shortest. */
const longest = 30_000;

/**
 * Follows what changes, for as long as the tab is looked at: read by fetch, because an EventSource carries no token. After
 * a break it goes on where it was.
 *
 * @param {(change: Change) => void} changed
 * @returns {() => void} ends it
 */
export function follow(changed) {
  let over = new AbortController();
  /** @type {string | undefined} */
  let lastId;
  let shortest = 2_000;
  let wait = shortest;
  const look = () => (document.hidden ? over.abort() : void run());
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    over.abort();
  };

  async function run() {
    over.abort();
    over = new AbortController();
    const { signal } = over;
    while (!signal.aborted) {
      const stopped = await listen(signal).catch(() => false);
      if (stopped || signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(2 * wait, longest);
    }
  }

  /** @param {AbortSignal} signal @returns {Promise<boolean>} whether asking again is of no use */
  async function listen(signal) {
    /** @type {Record<string, string>} */
    const headers = { accept: 'text/event-stream', ...(lastId !== undefined && { 'last-event-id': lastId }) };
    const response = await addressed('/changes', { headers, signal });
    if (response.status === 401 || response.status === 404) return true;
    if (!response.ok || !response.body) {
      // A place that is not known here any more is no place to go on from.
      if (response.status === 400) lastId = undefined;
      return false;
    }
    wait = shortest;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ''; ; ) {
      const { value, done } = await reader.read();
      if (done) return false;
      const { messages, rest: left } = messagesIn(rest + value);
      rest = left;
      for (const { id, event, data, retry } of messages) {
        lastId = id ?? lastId;
        shortest = wait = retry ?? shortest;
        if (event === 'changed' && data !== undefined) changed(JSON.parse(data));
      }
    }
  }
}

/**
 * The whole messages of a stream of server-sent events, and what is left of the next one.
 *
 * @param {string} text
 * @returns {{ messages: { id?: string, event?: string, data?: string, retry?: number }[], rest: string }}
 */
export function messagesIn(text) {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = /** @type {string} */ (blocks.pop());
  const messages = blocks.map((block) => {
    const fields = block.split('\n').map((line) => {
      const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
      return /** @type {const} */ ([name, value]);
    });
    const lines = fields.filter(([name]) => name === 'data').map(([, value]) => value);
    const { id, event, retry } = Object.fromEntries(fields);
    return {
      ...(id !== undefined && { id }),
      ...(event !== undefined && { event }),
      ...(lines.length > 0 && { data: lines.join('\n') }),
      ...(/^\d+$/.test(retry ?? '') && { retry: Number(retry) }),
    };
  });
  return { messages, rest };
}
