import { parseArgs } from 'node:util';
import { StoreUnavailable } from '#event-store';
import { BrokerUnavailable, Fenced } from '../kafka/broker.js';
import { isPlace } from './dead-letter.js';
import type { DeadLetters, Wanted } from './letters.js';
import { letters, linesOf, pageOf } from './words.js';

export const deadLettersUsage = `Looks after messages of procurement systems that were refused or could not be read.

  npm run dead-letters -- list [--partnership <id>] [--reason <reason>] [--set-aside]
      what each of them is, why it is one, whether it was put back and what came of it; those set aside, only when asked for
  npm run dead-letters -- show <id>
      one of them with everything it says
  npm run dead-letters -- retry <id>
      puts it back, once what was wrong is put right; a dead letter is put back once
  npm run dead-letters -- retry --all --reason <reason> [--partnership <id>]
      puts all of a reason back that were not put back yet, nor set aside
  npm run dead-letters -- set-aside <id> [<id> …] --reason "why nothing is to be done about them"
      counts them no longer; they stay, and can be put back all the same

It ends with 0 when all is well, with 1 when somebody should look, and with 2 when it was not understood.
`;

/** What a command works with. */
export interface DeadLetterDesk {
  readonly letters: DeadLetters;
  /** Who asks, as the system knows them. */
  readonly operator: string;
  readonly say: (line: string) => void;
  readonly now?: () => Date;
}

type Command = (desk: DeadLetterDesk) => Promise<number>;

/** Runs what was understood; the answer is the exit code. */
export async function lookAfterDeadLetters(command: Command, desk: DeadLetterDesk): Promise<number> {
  try {
    return await command(desk);
  } catch (error) {
    if (error instanceof Fenced)
      desk.say('Somebody else began to put dead letters back or aside. Run it again when they are done.');
    else if (error instanceof BrokerUnavailable)
      desk.say(
        `Kafka cannot be reached: ${error.message}. What was put back before is told by list; the rest waits as it did.`,
      );
    else if (error instanceof StoreUnavailable)
      desk.say(`${error.message}. What was done in Kafka is done; run it again, so that it is counted too.`);
    else throw error;
    return 1;
  }
}

/** What can be told at once, and the exit code. */
interface Told {
  readonly says: string;
  readonly code: number;
}

const options = {
  partnership: { type: 'string' },
  reason: { type: 'string' },
  all: { type: 'boolean' },
  'set-aside': { type: 'boolean' },
} as const;

/** Longest reason to set dead letters aside, in characters. */
const LONGEST_WHY = 1_000;

/** The command that is meant, or what to say instead. */
export function understandDeadLetters(args: readonly string[]): { readonly command: Command } | Told {
  const [name, ...rest] = args;
  if (name === undefined || rest.includes('--help') || ['help', '--help', '-h'].includes(name))
    return { says: deadLettersUsage, code: 0 };
  const not = (says: string) => ({ says: `${says} npm run dead-letters -- --help tells what there is.`, code: 2 });
  try {
    const { positionals, values } = parseArgs({ args: rest, allowPositionals: true, options });
    const { all, 'set-aside': aside = false, ...wanted } = values;
    const [id] = positionals;
    const ids = [...new Set(positionals)];
    const stranger = ids.find((one) => !isPlace(one));
    if (stranger !== undefined) return not(`${stranger} is no dead letter: they are called like 0-42.`);
    const only = ids.length === 1 && Object.keys(values).length === 0;
    if (name === 'list' && id === undefined && !all) return { command: (desk) => list(desk, wanted, aside) };
    if (name === 'show' && id !== undefined && only) return { command: (desk) => show(desk, id) };
    if (name === 'retry' && id !== undefined && only) return { command: (desk) => retry(desk, { ids }) };
    if (name === 'retry' && id === undefined && all && !aside && wanted.reason)
      return { command: (desk) => retry(desk, wanted) };
    const why = wanted.reason?.trim() ?? '';
    const isSaid = why !== '' && why.length <= LONGEST_WHY && Object.keys(values).length === 1;
    if (name === 'set-aside' && id !== undefined && isSaid) return { command: (desk) => setAside(desk, ids, why) };
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    return not(`${name}: ${(error as Error).message.split('. ')[0]}.`);
  }
  switch (name) {
    case 'list':
      return not('list takes no names, only --partnership, --reason and --set-aside.');
    case 'show':
      return not('show takes the id of one dead letter.');
    case 'retry':
      return not('retry takes the id of one dead letter, or --all with a --reason.');
    case 'set-aside':
      return not(`set-aside takes ids of dead letters and a --reason of at most ${LONGEST_WHY} characters.`);
    default:
      return not(`There is no command ${name}.`);
  }
}

async function list({ letters: all, say }: DeadLetterDesk, wanted: Wanted, asideOnly: boolean): Promise<number> {
  const counts = { waiting: 0, putBack: 0, aside: 0 };
  for await (const looked of all.look(wanted)) {
    const stands = looked.putBack ? 'putBack' : looked.setAside ? 'aside' : 'waiting';
    counts[stands] += 1;
    if ((stands === 'aside') === asideOnly) for (const line of linesOf(looked)) say(line);
  }
  const { waiting, putBack, aside } = counts;
  if (asideOnly) {
    say(aside === 0 ? 'No dead letters are set aside.' : `${letters(aside)} set aside.`);
    return 0;
  }
  const open = waiting + putBack;
  if (open > 0) say(`${letters(open)}: ${waiting} waiting, ${putBack} put back.`);
  else say(aside === 0 ? 'There are no dead letters.' : 'There are no other dead letters.');
  if (aside > 0) say(`${letters(aside)} set aside: list --set-aside tells which, and why.`);
  return waiting === 0 ? 0 : 1;
}

async function show({ letters: all, say }: DeadLetterDesk, id: string): Promise<number> {
  for await (const looked of all.look({ ids: [id] })) {
    for (const line of pageOf(looked)) say(line);
    return 0;
  }
  say(`There is no dead letter ${id}. list tells what there is.`);
  return 1;
}

async function retry(
  { letters: all, operator, say, now = () => new Date() }: DeadLetterDesk,
  wanted: Wanted,
): Promise<number> {
  let count = 0;
  for await (const some of all.putBack(wanted, operator, now)) {
    count += some;
    if (!wanted.ids) say(`${letters(count)} put back …`);
  }
  if (count > 0) {
    say(`${letters(count)} put back. list tells what becomes of ${count === 1 ? 'it' : 'them'}.`);
    return 0;
  }
  if (!wanted.ids) say('None of them waits to be put back.');
  else say(`${wanted.ids} does not wait to be put back: list tells which do.`);
  return 1;
}

async function setAside(
  { letters: all, operator, say, now = () => new Date() }: DeadLetterDesk,
  ids: readonly string[],
  why: string,
): Promise<number> {
  const settled = await all.setAside(ids, operator, why, now);
  if ('done' in settled) {
    say(`${letters(ids.length)} set aside. list --set-aside tells which, and why.`);
    return 0;
  }
  for (const id of settled.missing) say(`There is no dead letter ${id}. list tells what there is.`);
  for (const id of settled.putBack) say(`${id} was put back: there is nothing to set aside.`);
  say('None was set aside.');
  return 1;
}
