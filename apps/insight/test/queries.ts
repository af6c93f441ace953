import type { Insight } from './insight.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

/**
 * Every query there is that takes a parameter, as the API itself describes them: with what each requires filled in, and
 * so that more can be put behind it.
 */
export async function everyQuery(
  insight: Insight,
  taking: string,
  filled: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { body } = await insight.get(undefined, '/openapi.json');
  const routes = Object.entries(body.paths as Record<string, { get?: { parameters?: readonly Parameter[] } }>);
  return routes.flatMap(([path, { get }]) => {
    const parameters = get?.parameters ?? [];
    if (!parameters.some(({ name }) => name === taking)) return [];
    const value = (name: string) => {
      if (!Object.hasOwn(filled, name)) throw new Error(`${path} requires ${name}: say what to ask for`);
      return filled[name]!;
    };
    const required = parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => name);
    const query = required.map((name) => `${name}=${value(name)}`).join('&');
    return [`${path.replace(/\{(\w+)\}/g, (_, name: string) => value(name))}?${query && `${query}&`}`];
  });
}
