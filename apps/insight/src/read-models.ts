import { fileURLToPath } from 'node:url';
import { accessProjection } from './access/access.js';
import { caseFiguresProjection } from './case-figures/projection.js';
import { kpisProjection } from './kpis/projection.js';
import { milestonesProjection } from './milestones/projection.js';
import { overviewProjection } from './overview/projection.js';
import { portfolioProjection } from './portfolio/projection.js';
import { timelineProjection } from './timeline/projection.js';
import { worklistProjection } from './worklist/projection.js';

/** Every projection of the read side. */
export const projections = [
  accessProjection,
  worklistProjection,
  overviewProjection,
  milestonesProjection,
  timelineProjection,
  kpisProjection,
  caseFiguresProjection,
  portfolioProjection,
] as const;

/** The numbered SQL that makes their tables. */
export const migrations = fileURLToPath(new URL('./migrations', import.meta.url));
export const INSIGHT_SCHEMA = 'insight';

/** What a process that works on the read models calls its sessions with the database, by which others see that it runs. */
export const READ_MODELS_SESSION = 'medspil read models';
