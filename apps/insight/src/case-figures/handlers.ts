import { ShowAdoptionHandler } from '../adoption/show.js';
import { ShowCollaborationHandler } from '../collaboration/show.js';
import { ShowDurationsHandler } from '../durations/show.js';
import { ShowFollowUpsHandler } from '../follow-ups/show.js';
import { ShowFunnelHandler } from '../funnel/show.js';
import { ShowPaymentsHandler } from '../payments/show.js';
import { ShowStoppingHandler } from '../stopping/show.js';
import { ExplainFiguresHandler } from './explain.js';

/** What answers the figures over the portfolio. */
export const figureHandlers = [
  ShowPaymentsHandler,
  ShowDurationsHandler,
  ShowAdoptionHandler,
  ShowFollowUpsHandler,
  ShowFunnelHandler,
  ShowStoppingHandler,
  ShowCollaborationHandler,
  ExplainFiguresHandler,
];
