import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const page = 'docs/reference/event-store.md';

const TRAPS = ['traps', 'marks', 'subscribing', 'connecting'].map(
  (name) => `libs/event-store/src/kurrentdb/${name}.int.spec.ts`,
);
const SUITES = [
  'libs/event-store/src/memory/memory-event-store.spec.ts',
  'libs/event-store/src/postgres/postgres-event-store.int.spec.ts',
  'libs/event-store/src/kurrentdb/kurrentdb-event-store.int.spec.ts',
];
const double = 'KurrentDB (a test double)';
const server = 'KurrentDB';
/** The adapters, as the suite calls them. */
export const adapters = ['memory', 'postgres', double, server] as const;
export type Adapter = (typeof adapters)[number];

/** One case of a run: what holds or does not, or was not run. */
export interface Case {
  readonly of: Adapter | 'traps';
  readonly room: string;
  readonly promise: string;
  readonly status: keyof typeof told;
}

interface Told {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: Case['status'];
    }[];
  }[];
}

/** Runs the suite against every adapter, and against a real server where there is one. */
export function runSuites(): Case[] {
  const cases = run([...SUITES, ...TRAPS], [], '');
  const real = process.env.KURRENTDB_URL;
  return real ? [...cases, ...run(SUITES.slice(-1), [], real)] : cases;
}

/** The cases that there are, as if each had passed: none is run. */
export const countSuites = (): Case[] =>
  // No test is called so.
  run([...SUITES, ...TRAPS], ['--testNamePattern', '^$'], '').map((one) => ({ ...one, status: 'passed' }));

function run(files: readonly string[], more: readonly string[], real: string): Case[] {
  const directory = mkdtempSync(join(tmpdir(), 'medspil-suites-'));
  try {
    const outputFile = join(directory, 'run.json');
    const given = ['--json', `--outputFile=${outputFile}`, '--runTestsByPath', ...files, ...more];
    const { stderr } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', ...given], {
      env: {
        ...process.env,
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
        KURRENTDB_URL: real,
      },
      encoding: 'utf8',
    });
    const { testResults } = JSON.parse(readFileSync(outputFile, 'utf8')) as Told;
    // Jest tells them as it ran them: those that failed or took long the last time come first.
    const place = ({ name }: Told['testResults'][0]) => files.findIndex((file) => name.endsWith(file));
    const inOrder = testResults.toSorted((one, other) => place(one) - place(other));
    const cases = inOrder.flatMap(({ assertionResults }) => assertionResults.map(caseOf));
    if (testResults.some(({ assertionResults }) => assertionResults.length === 0)) throw new Error(stderr);
    return cases;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function caseOf({ ancestorTitles: [suite, room], title, status }: Told['testResults'][0]['assertionResults'][0]): Case {
  const of = /^the (.+) event store$/.exec(suite ?? '')?.[1] as Adapter | undefined;
  return { of: of ?? 'traps', room: room ?? '', promise: title, status };
}

/** As Jest calls them: whatever it has not run was skipped. */
const told = { passed: 'passed', failed: '**failed**', pending: '**skipped**', todo: '**skipped**' } as const;

/** The rows of the page, in the order of the suite. Where a case is no case of an adapter, it cannot come about there. */
export function rowsOf(cases: readonly Case[]): string[] {
  const kept = (of: Case['of']) => cases.filter((one) => one.of === of);
  const promises = new Map(
    adapters.flatMap((of) => kept(of).map(({ room, promise }) => [`${room}: ${promise}`, { room, promise }])),
  );
  return [...promises].map(([name, { room, promise }]) => {
    const cells = adapters.map((of) => {
      if (kept(of).length === 0) return 'not run';
      const one = kept(of).find((each) => each.room === room && each.promise === promise);
      return one ? told[one.status] : '–';
    });
    return `| ${[name, ...cells].map(escaped).join(' | ')} |`;
  });
}

/** What is known to go wrong, by the name of its test. */
export const trapsOf = (cases: readonly Case[]) =>
  cases.filter(({ of }) => of === 'traps').map(({ promise, status }) => `| ${escaped(promise)} | ${told[status]} |`);

const escaped = (text: string) => text.replaceAll('|', '\\|');
