import http from 'node:http';

/** Half of the answers took at most p50, all but one of a hundred at most p99; in milliseconds. */
export interface Took {
  readonly p50: number;
  readonly p99: number;
  readonly answers: number;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Asks over a connection that stays open, and waits for the whole answer. */
export function ask(url: string, authorization?: string): Promise<{ status: number; body: string; took: number }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const request = http.get(url, { agent, headers: authorization ? { authorization } : {} }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () => {
        const took = performance.now() - started;
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString(), took });
      });
    });
    request.once('error', reject);
  });
}

export function timesOf(samples: readonly number[]): Took {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { p50: at(0.5), p99: at(0.99), answers: sorted.length };
}
