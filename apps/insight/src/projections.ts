import { parseArgs } from 'node:util';
import pg from 'pg';
import { type EventStore, OtherStore } from '#event-store';
import {
  type AnyProjection,
  type Build,
  BuildRefused,
  foreignIn,
  forget,
  type Log,
  outdatedIn,
  prepareCheckpoints,
  WrongVersion,
} from '#projection';
import { showRebuild } from './projections/rebuilding.js';
import { showDifference, showSwitch, showUndo } from './projections/replacing.js';
import { showReplay } from './projections/replaying.js';
import { showStatus } from './projections/status.js';
import { projections as all, INSIGHT_SCHEMA, migrations } from './read-models.js';

export const projectionsUsage = `Looks after the read models.

  npm run projections -- status
      how far each projection is, whether every event is accounted for, what is parked and why, and the last switches
  npm run projections -- rebuild [--anew] [--switch]
      builds all of them anew beside those that serve and shows the difference; goes on where it was interrupted
        --anew     starts over instead
        --switch   switches when there is no difference
  npm run projections -- diff
      what the rebuilt ones have otherwise, row for row
  npm run projections -- switch [--accept-differences] [--force "<reason>"]
      puts the rebuilt ones in the place of those that serve, in one step
        --accept-differences   though rows differ
        --force "<reason>"     though rows differ and though more is parked; the reason is kept
  npm run projections -- undo
      puts those back that served before the last switch, in one step
  npm run projections -- forget
      lets go of what was built from another store, or from this one before it was restored; it is built anew in its place
  npm run projections -- replay <projection> <partnership>
      works the parked events of a partnership off, once what was wrong is put right

It ends with 0 when all is well, with 1 when somebody should look, and with 2 when it was not understood.
`;

export interface ReadModels {
  readonly store: EventStore;
  /** Connection URL of the database of the read models. */
  readonly url: string;
  readonly schema?: string;
  /** All projections of the read side unless given. */
  readonly projections?: readonly AnyProjection[];
  /** Who asks, as the system knows them. */
  readonly operator: string;
  readonly say: (line: string) => void;
}

/** What a command works with. */
export interface Desk {
  readonly live: Build;
  readonly url: string;
  readonly migrations: string;
  readonly projections: readonly AnyProjection[];
  readonly operator: string;
  readonly say: (line: string) => void;
}

interface Asked {
  readonly names: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

interface Command {
  readonly names: number;
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
  /** Answers the exit code. */
  readonly run: (desk: Desk, asked: Asked) => Promise<number>;
}

const yes = { type: 'boolean' } as const;

const commands: Readonly<Record<string, Command>> = {
  status: { names: 0, options: {}, run: showStatus },
  rebuild: {
    names: 0,
    options: { anew: yes, switch: yes },
    run: (desk, { options }) => showRebuild(desk, { anew: options.anew === true, thenSwitch: options.switch === true }),
  },
  diff: { names: 0, options: {}, run: showDifference },
  switch: {
    names: 0,
    options: { 'accept-differences': yes, force: { type: 'string' } },
    run: (desk, { options }) =>
      showSwitch(desk, {
        acceptDifferences: options['accept-differences'] === true,
        ...(typeof options.force === 'string' && { force: options.force }),
      }),
  },
  undo: { names: 0, options: {}, run: showUndo },
  forget: {
    names: 0,
    options: {},
    run: async ({ live, projections, say }) => {
      await forget(live, projections);
      say('What was built is gone: a running process builds it anew from the first event, and so does the next start.');
      return 0;
    },
  },
  replay: { names: 2, options: {}, run: (desk, { names }) => showReplay(desk, names[0]!, names[1]!) },
};

/** Runs one of the commands of `projectionsUsage`; the answer is the exit code. */
export async function lookAfterProjections(
  args: readonly string[],
  { store, url, schema = INSIGHT_SCHEMA, projections = all, operator, say }: ReadModels,
): Promise<number> {
  const understood = understand(args);
  if ('says' in understood) {
    say(understood.says);
    return understood.code;
  }
  const pool = new pg.Pool({ connectionString: url, max: 6, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => {});
  const live: Build = { store, pool, schema, log: logTo(say) };
  try {
    // The live tables are left alone: a process of another release may serve them.
    await prepareCheckpoints(url);
    return await understood.command.run({ live, url, migrations, projections, operator, say }, understood.asked);
  } catch (error) {
    if (![BuildRefused, WrongVersion, OtherStore].some((kind) => error instanceof kind)) throw error;
    say(`Refused: ${(error as Error).message}`);
    return 1;
  } finally {
    await pool.end();
  }
}

/** What is to be done about read models that stand still since the last start, in a sentence; undefined when none do. */
export async function adviceAtStart(
  live: Build,
  projections: readonly AnyProjection[] = all,
): Promise<string | undefined> {
  const foreign = await foreignIn(live, projections);
  if (foreign.size > 0)
    return `The read models ${[...foreign.keys()].join(', ')} were built from another event store, or from this one before it was restored, and stand still: give EVENT_STORE_URL the one they were built from, or, when this is the one that counts, run npm run projections -- forget in another terminal, and they are built anew.`;
  const outdated = await outdatedIn(live, projections);
  if (outdated.length === 0) return undefined;
  const command = (words: string) => `npm run projections -- ${words}`;
  return `The read models ${outdated.join(', ')} were built by another version and stand still until they are built anew: run ${command('rebuild')}, look at ${command('diff')}, then run ${command('switch --accept-differences')}, in another terminal.`;
}

/** What can be told without read models, and the exit code. */
interface Told {
  readonly says: string;
  readonly code: number;
}

/** The command that is meant, or what to say instead. */
export function understand(args: readonly string[]): { readonly command: Command; readonly asked: Asked } | Told {
  const [name, ...rest] = args;
  if (name === undefined || rest.includes('--help') || ['help', '--help', '-h'].includes(name))
    return { says: projectionsUsage, code: 0 };
  const not = (says: string) => ({ says: `${says} npm run projections -- --help tells what there is.`, code: 2 });
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return not(`There is no command ${name}.`);
  try {
    const { positionals: names, values } = parseArgs({ args: rest, allowPositionals: true, options: command.options });
    if (values.force === '') return not('switch --force needs a reason, which is kept: --force "<reason>".');
    if (names.length === command.names) return { command, asked: { names, options: values } };
    return not(`${name} takes ${command.names === 0 ? 'no names' : 'a projection and a partnership'}.`);
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    return not(`${name}: ${(error as Error).message.split('. ')[0]}.`);
  }
}

const logTo = (say: (line: string) => void): Log => {
  const line = (details: object, message: string) => {
    const { err, ...rest } = details as { err?: unknown };
    say(`${message} ${JSON.stringify(rest)}${err instanceof Error ? `: ${err.message}` : ''}`);
  };
  return { info: line, warn: line, error: line };
};
