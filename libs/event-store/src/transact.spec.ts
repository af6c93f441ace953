import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decider, fold, Refused } from '#decider';
import { codec, type DomainEvent } from './codec.js';
import { event } from './contract/harness.js';
import type { Measure } from './measure.js';
import { MemoryEventStore, MemoryLog } from './memory/memory-event-store.js';
import { type Appended, type EventStore, KeyReused, StoreUnavailable } from './store.js';
import { Contended, PreconditionFailed, type Transaction, Transactor } from './transact.js';

// A budget line: amounts are set aside and spent, never more than there is.
type BudgetEvent = { type: 'AmountGranted' | 'AmountSpent'; data: { ore: number } };
type BudgetCommand = { type: 'Grant' | 'Spend'; ore: number };

const budget: Decider<BudgetCommand, BudgetEvent, { left: number }> = {
  initial: { left: 0 },
  decide({ type, ore }, { left }) {
    if (ore === 0) return [];
    if (type === 'Grant') return [{ type: 'AmountGranted', data: { ore } }];
    if (ore > left) throw new Refused('not-enough-left', { left });
    return [{ type: 'AmountSpent', data: { ore } }];
  },
  evolve({ left }, { type, data }) {
    return { left: type === 'AmountGranted' ? left + data.ore : left - data.ore };
  },
};
const events = codec<BudgetEvent>();

const stream = 'budget-1';
const command = (
  type: BudgetCommand['type'],
  ore: number,
  more: Partial<Transaction<BudgetCommand>> = {},
): Transaction<BudgetCommand> => ({
  stream,
  command: { type, ore },
  commandId: randomUUID(),
  metadata: { by: 'fin-1' },
  ...more,
});
const receipt = (key: string, fingerprint = 'same') => ({ key, fingerprint, answer: { done: key } });

let log: MemoryLog;
let store: MemoryEventStore;
let here: Transactor;
let elsewhere: Transactor;
const run = (through: Transactor, transaction: Transaction<BudgetCommand>) =>
  through.transact(budget, events, transaction);
const written = () => (log.streams.get(stream) ?? []).map(({ type, data }) => ({ type, data }));

beforeEach(() => {
  log = new MemoryLog();
  store = new MemoryEventStore(log);
  here = new Transactor(store);
  elsewhere = new Transactor(new MemoryEventStore(log));
});

/** Counts the calls that reach a store, and lets a test come between. */
function spying(over: EventStore, before: (name: string) => Promise<void> | void = () => {}) {
  const calls: string[] = [];
  const through = new Proxy(over, {
    get(target, name: keyof EventStore) {
      const member = target[name] as (...parameters: unknown[]) => unknown;
      return async (...parameters: unknown[]) => {
        calls.push(name);
        await before(name);
        return member.apply(target, parameters);
      };
    },
  });
  return { through, calls };
}

