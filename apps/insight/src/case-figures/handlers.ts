import { ExplainDurationsHandler } from '../durations/explain.js';
import { ShowDurationsHandler } from '../durations/show.js';
import { ExplainPaymentsHandler } from '../payments/explain.js';
import { ShowPaymentsHandler } from '../payments/show.js';

/** What answers the figures over the portfolio. */
export const figureHandlers = [
  ShowPaymentsHandler,
  ExplainPaymentsHandler,
  ShowDurationsHandler,
  ExplainDurationsHandler,
];
