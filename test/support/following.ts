import { setTimeout as pause } from 'node:timers/promises';

export interface Message {
  readonly id: number;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: messages are looked into, not typed
  readonly data: any;
}

export interface Following {
  readonly status: number;
  readonly contentType: string | null;
  /** Everything that came so far. */
  readonly messages: readonly Message[];
  /** Those of them that say that a partnership changed. */
  changed(): readonly Message[];
  /** Waits until something holds of what came, and throws with it when that takes too long. */
  until(holds: (messages: readonly Message[]) => boolean, longest?: number): Promise<void>;
  /** Settles when the server ends it. */
  readonly ended: Promise<void>;
  /** The body of an answer that is no stream. */
  readonly problem: Promise<unknown>;
  close(): Promise<void>;
}

/** Follows server-sent events as a client does. */
export async function following(url: string, headers: Record<string, string>): Promise<Following> {
  const leaving = new AbortController();
  const answer = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: leaving.signal });
  const messages: Message[] = [];
  const contentType = answer.headers.get('content-type');
  const isStream = contentType?.startsWith('text/event-stream') ?? false;
  const ended = isStream ? read(answer, messages).catch(() => {}) : Promise.resolve();
  return {
    status: answer.status,
    contentType,
    messages,
    changed: () => messages.filter(({ event }) => event === 'changed'),
    async until(holds, longest = 20_000) {
      const patience = performance.now() + longest;
      while (!holds(messages)) {
        if (performance.now() > patience) throw new Error(`It did not come: ${JSON.stringify(messages.slice(-5))}`);
        await pause(10);
      }
    },
    ended,
    problem: isStream ? Promise.resolve(undefined) : answer.json(),
    async close() {
      leaving.abort();
      await ended;
    },
  };
}

async function read(answer: Response, messages: Message[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of answer.body!) {
    text += decoder.decode(bytes, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (data !== undefined)
        messages.push({ id: Number(field('id')), event: field('event')!, data: JSON.parse(data) });
    }
  }
}
