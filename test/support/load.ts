import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Product } from './product.js';
import { registration } from './registration.js';

/** What came of a request: its status, or why there was no answer. */
export type Came = number | string;

const manager = { subject: 'pm-1', role: 'project-manager', organisation: '0561' };

/** Sends one request after the other over connections it keeps, as callers do, and tells of a lost one by its code. */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly to: Product) {}

  async send(method: 'GET' | 'POST', path: string, body?: object): Promise<{ came: Came; text: string }> {
    const authorization = `Bearer ${await this.to.bearer(manager)}`;
    const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
    return new Promise((settle) => {
      const lost = (error: NodeJS.ErrnoException) => settle({ came: error.code ?? error.message, text: '' });
      const sent = request(this.to.url + path, { method, headers, agent: this.agent }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => settle({ came: answer.statusCode!, text }));
        answer.on('error', lost);
      });
      sent.on('error', lost);
      sent.end(body && JSON.stringify(body));
    });
  }

  async register(caseNumber: string): Promise<string> {
    const { came, text } = await this.send('POST', '/partnerships', registration(caseNumber));
    if (came !== 201) throw new Error(`Registering came to ${came}: ${text}`);
    return (JSON.parse(text) as { id: string }).id;
  }

  close(): void {
    this.agent.destroy();
  }
}

export interface Load {
  readonly ids: readonly string[];
  /** By the id of each note that was sent. */
  readonly came: ReadonlyMap<string, Came>;
  /** Settles when every caller has stopped: at once where `goesOn` says so, or once nobody listens any more. */
  readonly over: Promise<void>;
}

/** Notes on as many partnerships as there are callers, each caller as fast as it is answered. */
export async function load(to: Product, callers: number, goesOn: () => boolean = () => true): Promise<Load> {
  const came = new Map<string, Came>();
  const all = await Promise.all(
    Array.from({ length: callers }, async (_, n) => {
      const caller = new Caller(to);
      return { caller, id: await caller.register(`S-${n}-${randomUUID().slice(0, 8)}`) };
    }),
  );
  const work = async ({ caller, id }: (typeof all)[number]) => {
    for (let n = 0; goesOn(); n++) {
      const noteId = `N-${id.slice(0, 8)}-${n}`;
      const told = await caller.send('POST', `/partnerships/${id}/notes`, { noteId, text: `Note ${n}` });
      came.set(noteId, told.came);
      if (told.came === 'ECONNREFUSED') break;
      if (typeof told.came === 'string') await pause(5);
    }
    caller.close();
  };
  return { ids: all.map(({ id }) => id), came, over: Promise.all(all.map(work)).then(() => {}) };
}
