import { parseArgs } from 'node:util';
import { readConfig } from '#platform';
import { issuerIn } from '../installation.js';
import { examples } from './all.js';
import { drive } from './drive.js';
import type { Step } from './step.js';

const usage = `Records four real partnerships in a Medspil that is started; a second time changes nothing

  npm run examples
  DATA_DIR=/var/lib/medspil npm run examples -- --url http://127.0.0.1:3000

  --url   where Medspil answers; http://127.0.0.1 and PORT unless given

It signs in with tokens made with the key in DATA_DIR, which must be the DATA_DIR of the server.
`;

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

function given() {
  try {
    return parseArgs({ options: { url: { type: 'string' }, help: { type: 'boolean' } }, strict: true }).values;
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${usage}`);
  }
}

const { url: told, help } = given();
if (help) {
  process.stdout.write(usage);
  process.exit(0);
}
const config = readConfig();
const url = (told ?? `http://127.0.0.1:${config.port}`).replace(/\/$/, '');

if (config.identityProvider)
  fail('The examples sign in with tokens of the embedded default; an identity provider is configured.');
const answers = await fetch(`${url}/health`).then(
  () => true,
  () => false,
);
if (!answers) fail(`Nothing answers at ${url}. Start Medspil first, in another terminal: npm start`);

const issuer = await issuerIn(config.dataDirectory).catch((error: Error) => fail(error.message));
const minted = new Map<string, Promise<string>>();
const token = (step: Step) => {
  const { subject, role, organisation } = step;
  const known = minted.get(subject) ?? issuer.mint({ subject, role, organisation, expiresIn: '1h' });
  minted.set(subject, known);
  return known;
};

const bar = (done: number, of: number) => '█'.repeat(Math.round((done / of) * 24)).padEnd(24, '·');
const width = 32;
process.stdout.write('Recording four partnerships. Values that no public source gives are marked as illustrative.\n\n');

let position = 0;
for (const example of examples) {
  const line = (done: number, of: number) => `${example.title.padEnd(width)} ${bar(done, of)} ${done}/${of}`;
  try {
    const driven = await drive(example, {
      url,
      token,
      progress: (done, of) => {
        if (process.stdout.isTTY) process.stdout.write(`\r${line(done, of)}`);
      },
    });
    position = Math.max(position, driven.position);
    const of = example.steps.length;
    const note = driven.repeated === of ? 'was there already' : 'recorded';
    process.stdout.write(`${process.stdout.isTTY ? '\r' : ''}${line(of, of)}  ${note}\n`);
  } catch (error) {
    fail(`\n${(error as Error).message}`);
  }
}

const auditor = await issuer.mint({ subject: 'auditor-0000', role: 'auditor', organisation: '0000', expiresIn: '8h' });
const board = await fetch(`${url}/partnerships?at-least=${position}`, {
  headers: { authorization: `Bearer ${auditor}` },
});
const { items } = (await board.json()) as {
  items: { id: string; title: string; phase: string; status: string; light: string }[];
};
process.stdout.write(`\n${'title'.padEnd(width)} ${'phase'.padEnd(18)} ${'light'.padEnd(7)} KPI dashboard\n`);
for (const { id, title, phase, light } of items) {
  process.stdout.write(
    `${title.padEnd(width)} ${phase.padEnd(18)} ${light.padEnd(7)} ${url}/partnerships/${id}/kpis\n`,
  );
}
// It reads everything, for hours: too much for a log.
const signIn = process.stdout.isTTY
  ? auditor
  : '… with a token: npm run --silent token -- --role auditor --org 0000 (and the same DATA_DIR)';
process.stdout.write(`\nLook at them: ${url}/sign-in#token=${signIn}\n`);
