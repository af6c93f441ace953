/** What the log tells of an error: enough to find the cause, and nothing of what it was working on. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  /** Where it arose: the frames alone. */
  readonly stack?: string;
  readonly code?: string;
  /** In a database, by name. */
  readonly table?: string;
  readonly constraint?: string;
  readonly cause?: LoggedError;
}

/** Nothing is told of causes further down. */
const DEEPEST = 5;

/**
 * Of an error what is told by name. Any other property may hold anything: a database tells the row it would not take, a
 * URL that cannot be read its password.
 */
export function loggedError(error: unknown, depth = 1): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'What was thrown is no error' };
  const { code, table, constraint, errors } = error as Error & Record<string, unknown>;
  // The message stands before the frames, and may have lines of its own.
  const frames = error.stack?.replace(error.message, '').split('\n');
  const stack = frames?.filter((line) => /^\s+at /.test(line));
  const cause = error.cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  const named = Object.entries({ code, table, constraint }).filter(([, value]) => isName(value));
  return {
    type: error.constructor.name,
    message: messageOf(error, code),
    ...(stack && stack.length > 0 && { stack: stack.join('\n') }),
    ...Object.fromEntries(named),
    ...(cause !== undefined && depth < DEEPEST && { cause: loggedError(cause, depth + 1) }),
  };
}

/** In a few words what is behind an error: what lies deepest, with its code; undefined where nothing does. */
export function reasonOf(error: unknown): string | undefined {
  let { cause } = loggedError(error);
  while (cause?.cause) ({ cause } = cause);
  if (!cause) return undefined;
  const { message, code } = cause;
  return code === undefined || message.includes(code) ? message : `${message} (${code})`.trimStart();
}

const isName = (value: unknown) => typeof value === 'string' && /^[\w.-]{1,100}$/.test(value);

function messageOf(error: Error, code: unknown): string {
  // Of text that could not be read it quotes whatever it likes.
  if (error instanceof SyntaxError) return 'Something could not be read';
  // Where PostgreSQL speaks of what is, and not of what it was given, names stand between quotation marks.
  const ofNames = typeof code === 'string' && /^(?!22|23|44|P0)[0-9A-Z]{5}$/.test(code);
  const message = harmless(error.message);
  return ofNames ? message : message.replace(/".*"/s, '"…"');
}

/** A text of another's making without what looks like a secret or a person. */
export function harmless(text: string): string {
  return text
    .replace(/(\w+:\/\/)\S*@/g, '$1…@')
    .replace(/\beyJ[\w-]+(\.[\w-]*)*/g, '…')
    .replace(/\b(bearer|basic)\s+\S+/gi, '$1 …')
    .replace(/\b(\w*(?:password|secret|token))=\S+/gi, '$1=…')
    .replace(/[\p{L}\p{N}._+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu, '…')
    .replace(/\b\d{6}-?\d{4}\b/g, '…');
}
