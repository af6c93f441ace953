import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { PartnershipEvent } from '#partnership';
import { notice } from '../../../../libs/partnership/test/story.js';
import { type Kafka, startKafka } from '../../../../test/support/kafka/kafka.js';
import { withKafka } from '../../../../test/support/kafka/with-kafka.js';
import { FaultyBroker } from '../../test/faulty-broker.js';
import { happened } from '../../test/history.js';
import { type Desk, GATEWAY, letterOf, openDesk, request, told } from '../../test/inward.js';
import type { Inward } from '../inward/inward.js';
import { ReceivedMessages } from '../inward/received.js';
import { INBOUND_TOPIC } from '../inward/topics.js';
import type { Received } from '../kafka/broker.js';
import { lookAfterDeadLetters, understandDeadLetters } from './dead-letters.js';
import { DeadLetters } from './letters.js';

let kafka: Kafka;
let desk: Desk;
let inward: Inward | undefined;

/** What a command line says, and its exit code; of a reason in words, the words behind the line. */
async function run(
  line: string,
  { broker = desk.broker, received = desk.received, why = [] as string[] } = {},
): Promise<{ said: string; code: number }> {
  const lines: string[] = [];
  const understood = understandDeadLetters([...line.split(' '), ...why]);
  if ('says' in understood) return { said: understood.says, code: understood.code };
  const letters = new DeadLetters(broker, received, GATEWAY);
  const code = await lookAfterDeadLetters(understood.command, {
    letters,
    operator: 'operator-1',
    say: (text) => lines.push(text),
  });
  return { said: lines.join('\n'), code };
}

/** The dead letter of the message of an id; it must be there. */
async function letterNamed(messageId: string): Promise<string> {
  const letters = (await desk.deadLetters()).map((one) => letterOf(one)!);
  return letters.findLast(({ message }) => message.headers.ce_id === messageId)!.id;
}

/** A message that is refused until candidates have longer. */
async function refused(name: string): Promise<{ partnershipId: string; letter: string; mend(): Promise<void> }> {
  inward ??= desk.inward();
  const partnershipId = await desk.tendering();
  await desk.send(request(partnershipId, 'c1', { id: name }, { receivedOn: '2025-05-20' }));
  await desk.taken([name]);
  return {
    partnershipId,
    letter: await letterNamed(name),
    async mend() {
      await happened(desk.store, partnershipId, ...longerNotice);
    },
  };
}

// Not as a rule would let it: what matters is that the message is refused before it and not after.
const longerNotice: PartnershipEvent[] = [
  { type: 'NoticePublished', data: { ...notice, requestDeadline: '2025-06-01' } },
];

const inbound = async (id: string): Promise<Received[]> => {
  const found: Received[] = [];
  for await (const one of desk.broker.everything(INBOUND_TOPIC)) if (one.headers.ce_id === id) found.push(one);
  return found;
};
const candidates = async (id: string) => (await desk.events(id, 'RequestToParticipateReceived')).length;

