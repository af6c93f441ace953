export const samplers = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;
export type SamplerName = (typeof samplers)[number];

/** Where traces are sent, and which. */
export interface TelemetryConfig {
  /** Of the collector, without the path of the signal. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Unset: the process's own name. */
  readonly serviceName: string | undefined;
  readonly sampler: SamplerName;
  /** Share of traces to record, from 0 to 1, for samplers by ratio. */
  readonly ratio: number;
}

/** What is read of the environment for it. */
export interface TelemetryValues {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT: string | undefined;
  readonly OTEL_EXPORTER_OTLP_HEADERS: Readonly<Record<string, string>> | undefined;
  readonly OTEL_SERVICE_NAME: string | undefined;
  readonly OTEL_TRACES_SAMPLER: SamplerName;
  readonly OTEL_TRACES_SAMPLER_ARG: number;
}

export function telemetryOf(values: TelemetryValues): TelemetryConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers = {} } = values;
  if (!endpoint) return undefined;
  const { OTEL_SERVICE_NAME: serviceName, OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: ratio } = values;
  return { endpoint, headers, serviceName, sampler, ratio };
}

/** `name=value` by commas, values percent-encoded, as the specification of OTLP has it. */
export function headersOf(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^\s*([\w-]+)\s*=(.*)$/.exec(pair) ?? [];
      if (name === undefined || value === undefined)
        throw new Error('must be a list of name=value, separated by commas');
      return [name.toLowerCase(), decoded(value.trim())];
    }),
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Error('must have values that are percent-encoded');
  }
}

export function ratioOf(text = '1'): number {
  const value = /^(0|1|0?\.\d{1,9}|[01]\.\d{1,9})$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 1) return value;
  throw new Error('must be a number from 0 to 1');
}
