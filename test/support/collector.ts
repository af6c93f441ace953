import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A span as a collector is sent it. */
export interface SentSpan {
  readonly service: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly traceId: string;
  readonly spanId: string;
  /** Absent where it is the first of its trace. */
  readonly parentSpanId: string | undefined;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly failed: boolean;
}

/** A receiver of OTLP over HTTP in JSON that keeps what it is sent. */
export interface Collector {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly spans: readonly SentSpan[];
  /** Of each request. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** What came as it came. */
  readonly raw: readonly string[];
  /** From now on takes what it is sent, also what was kept waiting; refuses it; or keeps the callers waiting. */
  be(how: 'there' | 'refusing' | 'frozen'): void;
  /** Waits for spans. */
  until(holds: (spans: readonly SentSpan[]) => boolean, longest?: number): Promise<void>;
  stop(): Promise<void>;
}

const kinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

// biome-ignore lint/suspicious/noExplicitAny: JSON of OTLP, which is read and not typed
type Otlp = any;

const plain = ({ stringValue, intValue, doubleValue, boolValue, arrayValue }: Otlp): unknown =>
  arrayValue
    ? arrayValue.values.map(plain)
    : (stringValue ?? boolValue ?? doubleValue ?? (intValue === undefined ? undefined : Number(intValue)));
const attributesOf = (list: Otlp[] = []) => Object.fromEntries(list.map(({ key, value }) => [key, plain(value)]));

function* spansIn(sent: Otlp): Generator<SentSpan> {
  for (const { resource, scopeSpans } of sent.resourceSpans) {
    const service = String(attributesOf(resource.attributes)['service.name']);
    for (const { spans } of scopeSpans) {
      for (const span of spans) {
        yield {
          service,
          name: span.name,
          kind: kinds[span.kind as number]!,
          traceId: span.traceId,
          spanId: span.spanId,
          parentSpanId: span.parentSpanId || undefined,
          start: Number(span.startTimeUnixNano) / 1e6,
          end: Number(span.endTimeUnixNano) / 1e6,
          attributes: attributesOf(span.attributes),
          links: (span.links ?? []).map(({ traceId, spanId }: Otlp) => ({ traceId, spanId })),
          failed: span.status?.code === 2,
        };
      }
    }
  }
}

export async function startCollector(port = 0): Promise<Collector> {
  const spans: SentSpan[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const raw: string[] = [];
  let is: Parameters<Collector['be']>[0] = 'there';
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, answer) => {
    headers.push(request.headers);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (is === 'frozen') await new Promise<void>((settle) => waiting.push(settle));
    if (is === 'refusing') return void answer.writeHead(400).end();
    if (request.method !== 'POST' || request.url !== '/v1/traces') return void answer.writeHead(404).end();
    const text = Buffer.concat(chunks).toString();
    raw.push(text);
    spans.push(...spansIn(JSON.parse(text)));
    answer.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    headers,
    raw,
    be(how) {
      is = how;
      for (const settle of waiting.splice(0)) settle();
    },
    async until(holds, longest = 15_000) {
      const patience = performance.now() + longest;
      while (!holds(spans)) {
        if (performance.now() > patience)
          throw new Error(
            `Only these came, ${spans.length} in all: ${[...new Set(spans.map(({ service, name }) => `${service} ${name}`))].join(', ')}`,
          );
        await pause(20);
      }
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
