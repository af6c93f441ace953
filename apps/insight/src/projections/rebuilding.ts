import { type Beginning, diffNext, rebuildNext } from '#projection';
import type { Desk } from '../projections.js';
import { comparing, tellDifference } from './difference.js';
import { showSwitch } from './replacing.js';

const beginnings: Readonly<Record<Beginning, string>> = {
  first: 'Building beside what serves, from the first event.',
  'goes-on': 'Going on where the last rebuild was interrupted (--anew starts over).',
  'over-complete': 'The build that was there is complete: starting over, from the first event.',
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
    say('Nothing is switched. Next: mend the projection and rebuild, or switch --accept-differences.');
    return 1;
  }
  if (thenSwitch) return showSwitch(desk, {});
  say('Nothing is switched. Next: switch');
  return 0;
}
