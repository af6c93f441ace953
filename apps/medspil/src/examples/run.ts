import { parseArgs } from 'node:util';
import { openEmbeddedIssuer, readConfig } from '#platform';
import { examples } from './all.js';
import { drive } from './drive.js';
import type { Step } from './step.js';

const config = readConfig();
const { values } = parseArgs({
  options: { url: { type: 'string', default: `http://127.0.0.1:${config.port}` } },
  strict: true,
});
const url = values.url.replace(/\/$/, '');

if (config.identityProvider) {
  process.stderr.write(
    'The examples sign in with tokens of the embedded default; an identity provider is configured.\n',
  );
  process.exit(1);
}
const answers = await fetch(`${url}/health`).then(
  () => true,
  () => false,
);
if (!answers) {
  process.stderr.write(`Nothing answers at ${url}. Start Medspil first, in another terminal: npm start\n`);
  process.exit(1);
}

const issuer = await openEmbeddedIssuer(config.dataDirectory);
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
    process.stderr.write(`\n${(error as Error).message}\n`);
    process.exit(1);
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
process.stdout.write(`\nLook at them: ${url}/sign-in#token=${auditor}\n`);
