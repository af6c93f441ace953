import type { LoggerService } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger, pino } from 'pino';
import { harmless, loggedError } from './logged-error.js';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The process's log: one JSON object a line. Headers, tokens and bodies are never given to it. */
export function openLog(level: LogLevel, destination?: DestinationStream): Logger {
  const serializers = { err: (error: unknown) => loggedError(error) };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers, mixin: inTrace };
  return destination ? pino(options, destination) : pino(options);
}

/** The trace a line is written in, by the names OpenTelemetry has for logs. */
function inTrace(): object {
  const now = trace.getActiveSpan()?.spanContext();
  return now ? { trace_id: now.traceId, span_id: now.spanId } : {};
}

/** What Nest itself has to say, in the same log. */
export function nestLog(log: Logger): LoggerService {
  const write =
    (level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) => {
      const context = rest.at(-1);
      const about = typeof context === 'string' ? { context } : {};
      if (message instanceof Error) log[level]({ ...about, err: message }, 'Nest reports an error');
      else log[level](about, harmless(String(message)));
    };
  // What Nest tells at its ordinary level is how it wires itself: of use only when looking for something.
  return {
    log: write('debug'),
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
    verbose: write('trace'),
    fatal: write('fatal'),
  };
}
