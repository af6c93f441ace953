import { parseArgs } from 'node:util';
import { BrokerUnavailable, Fenced } from '../kafka/broker.js';
import { isPlace } from './dead-letter.js';
import type { DeadLetters, Wanted } from './letters.js';
import { letters, linesOf, pageOf } from './words.js';

export const deadLettersUsage = `Looks after messages of procurement systems that were refused or could not be read.

  npm run dead-letters -- list [--partnership <id>] [--reason <reason>]
      what each of them is, why it is one, whether it was put back and what came of it
  npm run dead-letters -- show <id>
      one of them with everything it says
  npm run dead-letters -- retry <id>
      puts it back, once what was wrong is put right; a dead letter is put back once
  npm run dead-letters -- retry --all --reason <reason> [--partnership <id>]
      puts all of a reason back that were not put back yet

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
      desk.say('Somebody else began to put dead letters back. Run it again when they are done.');
    else if (error instanceof BrokerUnavailable)
      desk.say(
        `Kafka cannot be reached: ${error.message}. What was put back before is told by list; the rest waits as it did.`,
      );
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
} as const;

/** The command that is meant, or what to say instead. */
export function understandDeadLetters(args: readonly string[]): { readonly command: Command } | Told {
  const [name, ...rest] = args;
  if (name === undefined || rest.includes('--help') || ['help', '--help', '-h'].includes(name))
    return { says: deadLettersUsage, code: 0 };
  const not = (says: string) => ({ says: `${says} npm run dead-letters -- --help tells what there is.`, code: 2 });
  try {
    const { positionals, values } = parseArgs({ args: rest, allowPositionals: true, options });
    const { all, ...wanted } = values;
    const [id, ...more] = positionals;
    if (id !== undefined && !isPlace(id)) return not(`${id} is no dead letter: they are called like 0-42.`);
    const only = more.length === 0 && Object.keys(values).length === 0;
    if (name === 'list' && id === undefined && !all) return { command: (desk) => list(desk, wanted) };
    if (name === 'show' && id !== undefined && only) return { command: (desk) => show(desk, id) };
    if (name === 'retry' && id !== undefined && only) return { command: (desk) => retry(desk, { id }) };
    if (name === 'retry' && id === undefined && all && wanted.reason) return { command: (desk) => retry(desk, wanted) };
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    return not(`${name}: ${(error as Error).message.split('. ')[0]}.`);
  }
  switch (name) {
    case 'list':
      return not('list takes no names, only --partnership and --reason.');
    case 'show':
      return not('show takes the id of one dead letter.');
    case 'retry':
      return not('retry takes the id of one dead letter, or --all with a --reason.');
    default:
      return not(`There is no command ${name}.`);
  }
}

async function list({ letters: all, say }: DeadLetterDesk, wanted: Wanted): Promise<number> {
  let count = 0;
  let waiting = 0;
  for await (const looked of all.look(wanted)) {
    for (const line of linesOf(looked)) say(line);
    count += 1;
    if (!looked.putBack) waiting += 1;
  }
  say(
    count === 0 ? 'There are no dead letters.' : `${letters(count)}: ${waiting} waiting, ${count - waiting} put back.`,
  );
  return waiting === 0 ? 0 : 1;
}

async function show({ letters: all, say }: DeadLetterDesk, id: string): Promise<number> {
  for await (const looked of all.look({ id })) {
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
    if (wanted.id === undefined) say(`${letters(count)} put back …`);
  }
  if (count > 0) {
    say(`${letters(count)} put back. list tells what becomes of ${count === 1 ? 'it' : 'them'}.`);
    return 0;
  }
  if (wanted.id === undefined) say('None of them waits to be put back.');
  else say(`${wanted.id} does not wait to be put back: list tells which do.`);
  return 1;
}
