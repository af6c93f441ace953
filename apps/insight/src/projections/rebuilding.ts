import {
  type AnyProjection,
  type Beginning,
  diffNext,
  outdatedIn,
  rebuildNext,
  type TableDifference,
} from '#projection';
import type { Desk } from '../projections.js';
import { comparing, tellDifference } from './difference.js';
import { showSwitch } from './replacing.js';

const beginnings: Readonly<Record<Beginning, string>> = {
  first: 'Building beside what serves, from the first event.',
  'goes-on': 'Going on where the last rebuild was interrupted (--anew starts over).',
  'over-complete': 'The build that was there is complete: starting over, from the first event.',
  'over-other-store': 'The build that was there is of another store: starting over, from the first event.',
  'over-other-version': 'The build that was there is of other versions: starting over, from the first event.',
  'over-unknown': 'Nothing is known of the build that was there: starting over, from the first event.',
  'over-asked': 'Starting over, from the first event.',
};

export async function showRebuild(
  desk: Desk,
  { anew, thenSwitch }: { readonly anew: boolean; readonly thenSwitch: boolean },
): Promise<number> {
  const { live, projections, url, migrations, say } = desk;
  await rebuildNext(live, projections, {
    url,
    migrations,
    anew,
    onBegin: (how) => say(beginnings[how]),
    onProgress: ({ projection, position, head, perSecond, secondsLeft }) =>
      say(`${projection}: ${position} of ${head}, ${perSecond} events/s, ${secondsLeft} s left`),
  });
  const differences = await diffNext(live, projections, comparing(say));
  tellDifference(differences, say);
  if (differences.length > 0) {
    say(`Nothing is switched. ${adviceOn(differences, projections, await outdatedIn(live, projections))}`);
    return 1;
  }
  if (thenSwitch) return showSwitch(desk, {});
  say('Nothing is switched. Next: switch');
  return 0;
}

/** An update is meant to change rows; where versions are the same, either what serves is wrong or what was built is. */
function adviceOn(
  differences: readonly TableDifference[],
  projections: readonly AnyProjection[],
  outdated: readonly string[],
): string {
  const tables = (one: AnyProjection) => one.tables.flatMap(({ name }) => [name, `${name}_history`]);
  const differing = projections.filter((one) => differences.some(({ table }) => tables(one).includes(table)));
  const named = (some: readonly AnyProjection[]) => some.map(({ name }) => name).join(', ');
  const updated = differing.filter(({ name }) => outdated.includes(name));
  const same = differing.filter(({ name }) => !outdated.includes(name));
  const meant = `What serves of ${named(updated)} was built by another version: when this is what the update is to change, switch --accept-differences.`;
  const wrong = `What serves of ${named(same)} was built by this same version, so one of the two is wrong: mend the projection and rebuild, or, when what serves is wrong, switch --accept-differences.`;
  return [...(updated.length > 0 ? [meant] : []), ...(same.length > 0 ? [wrong] : [])].join(' ');
}
