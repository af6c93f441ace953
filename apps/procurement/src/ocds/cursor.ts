import { Invalid } from '#platform';

/** Where a page of releases begins, as text that is nobody's to make up. */
export const cursorAt = (position: number): string => Buffer.from(`releases ${position}`).toString('base64url');

/** @throws Invalid when the text is no cursor of the releases */
export function positionIn(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, digits] = /^releases (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (digits !== undefined) return Number(digits);
  const says = { en: 'must be that of a links.next', da: 'skal være den fra et links.next' };
  throw new Invalid('query', [{ parameter: 'cursor', says }]);
}
