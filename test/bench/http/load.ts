import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import type { Target } from './target.js';

export type Load =
  | { readonly target: Target; readonly requests: number; readonly connections: number }
  | { readonly target: Target; readonly measurements: number };

export interface Measured {
  /** Requests a second. */
  readonly rate: number;
  /** How long in ms the slowest of a hundred took. */
  readonly p99: number;
}

let made = 0;

process.on('message', async (load: Load) =>
  process.send?.('requests' in load ? await plan(load) : await measure(load)),
);
process.on('disconnect', () => process.exit(0));

/** Plans a milestone with each request, on each partnership in turn. */
async function plan({ target, requests, connections }: Extract<Load, { requests: number }>): Promise<Measured> {
  const { port, headers, partnerships } = target;
  const start = performance.now();
  let answered = start;
  const options: autocannon.Options = {
    url: `http://127.0.0.1:${port}`,
    connections,
    pipelining: 1,
    amount: requests,
    requests: [
      {
        method: 'POST',
        setupRequest(request) {
          made += 1;
          return {
            ...request,
            path: `/partnerships/${partnerships[made % partnerships.length]}/milestones`,
            headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
            body: `{"code":"B-${made}","title":"First citizens wear the sensor","plannedOn":"2026-03-31"}`,
          };
        },
      },
    ],
  };
  const result = await new Promise<autocannon.Result>((settle, fail) => {
    const running = autocannon(options, (error, done) => (error ? fail(error) : settle(done)));
    // Autocannon itself looks at the clock once a second.
    running.on('response', () => {
      answered = performance.now();
    });
  });
  if (result['2xx'] !== requests) throw new Error(`${requests - result['2xx']} of ${requests} requests failed`);
  return { rate: (requests * 1000) / (answered - start), p99: result.latency.p99 };
}

/** Records measurements of a KPI in one request, a line for each. */
async function measure({ target, measurements }: Extract<Load, { measurements: number }>): Promise<Measured> {
  const base = `http://127.0.0.1:${target.port}/partnerships/${target.partnerships[0]}/kpis`;
  const post = async (address: string, type: string, body: string) => {
    const answer = await fetch(address, { method: 'POST', headers: { ...target.headers, 'content-type': type }, body });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.text();
  };
  const kpi = {
    code: 'ALERT-MIN',
    name: 'Minutes from alert to action',
    dimension: 'organisation',
    benefitClass: 'citizen-quality',
    unit: 'minutes',
    direction: 'down',
    primary: true,
    aggregation: 'mean-weighted-by-n',
    tolerance: 1000,
    cashable: false,
    contractRelevant: false,
    publishable: true,
  };
  await post(base, 'application/json', JSON.stringify(kpi));
  const period = { from: '2026-03-01', to: '2026-03-31' };
  const lines = Array.from({ length: measurements }, (_, n) =>
    JSON.stringify({
      measurementId: `S-${n}`,
      value: `${n % 90}.5`,
      n: 10,
      period,
      source: 'Alarm log of the home',
      evidenceLevel: 'measured',
    }),
  );
  const start = performance.now();
  await post(`${base}/ALERT-MIN/measurements`, 'application/x-ndjson', lines.join('\n'));
  const took = performance.now() - start;
  return { rate: 1000 / took, p99: took };
}
