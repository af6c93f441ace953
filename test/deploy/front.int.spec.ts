import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const hasNginx = spawnSync('nginx', ['-v']).status === 0;
const services = ['partnerships', 'insight', 'procurement'] as const;

/** Where each service is, as a name server tells it. */
const addresses = new Map<string, string>();
const servers: Server[] = [];
let names: Socket;
let front: ChildProcess;
let directory: string;
let url: string;
let port = 0;

/** Answers with the address of the one name it is asked for; of IPv6 it knows none. */
function answerTo(asked: Buffer): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (; asked[at] !== 0; at += asked[at]! + 1) labels.push(asked.toString('ascii', at + 1, at + 1 + asked[at]!));
  const question = asked.subarray(12, at + 5);
  const address = asked.readUInt16BE(at + 1) === 1 ? addresses.get(labels.join('.')) : undefined;
  const head = Buffer.from([asked[0]!, asked[1]!, 0x81, 0x80, 0, 1, 0, address ? 1 : 0, 0, 0, 0, 0]);
  if (!address) return Buffer.concat([head, question]);
  // The name of the question, an address of the internet, for ten minutes.
  const answer = [0xc0, 12, 0, 1, 0, 1, 0, 0, 2, 0x58, 0, 4, ...address.split('.').map(Number)];
  return Buffer.concat([head, question, Buffer.from(answer)]);
}

/** Runs a service that tells its name and address, in the place of the one before. */
async function create(name: (typeof services)[number], address: string): Promise<void> {
  const server = createServer((_, response) => response.end(`${name} at ${address}`));
  servers.push(server);
  server.listen(port, address);
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  addresses.set(name, address);
}

async function ask(method: string, path: string): Promise<string> {
  return (await fetch(`${url}${path}`, { method })).text();
}

beforeAll(async () => {
  if (!hasNginx) return;
  names = createSocket('udp4');
  names.on('message', (asked, from) => names.send(answerTo(asked), from.port, from.address));
  names.bind(0, '127.0.0.1');
  await once(names, 'listening');
  for (const [n, name] of services.entries()) await create(name, `127.0.1.${n + 1}`);

  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  url = `http://127.0.0.1:${(free.address() as AddressInfo).port}`;
  await new Promise((resolve) => free.close(resolve));
  const conf = (await readFile('deploy/front.conf', 'utf8'))
    .replace('listen 8080', `listen ${new URL(url).host}`)
    .replace('resolver 127.0.0.11', `resolver 127.0.0.1:${names.address().port}`)
    .replaceAll(':3000', `:${port}`);
  directory = await mkdtemp(join(tmpdir(), 'medspil-front-'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${one};`);
  const http = `http { access_log off; ${temporary.join(' ')}\n${conf}\n}`;
  const main = `daemon off; master_process off; pid pid; error_log stderr crit; events {}\n${http}\n`;
  await writeFile(join(directory, 'nginx.conf'), main);
  front = spawn('nginx', ['-p', directory, '-c', 'nginx.conf', '-e', 'stderr'], { stdio: 'inherit' });
  for (const deadline = Date.now() + 10_000; ; await pause(50)) {
    const answers = await ask('GET', '/').catch(() => undefined);
    if (answers !== undefined) break;
    if (Date.now() > deadline) throw new Error('The front does not answer');
  }
}, 20_000);
afterAll(async () => {
  if (!hasNginx) return;
  front.kill();
  await once(front, 'exit');
  for (const server of servers) server.close();
  names.close();
  await rm(directory, { recursive: true });
});

(hasNginx ? describe : describe.skip)('the front', () => {
  it('sends commands, questions and what concerns procurement systems to whom they are for', async () => {
    expect(await ask('POST', '/partnerships')).toBe('partnerships at 127.0.1.1');
    expect(await ask('GET', '/partnerships?theme=care')).toBe('insight at 127.0.1.2');
    expect(await ask('GET', '/ocds/releases')).toBe('procurement at 127.0.1.3');
    expect(await ask('GET', '/partnerships/p-1/reconciliation')).toBe('procurement at 127.0.1.3');
  });

  it('finds a service again that was created anew at another address', async () => {
    for (const [n, name] of services.entries()) await create(name, `127.0.2.${n + 1}`);
    for (const old of servers.splice(0, services.length)) {
      old.close();
      old.closeAllConnections();
    }
    const all = () => Promise.all([ask('POST', '/partnerships'), ask('GET', '/'), ask('GET', '/ocds/releases')]);
    const anew = services.map((name, n) => `${name} at 127.0.2.${n + 1}`);
    for (const deadline = Date.now() + 10_000; ; await pause(200)) {
      const answers = await all();
      if (answers.every((one, n) => one === anew[n])) break;
      if (Date.now() > deadline) expect(answers).toEqual(anew);
    }
  }, 20_000);
});
