import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The way to a server, which can be shut and stopped up: for processes that are to lose it. */
export interface Door {
  /** The server's URL, by this way. */
  readonly url: string;
  /** Cuts everyone who is within, and turns away who comes. */
  shut(): void;
  /** Nothing passes any more, and nobody is told. */
  stopUp(): void;
  open(): void;
  remove(): void;
}

export async function doorTo(url: string): Promise<Door> {
  const { hostname, port } = new URL(url);
  const within = new Set<Socket>();
  let state: 'open' | 'shut' | 'stopped up' = 'open';
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (state === 'shut') return void socket.destroy();
    within.add(socket);
    if (state === 'stopped up') return;
    const behind = connect(Number(port), hostname);
    within.add(behind);
    behind.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => behind.destroy());
    socket.pipe(behind).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = () => {
    for (const socket of within) socket.destroy();
    within.clear();
  };
  return {
    url: through.href,
    shut() {
      state = 'shut';
      cut();
    },
    stopUp() {
      state = 'stopped up';
      for (const socket of within) socket.unpipe().pause();
    },
    open() {
      state = 'open';
      cut();
    },
    remove() {
      cut();
      server.close();
    },
  };
}
