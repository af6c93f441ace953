import { diffNext, type SwitchOptions, switchToNext, undoSwitch } from '#projection';
import type { Desk } from '../projections.js';
import { comparing, tellDifference } from './difference.js';

export async function showDifference({ live, projections, say }: Desk): Promise<number> {
  const differences = await diffNext(live, projections, comparing(say));
  tellDifference(differences, say);
  return differences.length === 0 ? 0 : 1;
}

export async function showSwitch(
  { live, projections, operator, say }: Desk,
  options: Pick<SwitchOptions, 'acceptDifferences' | 'force'>,
): Promise<number> {
  const { position, differing } = await switchToNext(live, projections, { operator, ...options, ...comparing(say) });
  say(`Switched at ${position}: the rebuilt read models serve now; ${differing} rows differed.`);
  say(`Those from before are kept as ${live.schema}_previous. undo puts them back.`);
  return 0;
}

export async function showUndo({ live, projections, operator, say }: Desk): Promise<number> {
  const { position } = await undoSwitch(live, projections, { operator });
  say(`Undone at ${position}: the read models from before the switch serve again, with all that came since.`);
  say(`Those they replaced are kept as ${live.schema}_previous. undo puts them back.`);
  return 0;
}
