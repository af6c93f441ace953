import { parseArgs } from 'node:util';
import {
  type Comparison,
  type Counted,
  compareStores,
  copyStore,
  type Difference,
  faultInAddress,
  type MovableEventStore,
  patientReads,
} from '#event-store';

export const storeUsage = `Moves the event store to another one, and compares two of them.

  npm run store -- copy --from <url> --to <url>
      copies every stream and receipt with ids, times, metadata and order, and compares both before it says done;
      goes on where it was interrupted
  npm run store -- verify --from <url> --to <url>
      compares both: counts, and per stream ids, types, data, metadata, revisions, order and times;
      names the first difference of each stream
  npm run store -- settle --from <url> --to <url>
      once both are the same, and Medspil is stopped: lets go of what is kept by the positions of the old store, so that
      the read models are built anew and the gateway publishes on from where it was

A url is postgres://…, kurrentdb://… or kurrentdb+discover://…, or the word embedded for the store in the data directory.
It ends with 0 when all is well, with 1 when somebody should look, and with 2 when it was not understood.
`;

/** What a command works with. */
export interface MovingDesk {
  readonly from: MovableEventStore;
  readonly to: MovableEventStore;
  /** The URLs as they may be shown. */
  readonly names: { readonly from: string; readonly to: string };
  readonly say: (line: string) => void;
}

export interface Asked {
  readonly command: 'copy' | 'verify' | 'settle';
  /** URLs, or `embedded`. */
  readonly from: string;
  readonly to: string;
}

/** What can be told without stores, and the exit code. */
interface Told {
  readonly says: string;
  readonly code: number;
}

const url = { type: 'string' } as const;
const commands: ReadonlySet<string> = new Set(['copy', 'verify', 'settle']);

/** The command that is meant, or what to say instead. */
export function understandMoving(args: readonly string[]): Asked | Told {
  const [name, ...rest] = args;
  if (name === undefined || rest.includes('--help') || ['help', '--help', '-h'].includes(name))
    return { says: storeUsage, code: 0 };
  const not = (says: string) => ({ says: `${says} npm run store -- --help tells what there is.`, code: 2 });
  if (!commands.has(name)) return not(`There is no command ${name}.`);
  try {
    const { from, to } = parseArgs({ args: rest, options: { from: url, to: url } }).values;
    if (!from || !to) return not(`${name} takes --from <url> and --to <url>.`);
    for (const one of [from, to]) {
      const known = /^(embedded$|postgres(ql)?:\/\/|(kurrentdb|esdb)(\+discover)?:\/\/)/.test(one);
      // Several nodes of a KurrentDB are no URL to the platform.
      if (!known || (one.startsWith('postgres') && !URL.canParse(one)))
        return not(`${shown(one)} is no url of a store.`);
      const fault = /^(kurrentdb|esdb)/.test(one) && faultInAddress(one);
      if (fault) return not(`${shown(one)} ${fault}.`);
    }
    if (shown(from) === shown(to)) return not('--from and --to are the same store.');
    return { command: name as Asked['command'], from, to };
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    return not(`${name}: ${(error as Error).message.split('. ')[0]}.`);
  }
}

/** A URL without who signs in, and without settings. */
export const shown = (one: string) => one.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/, '');

/** What is told when a signal ends a command. */
export const interrupted: Readonly<Record<Asked['command'], string>> = {
  copy: 'Interrupted. Run it again: it goes on where it was.',
  verify: 'Interrupted. Nothing was changed; run it again to compare from the beginning.',
  settle: 'Interrupted. Run it again before Medspil is started: what is settled stays so.',
};

export async function copy(desk: MovingDesk): Promise<number> {
  const { from, to, names, say } = desk;
  const now = every(2_000);
  const { upTo, events, receipts } = await copyStore(from, to, {
    onBegin: (after) => {
      const where = after ? `after ${after.stream} ${after.revision}, with which it ends` : 'from the first event';
      say(`Copying ${names.from} to ${names.to}, ${where}.`);
    },
    onProgress: ({ events: done, perSecond, share, secondsLeft }) => {
      if (now())
        say(`${done} events, ${perSecond} events/s, ${Math.floor(share * 100)} %, ${secondsLeft ?? '?'} s left`);
    },
    onAway: awayTo(say),
  });
  say(`Copied ${events} events; ${receipts} receipts are there. Comparing both.`);
  const code = await verify(desk, upTo);
  if (code === 0 && (await from.head()) > upTo) {
    say('More was recorded meanwhile: stop what records there, and copy again. That takes what is new only.');
    return 1;
  }
  if (code === 0) say('Done. Next: stop Medspil, if it runs, and settle: docs/how-to/move-the-store.md tells how.');
  return code;
}

/** `upTo` bounds what is looked at of the first store. */
export async function verify({ from, to, names, say }: MovingDesk, upTo?: number): Promise<number> {
  const now = every(5_000);
  const onAway = awayTo(say);
  const comparison = await compareStores(patientReads(from, { onAway }), patientReads(to, { onAway }), {
    ...(upTo !== undefined && { upTo }),
    onProgress: (events) => {
      if (now()) say(`${events} events compared`);
    },
  });
  if (comparison.same) {
    say(`The same in both: ${counted(comparison.second)}, SHA-256 ${comparison.second.digest}`);
    return 0;
  }
  say(`${names.from}: ${counted(comparison.first)}`);
  say(`${names.to}: ${counted(comparison.second)}`);
  for (const line of differencesOf(comparison)) say(`  ${line}`);
  say('They differ.');
  return 1;
}

/** Says that a store is away and that it is tried again. */
export const awayTo =
  (say: MovingDesk['say']) =>
  ({ message }: Error) =>
    say(`${message}. Trying again.`);

const counted = ({ events, streams, receipts }: Counted) =>
  `${events} events in ${streams} streams, ${receipts} receipts`;

function differencesOf({ streams, differing, order, receipts }: Comparison): string[] {
  const more = differing - streams.length;
  return [
    ...streams.map((one) => `${one.of} differs from ${one.revision} on: ${wordsOf(one)}`),
    ...(more > 0 ? [`and ${more} streams more`] : []),
    ...(order ? [`event ${order.place} of all is ${order.first} in --from and ${order.second} in --to`] : []),
    ...receipts.map((one) => `receipt ${one.of}: ${wordsOf(one)}`),
  ];
}

function wordsOf({ differs }: Difference): string {
  if (differs === 'only in the first') return 'only in --from';
  if (differs === 'only in the second') return 'only in --to';
  return `another ${differs.join(', ')}`;
}

/** True at most once in so many milliseconds, and the first time. */
function every(milliseconds: number): () => boolean {
  let next = 0;
  return () => {
    const due = performance.now() >= next;
    if (due) next = performance.now() + milliseconds;
    return due;
  };
}
