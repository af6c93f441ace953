// Runs the suite of the event store against every adapter, and writes what came of it into the reference.
import { readFile, writeFile } from 'node:fs/promises';
import { register } from '../support/typescript.js';

register();
const { adapters, page, rowsOf, runSuites, trapsOf } = await import('./table.ts');

const cases = runSuites();
const failed = cases.filter(({ status }) => status === 'failed');
const skipped = cases.filter(({ status }) => status !== 'passed' && status !== 'failed');
const figures = adapters.map((name) => [name, cases.filter(({ of }) => of === name).length]);
const of = (name) => figures.find(([adapter]) => adapter === name)[1] || 'not run';
const written = {
  run: [
    `Run on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}: ${cases.length} cases, ${failed.length} of them failed, ${skipped.length} skipped.`,
  ],
  suite: [
    `| promise | ${adapters.map((name) => (name === 'KurrentDB' ? 'KurrentDB (a server)' : name)).join(' | ')} |`,
    `|---|${'---|'.repeat(adapters.length)}`,
    ...rowsOf(cases),
    `| cases | ${adapters.map(of).join(' | ')} |`,
  ],
  traps: ['| a KurrentDB | the double |', '|---|---|', ...trapsOf(cases)],
};
let text = await readFile(page, 'utf8');
for (const [name, lines] of Object.entries(written)) {
  const between = new RegExp(`(<!-- ${name}: npm run adapters -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  text = text.replace(between, (_, start, end) => `${start}${lines.join('\n')}\n${end}`);
}
await writeFile(page, text);
for (const { of: name, room, promise, status } of [...failed, ...skipped])
  console.error(`${name}: ${room}: ${promise}: ${status}`);
console.log(`${written.run[0]} ${page} says so.`);
process.exitCode = failed.length + skipped.length > 0 ? 1 : 0;
