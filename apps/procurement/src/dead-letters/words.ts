import type { Looked } from './letters.js';

/** A dead letter in a few lines. */
export function linesOf(looked: Looked): string[] {
  const { letter } = looked;
  const { id, reason, details, message, at } = letter;
  const { ce_type: type = 'no type', ce_id: messageId = 'no id' } = message.headers;
  return [
    `${id}  ${reason}  ${plain(type)}  of partnership ${plain(message.key ?? 'unknown')}  message ${plain(messageId)}  since ${at}`,
    `  ${plain(details)}`,
    `  ${standing(looked)}`,
  ];
}

/** Everything there is to know of a dead letter. */
export function pageOf(looked: Looked): string[] {
  const { letter } = looked;
  const { id, reason, details, message, topic, partition, offset, sentAt, at } = letter;
  return [
    `dead letter  ${id}`,
    `reason       ${reason}`,
    `             ${plain(details)}`,
    `came         ${sentAt}, to ${topic}, partition ${partition}, offset ${offset}`,
    `dead since   ${at}`,
    `now          ${standing(looked)}`,
    `key          ${plain(message.key ?? 'none')}`,
    ...Object.entries(message.headers).map(([name, text]) => `header       ${plain(name)}: ${plain(text)}`),
    'value',
    ...contentOf(letter).split('\n').map(plain),
  ];
}

function standing({ letter, setAside, putBack, became }: Looked): string {
  const command = (name: string) => `npm run dead-letters -- ${name} ${letter.id}`;
  if (!putBack && setAside) return `set aside by ${plain(setAside.by)} at ${setAside.at}: ${plain(setAside.why)}`;
  if (letter.leftOut !== undefined)
    return `cannot be put back: it is too large to be kept. Have the procurement system send it anew, with an id of its own; then: ${command('set-aside')} --reason "…"`;
  if (!putBack) return `waits. Once what is wrong is put right: ${command('retry')}`;
  const said = `put back by ${plain(putBack.by)} at ${putBack.at}`;
  if (!became) return `${said}, not taken up yet`;
  switch (became.outcome) {
    case 'applied':
      return became.position === null
        ? `${said}: everything was so already`
        : `${said}: applied at position ${became.position}`;
    case 'repeated':
      return `${said}: the same message had been applied before`;
    default:
      return `${said}: ${became.outcome} again, ${became.reason}: now dead letter ${became.dead_letter}`;
  }
}

function contentOf({ message: { value }, leftOut }: Looked['letter']): string {
  if (leftOut !== undefined) return `left out, ${leftOut} bytes: it stands where it came, for as long as that is kept`;
  if (value === null) return 'none';
  const text = value.toString();
  if (!Buffer.from(text).equals(value)) return `not UTF-8; in base64: ${value.toString('base64')}`;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

// What others wrote must not steer the terminal it is read in.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const steering = /[\u0000-\u001f\u007f-\u009f]/g;
const plain = (text: string) => text.replace(steering, '\ufffd');

/** '1 dead letter', '2 dead letters' */
export const letters = (count: number): string => `${count} dead letter${count === 1 ? '' : 's'}`;
