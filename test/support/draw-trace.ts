import type { SentSpan } from './collector.js';

const names = 330;
const bars = 560;
const line = 26;
const top = 58;
const colours: Readonly<Record<string, string>> = {
  'medspil-partnerships': '#1f5f8b',
  'medspil-insight': '#3d7a4a',
  'medspil-gateway': '#9a5b13',
};

const plain = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const shown = (ms: number) => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)));

/** Spans of one trace as they lie in time, each below the one it came of, as an SVG. */
export function drawTrace(spans: readonly SentSpan[]): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const rows: { readonly span: SentSpan; readonly depth: number }[] = [];
  const put = (below: readonly SentSpan[], depth: number) => {
    for (const span of [...below].sort((one, other) => one.start - other.start || one.end - other.end)) {
      rows.push({ span, depth });
      put(
        spans.filter(({ parentSpanId }) => parentSpanId === span.spanId),
        depth + 1,
      );
    }
  };
  put(
    spans.filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId)),
    0,
  );
  const from = Math.min(...spans.map(({ start }) => start));
  const length = Math.max(...spans.map(({ end }) => end)) - from;
  const at = (time: number) => names + ((time - from) / length) * bars;
  const height = top + rows.length * line + 12;
  const width = names + bars + 80;
  const services = [...new Set(rows.map(({ span }) => span.service))];
  const marks = Array.from({ length: 5 }, (_, n) => from + (length * n) / 4);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="13" fill="#222">
<title>One trace over three services</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${services.map((name, n) => `<rect x="${14 + n * 200}" y="12" width="12" height="12" rx="2" fill="${colours[name] ?? '#555'}"/><text x="${32 + n * 200}" y="22">${plain(name)}</text>`).join('\n')}
${marks.map((time) => `<line x1="${at(time)}" x2="${at(time)}" y1="${top - 8}" y2="${height - 8}" stroke="#ddd"/><text x="${at(time)}" y="${top - 14}" font-size="11" fill="#666" text-anchor="middle">${shown(time - from)} ms</text>`).join('\n')}
${rows
  .map(({ span, depth }, n) => {
    const y = top + n * line;
    const long = Math.max(at(span.end) - at(span.start), 2);
    const text = `<text x="${14 + depth * 16}" y="${y + 14}">${plain(span.name)}</text>`;
    const bar = `<rect x="${at(span.start).toFixed(1)}" y="${y + 3}" width="${long.toFixed(1)}" height="14" rx="2" fill="${colours[span.service] ?? '#555'}"/>`;
    const took = `<text x="${(at(span.start) + long + 5).toFixed(1)}" y="${y + 14}" font-size="11" fill="#666">${shown(span.end - span.start)} ms</text>`;
    return text + bar + took;
  })
  .join('\n')}
</svg>
`;
}
