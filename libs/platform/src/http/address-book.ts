import type { FastifyInstance } from 'fastify';

/**
 * Remembers which methods each address of a Fastify instance answers to, to tell a wrong method from a wrong address.
 * Must be called before the routes are added.
 */
export function addressBook(fastify: FastifyInstance): (path: string) => readonly string[] {
  const methods = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    methods.set(url, known);
  });
  return (path) => {
    const found = new Set<string>();
    for (const [url, answered] of methods) {
      if (patternOf(url).test(path)) for (const method of answered) found.add(method);
    }
    return [...found].sort();
  };
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
