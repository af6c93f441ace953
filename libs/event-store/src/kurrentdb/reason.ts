import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectByTls } from 'node:tls';
import { valueIn } from './address.js';

/** Longest time for one node to be tried, in milliseconds. */
const LONGEST = 2_000;

/**
 * Why no node of a KurrentDB can be reached, which its client keeps to itself: the error of the first that takes no
 * connection, such as ENOTFOUND, ECONNREFUSED or a certificate nobody vouches for. Undefined where all of them do.
 */
export async function reasonFor(url: string): Promise<Error | undefined> {
  const [, nodes = ''] = /^[a-z+]+:\/\/(?:[^@/]*@)?([^/?]+)/.exec(url) ?? [];
  const errors = await Promise.all(nodes.split(',').map((node) => errorOf(node, url)));
  return errors.find((error) => error !== undefined);
}

async function errorOf(node: string, url: string): Promise<Error | undefined> {
  const [host = '', port = '2113'] = node.split(':');
  const to = { host, port: Number(port) };
  try {
    const plain = valueIn(url, 'tls') === 'false';
    const socket = plain ? connect(to) : connectByTls({ ...to, ALPNProtocols: ['h2'], ...trustIn(url) });
    await new Promise<void>((settle, fail) => {
      const late = () => fail(new Error(`${node} does not answer`));
      socket
        .setTimeout(LONGEST, late)
        .once(plain ? 'connect' : 'secureConnect', settle)
        .once('error', fail);
    }).finally(() => socket.destroy());
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function trustIn(url: string) {
  const authority = valueIn(url, 'tlsCAFile');
  return {
    ...(authority && { ca: readFileSync(authority) }),
    rejectUnauthorized: valueIn(url, 'tlsVerifyCert') !== 'false',
  };
}
