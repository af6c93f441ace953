import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import type { Appended, NewEvent, StoredEvent } from './store.js';

/** What a span says from its beginning: never what somebody wrote, and no name of a person. */
export interface SpanSays {
  readonly name: string;
  readonly kind?: SpanKind;
  readonly attributes: Attributes;
}

const tracer = trace.getTracer('medspil');

/** What failed stands on a span by its name only: its words may tell of what it was about. */
function failed(span: Span, name: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', name);
}

/** Does work in a span of its own, below the one at work unless another place is given. Costs next to nothing where nothing is traced. */
export function inSpan<Result>(
  { name, ...says }: SpanSays,
  work: (span: Span) => Promise<Result>,
  below: Context = context.active(),
): Promise<Result> {
  return tracer.startActiveSpan(name, says, below, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      failed(span, (error as Error).name);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Appends in a span of its own: the one that what comes of the events is traced below. */
export function inAppendSpan(
  stream: string,
  events: readonly Pick<NewEvent, 'type'>[],
  append: () => Promise<Appended>,
): Promise<Appended> {
  const attributes = { 'medspil.stream': stream, 'medspil.event.types': events.map(({ type }) => type) };
  return inSpan({ name: 'append', attributes }, async (span) => {
    const appended = await append();
    const { revision, position, repeated } = appended;
    span.setAttributes({ 'medspil.revision': revision, 'medspil.position': position });
    if (repeated) span.setAttribute('medspil.repeated', true);
    return appended;
  });
}

const sampled = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;

/** The span at work in W3C's words, for the metadata of events; empty where it is not recorded. */
export function traceparent(): { readonly traceparent?: string } {
  const now = trace.getActiveSpan()?.spanContext();
  if (!now || !(now.traceFlags & TraceFlags.SAMPLED) || !isSpanContextValid(now)) return {};
  return { traceparent: `00-${now.traceId}-${now.spanId}-01` };
}

/** The span an event was appended in, in W3C's words; undefined where that was not recorded. */
export function traceparentOf({ metadata }: Pick<StoredEvent, 'metadata'>): string | undefined {
  const kept = (metadata as { readonly traceparent?: unknown } | null)?.traceparent;
  return typeof kept === 'string' && sampled.test(kept) ? kept : undefined;
}

/** Most events of a batch that are traced. */
const MOST = 100;
/** Working off what is older belongs to nobody's request, in milliseconds. */
const OLDEST = 3_600_000;

/** What of an item decides whether and where it is traced. */
export interface Origin {
  readonly traceparent: string | undefined;
  readonly recordedAt: string;
}

/** What is said of an item that was worked off. */
export interface DoneSays extends SpanSays {
  /** Name of what failed, where it did. */
  readonly failed?: string | undefined;
}

/**
 * Tells the traces of events that they were worked off in a batch that began at `began` (of `performance.now()`) and ends
 * now. Each gets spans below the one it was appended in. A batch of several traces gets a span of its own, tied to theirs.
 *
 * At most 100 events of a batch and none older than an hour are traced; those that were not recorded cost a look each.
 */
export function traceBatch<Item>(
  began: number,
  batch: SpanSays,
  items: Iterable<Item>,
  originOf: (item: Item) => Origin,
  says: (item: Item) => readonly DoneSays[],
): void {
  const endTime = Date.now();
  // Compared as texts, for a look must cost nothing.
  const oldest = new Date(endTime - OLDEST).toISOString();
  const traced: { readonly item: Item; readonly below: Context }[] = [];
  for (const item of items) {
    const { traceparent: kept, recordedAt } = originOf(item);
    if (kept === undefined || recordedAt < oldest) continue;
    traced.push({ item, below: contextOf(kept) });
    if (traced.length === MOST) break;
  }
  if (traced.length === 0) return;
  const startTime = endTime - (performance.now() - began);
  const alone = new Set(traced.map(({ below }) => trace.getSpanContext(below)!.traceId)).size === 1;
  const links = alone ? [] : tieTogether();
  for (const { item, below } of traced) {
    for (const { name, failed: why, kind, attributes } of says(item)) {
      const all = alone ? { ...batch.attributes, ...attributes } : attributes;
      const span = tracer.startSpan(name, { ...(kind && { kind }), attributes: all, startTime, links }, below);
      if (why !== undefined) failed(span, why);
      span.end(endTime);
    }
  }

  function tieTogether(): Link[] {
    const { name, ...about } = batch;
    const toEvents = traced.map(({ below }) => ({ context: trace.getSpanContext(below)! }));
    const span = tracer.startSpan(name, { ...about, startTime, links: toEvents }, ROOT_CONTEXT);
    span.end(endTime);
    const made = span.spanContext();
    return made.traceFlags & TraceFlags.SAMPLED ? [{ context: made }] : [];
  }
}

function contextOf(kept: string): Context {
  const [, traceId, spanId] = sampled.exec(kept) as unknown as [string, string, string];
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
}
