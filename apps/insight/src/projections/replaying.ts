import { replay } from '#projection';
import type { Desk } from '../projections.js';

export async function showReplay({ live, projections, say }: Desk, name: string, partition: string): Promise<number> {
  const projection = projections.find((one) => one.name === name);
  if (!projection) {
    say(`There is no projection ${name}. There are ${projections.map((one) => one.name).join(', ')}.`);
    return 2;
  }
  const replayed = await replay(live, projection, partition);
  switch (replayed.status) {
    case 'not-parked':
      say(`${partition} is not parked in ${name}. status tells what is.`);
      return 1;
    case 'unparked':
      say(`${replayed.events} events were worked in; ${partition} goes on.`);
      return 0;
    case 'parked-again':
      say(`${replayed.events} events were worked in; it waits from ${replayed.position} on: ${replayed.error}`);
      return 1;
  }
}