describe('transacting a command', () => {
  it('appends what is decided and tells where it stands', async () => {
    expect(await run(here, command('Grant', 500))).toEqual({
      events: [{ type: 'AmountGranted', data: { ore: 500 } }],
      revision: 0,
      position: 1,
      state: { left: 500 },
    });
    expect(await run(here, command('Spend', 200))).toMatchObject({ revision: 1, position: 2, state: { left: 300 } });
    expect((await store.read(stream))[1]).toMatchObject({
      type: 'AmountSpent',
      data: { ore: 200 },
      metadata: { by: 'fin-1', schemaVersion: 1 },
    });
  });

  it('reads a stream once, and after that only appends', async () => {
    await run(elsewhere, command('Grant', 500));
    const { through, calls } = spying(store);
    const transactor = new Transactor(through);
    for (let n = 0; n < 3; n++) await run(transactor, command('Spend', 100, { receipt: receipt(`r${n}`) }));
    expect(calls).toEqual(['read', 'append', 'append', 'append']);
  });

  it('reads a stream once for all who want it first', async () => {
    await run(elsewhere, command('Grant', 500));
    const { through, calls } = spying(store);
    const transactor = new Transactor(through);
    await Promise.all([1, 2, 3].map((ore) => run(transactor, command('Spend', ore))));
    expect(calls).toEqual(['read', 'append', 'append', 'append']);
  });

  it('reads long streams to their end', async () => {
    const many = Array.from({ length: 2_500 }, () => event({ ore: 1 }, 'AmountGranted'));
    await store.append(stream, 'absent', many);
    expect(await run(here, command('Spend', 2_500))).toMatchObject({ revision: 2_500, state: { left: 0 } });
  });

  it('forgets the streams it has not met for longest, and reads them again', async () => {
    const { through, calls } = spying(store);
    const small = new Transactor(through, { streams: 1 });
    for (const name of ['a', 'b', 'a']) await run(small, command('Grant', 1, { stream: name }));
    expect(calls.filter((name) => name === 'read')).toHaveLength(3);
    expect(await store.read('a')).toHaveLength(2);
  });

  it('decides anew on what another process wrote meanwhile', async () => {
    await run(here, command('Grant', 500));
    await run(elsewhere, command('Spend', 300));
    expect(await run(here, command('Spend', 200))).toMatchObject({ revision: 2, state: { left: 0 } });
    await run(elsewhere, command('Grant', 50));
    await run(elsewhere, command('Spend', 50));
    await expect(run(here, command('Spend', 1))).rejects.toThrow('not-enough-left');
  });

  it('does not refuse on what is no longer so', async () => {
    await run(here, command('Grant', 500));
    await run(elsewhere, command('Grant', 1_000));
    expect(await run(here, command('Spend', 1_500))).toMatchObject({ revision: 2, state: { left: 0 } });
  });

  it('tells the revision of now when nothing changes', async () => {
    await run(here, command('Grant', 500));
    await run(elsewhere, command('Grant', 1));
    expect(await run(here, command('Spend', 0))).toEqual({
      events: [],
      revision: 1,
      position: 0,
      state: { left: 501 },
    });
  });

  it('gives up with a name after losing every race', async () => {
    await run(here, command('Grant', 500));
    const { through, calls } = spying(store, async (name) => {
      if (name === 'append') await store.append(stream, 'any', [event({ ore: 1 }, 'AmountGranted')]);
    });
    const transactor = new Transactor(through, { attempts: 3 });
    await expect(run(transactor, command('Spend', 1))).rejects.toThrow(Contended);
    expect(calls.filter((name) => name === 'append')).toHaveLength(3);
  });

  it('lets an error of the rules themselves through', async () => {
    const broken = {
      ...budget,
      decide: () => {
        throw new TypeError('a mistake');
      },
    };
    await expect(here.transact(broken, events, command('Grant', 1))).rejects.toThrow(TypeError);
  });
});

describe('deciding on a revision the caller has seen', () => {
  it('is taken at that revision, and refused at any other', async () => {
    await run(here, command('Grant', 500, { expectedRevision: -1 }));
    await run(here, command('Spend', 100, { expectedRevision: 0 }));
    for (const expectedRevision of [-1, 0, 2]) {
      const late = run(here, command('Spend', 100, { expectedRevision }));
      await expect(late).rejects.toThrow(PreconditionFailed);
      await expect(late).rejects.toMatchObject({ stream, expected: expectedRevision, actual: 1 });
    }
    expect(written()).toHaveLength(2);
  });

  it('is refused by the rules first, so that nobody they turn away learns the revision', async () => {
    await run(here, command('Grant', 500));
    for (const expectedRevision of [-1, 0, 1]) {
      await expect(run(here, command('Spend', 600, { expectedRevision }))).rejects.toThrow('not-enough-left');
    }
  });

  it('is judged by the store, not by what this process remembers', async () => {
    await run(here, command('Grant', 500));
    await run(elsewhere, command('Spend', 100));
    await expect(run(here, command('Spend', 100, { expectedRevision: 0 }))).rejects.toThrow(PreconditionFailed);
    await run(elsewhere, command('Spend', 100));
    expect(await run(here, command('Spend', 100, { expectedRevision: 2 }))).toMatchObject({ revision: 3 });
  });
});

describe('the state of a stream', () => {
  it('is what others have written too, and the beginning where nobody has', async () => {
    expect(await here.stateOf(budget, events, stream)).toEqual({ revision: -1, state: { left: 0 } });
    await run(elsewhere, command('Grant', 500));
    expect(await here.stateOf(budget, events, stream)).toEqual({ revision: 0, state: { left: 500 } });
  });
});

