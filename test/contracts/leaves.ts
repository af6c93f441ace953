export type Path = readonly (string | number)[];

/** Every text and number of a value. */
export function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string' || typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) =>
    leaves(inside, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

/** The field a leaf belongs to, dotted; lists are one field. */
export const fieldOf = (path: Path): string => path.filter((name) => typeof name === 'string').join('.');

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inside, name) => (inside as Record<string | number, unknown>)[name], value);
