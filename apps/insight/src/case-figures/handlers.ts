import { ExplainAdoptionHandler } from '../adoption/explain.js';
import { ShowAdoptionHandler } from '../adoption/show.js';
import { ExplainCollaborationHandler } from '../collaboration/explain.js';
import { ShowCollaborationHandler } from '../collaboration/show.js';
import { ExplainDurationsHandler } from '../durations/explain.js';
import { ShowDurationsHandler } from '../durations/show.js';
import { ExplainFollowUpsHandler } from '../follow-ups/explain.js';
import { ShowFollowUpsHandler } from '../follow-ups/show.js';
import { ExplainFunnelHandler } from '../funnel/explain.js';
import { ShowFunnelHandler } from '../funnel/show.js';
import { ExplainPaymentsHandler } from '../payments/explain.js';
import { ShowPaymentsHandler } from '../payments/show.js';
import { ExplainStoppingHandler } from '../stopping/explain.js';
import { ShowStoppingHandler } from '../stopping/show.js';

/** What answers the figures over the portfolio. */
export const figureHandlers = [
  ShowPaymentsHandler,
  ExplainPaymentsHandler,
  ShowDurationsHandler,
  ExplainDurationsHandler,
  ShowAdoptionHandler,
  ExplainAdoptionHandler,
  ShowFollowUpsHandler,
  ExplainFollowUpsHandler,
  ShowFunnelHandler,
  ExplainFunnelHandler,
  ShowStoppingHandler,
  ExplainStoppingHandler,
  ShowCollaborationHandler,
  ExplainCollaborationHandler,
];