describe('repeating a request', () => {
  const kept = { ...receipt('r'), stream, revision: 1, position: 2 };
  const spend = () => command('Spend', 400, { receipt: receipt('r'), expectedRevision: 0 });

  it.each(['here', 'elsewhere'])('gives the first answer, %s, even where it would be refused now', async (where) => {
    await run(here, command('Grant', 500));
    const first = await run(here, spend());
    expect(first).toMatchObject({ revision: 1, position: 2 });
    await run(elsewhere, command('Spend', 50));
    const again = await run(where === 'here' ? here : elsewhere, spend());
    expect(again).toEqual({ events: [], revision: 1, position: 2, repeated: kept });
    const unconditional = command('Spend', 400, { receipt: receipt('r') });
    expect(await run(here, unconditional)).toMatchObject({ repeated: kept });
    expect(written()).toHaveLength(3);
  });

  it('gives the first answer where it could be done once more', async () => {
    await run(here, command('Grant', 5_000));
    const transaction = () => command('Spend', 400, { receipt: receipt('r') });
    await run(here, transaction());
    expect(await run(elsewhere, transaction())).toMatchObject({ repeated: kept });
    expect(await run(here, transaction())).toMatchObject({ repeated: kept });
    expect(written()).toHaveLength(2);
  });

  it('keeps the answer of a command that changes nothing', async () => {
    const nothing = () => command('Grant', 0, { receipt: receipt('nothing') });
    expect(await run(here, nothing())).toMatchObject({ events: [], revision: -1, position: 0 });
    await run(here, command('Grant', 500));
    expect(await run(elsewhere, nothing())).toMatchObject({ revision: -1, repeated: { key: 'nothing' } });
  });

  it('gives an answer that was made of what was decided', async () => {
    const answer = (decided: readonly DomainEvent[]) => decided.map(({ type }) => type);
    const grant = () => command('Grant', 500, { receipt: { key: 'r', fingerprint: 'same', answer } });
    await run(here, grant());
    expect(await run(elsewhere, grant())).toMatchObject({ repeated: { answer: ['AmountGranted'] } });
  });

  it('refuses a key that was used for another request, whatever the rules say', async () => {
    await run(here, command('Grant', 500, { receipt: receipt('r') }));
    for (const ore of [100, 900]) {
      const other = run(here, command('Spend', ore, { receipt: receipt('r', 'other') }));
      await expect(other).rejects.toThrow(KeyReused);
    }
  });

  it('writes once without a receipt, too, and does not take it for something new', async () => {
    const once = command('Grant', 500);
    await run(here, once);
    await run(elsewhere, command('Grant', 1));
    expect(await run(here, once)).toMatchObject({ revision: 0, position: 1 });
    expect(await run(here, command('Spend', 501))).toMatchObject({ revision: 2, state: { left: 0 } });
  });

  it('writes once, with one answer, when both arrive at once', async () => {
    await run(here, command('Grant', 500));
    const answers = await Promise.all([here, here, elsewhere, elsewhere].map((through) => run(through, spend())));
    expect(new Set(answers.map(({ revision, position }) => `${revision} ${position}`))).toEqual(new Set(['1 2']));
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1);
    expect(written()).toHaveLength(2);
  });
});

describe('what is told of appends', () => {
  it('is what came of each and how long it took, and every lost race', async () => {
    const told: unknown[] = [];
    const measure: Measure = {
      append: (outcome, seconds) => {
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThan(5);
        told.push(outcome);
      },
      lostRace: (outcome) => told.push(outcome),
    };
    const away = [true];
    const troubled = new (class extends MemoryEventStore {
      override async append(...parameters: Parameters<EventStore['append']>): Promise<Appended> {
        if (away.pop()) throw new StoreUnavailable('Away');
        return super.append(...parameters);
      }
    })(log);
    const watched = new Transactor(troubled, { attempts: 2, measure });
    const since = () => told.splice(0);

    await run(watched, command('Grant', 500, { receipt: receipt('r') }));
    expect(since()).toEqual(['unavailable', 'appended']);
    await run(watched, command('Grant', 500, { receipt: receipt('r') }));
    expect(since()).toEqual(['repeated']);
    await run(elsewhere, command('Spend', 1));
    await run(watched, command('Spend', 1));
    expect(since()).toEqual(['conflict', 'decided-anew', 'appended']);
    await expect(run(watched, command('Grant', 1, { receipt: receipt('r', 'other') }))).rejects.toThrow(KeyReused);
    expect(since()).toEqual(['refused']);

    const { through } = spying(store, async (name) => {
      if (name === 'append') await store.append(stream, 'any', [event({ ore: 1 }, 'AmountGranted')]);
    });
    await expect(run(new Transactor(through, { attempts: 2, measure }), command('Spend', 1))).rejects.toThrow(
      Contended,
    );
    expect(since()).toEqual(['conflict', 'decided-anew', 'conflict', 'given-up']);
  });
});