withKafka('looking after dead letters', () => {
  beforeAll(async () => {
    kafka = await startKafka();
    desk = await openDesk(kafka);
  }, 120_000);
  afterAll(async () => {
    await desk?.close();
    await kafka?.stop();
  });
  afterEach(async () => {
    await inward?.stop();
    inward = undefined;
  });

  it('says that there are none', async () => {
    expect(await run('list')).toEqual({ said: 'There are no dead letters.', code: 0 });
    expect(await run('show 0-4711')).toMatchObject({ code: 1 });
    expect(await run('retry 0-4711')).toMatchObject({ code: 1 });
  });

  it('lists what each is and why, and shows one with everything it says', async () => {
    const { partnershipId, letter } = await refused('shown-1');
    const listed = await run('list');
    expect(listed.code).toBe(1);
    expect(listed.said).toContain(`${letter}  request-too-late  procurement.request-to-participate-received.v1`);
    expect(listed.said).toContain('the request received on 2025-05-20 is too late');
    expect(listed.said).toMatch(/1 dead letter: 1 waiting, 0 put back\.$/);
    const shown = await run(`show ${letter}`);
    expect(shown.code).toBe(0);
    expect(shown.said).toContain(`key          ${partnershipId}`);
    expect(shown.said).toContain('header       ce_id: shown-1');
    expect(shown.said).toContain('"candidateId": "c1"');
    expect(shown.said).not.toContain('medspil-dead-letter');
  });

  it('narrows the list to a partnership and a reason', async () => {
    const { partnershipId, letter } = await refused('narrow-1');
    const other = await refused('narrow-2');
    const ofOne = await run(`list --partnership ${partnershipId}`);
    expect(ofOne.said).toContain(`${letter}  `);
    expect(ofOne.said).not.toContain(`${other.letter}  request`);
    expect((await run('list --reason type-unknown')).said).toBe('There are no dead letters.');
    expect((await run(`list --partnership ${partnershipId} --reason request-too-late`)).said).toContain(letter);
  });

  it('puts one back after what was wrong is put right, and tells what became of it', async () => {
    const { partnershipId, letter, mend } = await refused('retried-1');
    await mend();
    expect(await run(`retry ${letter}`)).toMatchObject({
      code: 0,
      said: expect.stringContaining('1 dead letter put back'),
    });
    await desk.taken(['retried-1'], 2);
    expect(await desk.outcomes('retried-1')).toEqual(['refused', 'applied']);
    expect(await candidates(partnershipId)).toBe(1);
    const [original, again] = await inbound('retried-1');
    expect(again).toMatchObject({ key: original?.key, value: original?.value });
    expect(again?.headers).toEqual({ ...original?.headers, 'medspil-put-back-of': letter });
    const listed = await run(`list --partnership ${partnershipId}`);
    expect(listed).toMatchObject({ code: 0, said: expect.stringContaining('put back by operator-1 at') });
    expect(listed.said).toMatch(/: applied at position \d+\n1 dead letter: 0 waiting, 1 put back\.$/);
  });

  it('puts none back twice', async () => {
    const { letter, mend } = await refused('once-1');
    await mend();
    await run(`retry ${letter}`);
    expect(await run(`retry ${letter}`)).toMatchObject({ code: 1, said: expect.stringContaining('does not wait') });
    await desk.taken(['once-1'], 2);
    expect(await inbound('once-1')).toHaveLength(2);
  });

  it('makes another dead letter of one that is refused again, and can put that back too', async () => {
    const { partnershipId, letter, mend } = await refused('again-1');
    await run(`retry ${letter}`);
    await desk.taken(['again-1'], 2);
    const next = await letterNamed('again-1');
    expect(next).not.toBe(letter);
    expect((await run(`show ${letter}`)).said).toContain(`refused again, request-too-late: now dead letter ${next}`);
    await mend();
    expect((await run(`retry ${next}`)).code).toBe(0);
    await desk.taken(['again-1'], 3);
    expect(await desk.outcomes('again-1')).toEqual(['refused', 'refused', 'applied']);
    expect(await candidates(partnershipId)).toBe(1);
  });

  it('puts all of a reason back, and the others not', async () => {
    inward = desk.inward();
    const id = await desk.tendering();
    const many = Array.from({ length: 250 }, (_, n) =>
      request(id, `c${n}`, { id: `many-${n}` }, { receivedOn: '2025-05-20' }),
    );
    await desk.send(...many, told(id, 'coffee-made', {}, { id: 'many-x' }));
    await desk.taken([...many.map((_, n) => `many-${n}`), 'many-x']);
    await happened(desk.store, id, ...longerNotice);
    const put = await run(`retry --all --reason request-too-late --partnership ${id}`);
    expect(put).toMatchObject({ code: 0, said: expect.stringContaining('250 dead letters put back.') });
    await desk.taken(
      many.map((_, n) => `many-${n}`),
      500,
    );
    expect(await candidates(id)).toBe(250);
    expect((await inbound('many-x')).length).toBe(1);
    expect(await run(`retry --all --reason request-too-late --partnership ${id}`)).toMatchObject({ code: 1 });
  });

  it('loses nothing and puts nothing back twice when it is interrupted', async () => {
    const { partnershipId, letter, mend } = await refused('cut-1');
    await mend();
    const broker = new FaultyBroker(desk.broker);
    broker.faults.sends = 1;
    expect(await run(`retry ${letter}`, { broker })).toMatchObject({
      code: 1,
      said: expect.stringContaining('cannot be reached'),
    });
    expect(await inbound('cut-1')).toHaveLength(1);
    broker.faults.answers = 1;
    expect(await run(`retry ${letter}`, { broker })).toMatchObject({ code: 1 });
    expect(await run(`retry ${letter}`)).toMatchObject({ code: 1, said: expect.stringContaining('does not wait') });
    await desk.taken(['cut-1'], 2);
    expect(await candidates(partnershipId)).toBe(1);
  });

  it('lets one at a time put back', async () => {
    const { letter } = await refused('race-1');
    const all = await Promise.all([run(`retry ${letter}`), run(`retry ${letter}`), run(`retry ${letter}`)]);
    expect(all.filter(({ code }) => code === 0).length).toBeLessThanOrEqual(1);
    await run(`retry ${letter}`);
    await desk.taken(['race-1'], 2);
    expect(await inbound('race-1')).toHaveLength(2);
  });

  describe('that need nothing more', () => {
    const aside = (...letters: string[]) => `set-aside ${letters.join(' ')} --reason`;
    const why = ['Sent anew as m-2'];
    const counted = async () => [...(await desk.received.waitingDeadLetters()).values()].reduce((sum, n) => sum + n, 0);

    it('sets them aside with who, when and why, and counts them no longer', async () => {
      const [one, other] = [await refused('aside-1'), await refused('aside-2')];
      const before = await counted();
      expect(await run(aside(one.letter, other.letter), { why })).toMatchObject({
        code: 0,
        said: expect.stringContaining('2 dead letters set aside.'),
      });
      expect(await counted()).toBe(before - 2);
      const listed = await run(`list --partnership ${one.partnershipId}`);
      expect(listed).toEqual({
        code: 0,
        said: 'There are no other dead letters.\n1 dead letter set aside: list --set-aside tells which, and why.',
      });
      const set = await run(`list --set-aside --partnership ${one.partnershipId}`);
      expect(set.said).toMatch(
        /request-too-late .*\n.*\n.*set aside by operator-1 at 2\S+Z: Sent anew as m-2\n1 dead letter set aside\.$/,
      );
      expect((await run(`show ${one.letter}`)).said).toContain('now          set aside by operator-1');
    });

    it('leaves them where all of a reason are put back, and puts one back that is named', async () => {
      const { partnershipId, letter, mend } = await refused('aside-3');
      await run(aside(letter), { why });
      await mend();
      expect(await run(`retry --all --reason request-too-late --partnership ${partnershipId}`)).toMatchObject({
        code: 1,
      });
      expect(await run(`retry ${letter}`)).toMatchObject({ code: 0 });
      await desk.taken(['aside-3'], 2);
      expect(await candidates(partnershipId)).toBe(1);
      expect((await run(`list --partnership ${partnershipId}`)).said).toContain('put back by operator-1');
      expect(await run(aside(letter), { why })).toEqual({
        code: 1,
        said: `${letter} was put back: there is nothing to set aside.\nNone was set aside.`,
      });
    });

    it('sets none aside where one of them is not there', async () => {
      const { letter } = await refused('aside-4');
      const before = await counted();
      expect(await run(aside(letter, '0-4711'), { why })).toMatchObject({
        code: 1,
        said: expect.stringContaining('There is no dead letter 0-4711.'),
      });
      expect(await counted()).toBe(before);
    });

    it('goes on where it was interrupted, and keeps the first reason', async () => {
      const { letter, partnershipId } = await refused('aside-5');
      const before = await counted();
      const nowhere = new ReceivedMessages(new pg.Pool({ host: '127.0.0.1', port: 1, max: 1 }));
      expect(await run(aside(letter), { received: nowhere, why })).toMatchObject({
        code: 1,
        said: expect.stringContaining('run it again'),
      });
      expect(await counted()).toBe(before);
      expect(await run(aside(letter), { why: ['Another reason'] })).toMatchObject({ code: 0 });
      expect(await counted()).toBe(before - 1);
      expect((await run(`list --set-aside --partnership ${partnershipId}`)).said).toContain(`: ${why[0]}\n`);
    });
  });
});

it.each([
  ['', 0, 'npm run dead-letters -- list'],
  ['--help', 0, 'retry --all'],
  ['retry --help', 0, 'retry --all'],
  ['bury', 2, 'There is no command bury'],
  ['list 0-1', 2, 'list takes no names'],
  ['show', 2, 'show takes the id of one'],
  ['show yesterday', 2, 'is no dead letter'],
  ['retry', 2, 'retry takes the id'],
  ['retry --all', 2, 'with a --reason'],
  ['retry 0-1 --all --reason x', 2, 'retry takes the id'],
  ['list --sort', 2, "Unknown option '--sort'"],
  ['set-aside 0-1', 2, 'and a --reason'],
  ['set-aside --reason x', 2, 'takes ids'],
  ['set-aside 0-1 --all --reason x', 2, 'takes ids'],
  ['set-aside 0-1 1.2 --reason x', 2, '1.2 is no dead letter'],
])('answers “dead-letters %s” with %i', async (line, code, says) => {
  const understood = understandDeadLetters(line === '' ? [] : line.split(' '));
  expect(understood).toEqual({ code, says: expect.stringContaining(says) });
});