describe('transacting with a store that comes and goes', () => {
  it('waits for it, and writes once what may have been written before', async () => {
    let failures = 0;
    const answerLost = new (class extends MemoryEventStore {
      override async append(...parameters: Parameters<EventStore['append']>): Promise<Appended> {
        const appended = await super.append(...parameters);
        if (failures++ < 2) throw new StoreUnavailable('The answer was lost');
        return appended;
      }
    })(log);
    expect(await run(new Transactor(answerLost), command('Grant', 500))).toMatchObject({ revision: 0, position: 1 });
    expect(written()).toHaveLength(1);
  });

  it('gives up when it stays away', async () => {
    await store.close();
    const impatient = new Transactor(store, { patience: 100 });
    await expect(run(impatient, command('Grant', 500))).rejects.toThrow(StoreUnavailable);
  });
});

describe('commands of several processes at once, with lost races and lost answers', () => {
  class Troubled extends MemoryEventStore {
    constructor(
      log: MemoryLog,
      private readonly troubles: ('none' | 'away' | 'answer-lost' | 'overtaken')[],
    ) {
      super(log);
    }
    override async append(...parameters: Parameters<EventStore['append']>): Promise<Appended> {
      const trouble = this.troubles.pop() ?? 'none';
      await new Promise((later) => setImmediate(later));
      if (trouble === 'away') throw new StoreUnavailable('Away');
      if (trouble === 'overtaken') await super.append(parameters[0], 'any', [event({ ore: 1 }, 'AmountGranted')]);
      const appended = await super.append(...parameters);
      if (trouble === 'answer-lost') throw new StoreUnavailable('The answer was lost');
      return appended;
    }
  }

  const commands = fc.array(
    fc.record({ type: fc.constantFrom<BudgetCommand['type']>('Grant', 'Spend'), ore: fc.nat(5), keyed: fc.boolean() }),
    { maxLength: 12 },
  );
  const troubles = fc.array(fc.constantFrom('none', 'away', 'answer-lost', 'overtaken'), { maxLength: 4 });

  it('are each done once or refused, and the budget is never overspent', async () => {
    await fc.assert(
      fc.asyncProperty(commands, commands, troubles, troubles, async (ones, others, oneTroubles, otherTroubles) => {
        const shared = new MemoryLog();
        const transactors = [oneTroubles, otherTroubles].map((list) => new Transactor(new Troubled(shared, [...list])));
        const tries = [ones, others].flatMap((list, process) =>
          list.map(async ({ type, ore, keyed }, n) => {
            const key = `${process}-${n}`;
            const transaction = command(type, ore, keyed ? { receipt: receipt(key) } : {});
            try {
              return { transaction, done: await run(transactors[process]!, transaction) };
            } catch (error) {
              if (!(error instanceof Refused)) throw error;
              return { transaction, refused: error };
            }
          }),
        );
        const outcomes = await Promise.all(tries);

        const stored = shared.streams.get(stream) ?? [];
        let left = 0;
        for (const one of stored) {
          left = fold(budget, [events.decode(one)], { left }).left;
          expect(left).toBeGreaterThanOrEqual(0);
        }
        const overtaking = stored.filter(({ metadata }) => (metadata as { by: string }).by === 'pm-1');
        // One whose answer was lost finds its own receipt when it is tried again.
        const acknowledged = outcomes.flatMap(({ done, transaction }) =>
          done && (done.events.length > 0 || done.repeated?.position) ? [{ done, transaction }] : [],
        );
        expect(stored).toHaveLength(overtaking.length + acknowledged.length);
        for (const { done, transaction } of acknowledged) {
          const at = stored[done.revision]!;
          expect([at.position, at.data]).toEqual([done.position, { ore: transaction.command.ore }]);
          if (done.state)
            expect(done.state).toEqual(fold(budget, stored.slice(0, done.revision + 1).map(events.decode)));
        }
      }),
      { numRuns: 25 },
    );
  });
});
