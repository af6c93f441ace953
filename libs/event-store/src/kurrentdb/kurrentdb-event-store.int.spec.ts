import { jest } from '@jest/globals';
import { startKurrentDbDouble } from '../../../../test/support/kurrentdb/double.js';
import { describeEventStore } from '../contract/event-store-contract.js';
import { openEventStore } from '../open.js';

// Each event costs a mark of its own here, and the double shares the machine with all that is tested beside it.
jest.setTimeout(120_000);

/** A real server, where there is one; it must take appends of 16 MB (MaxAppendSize). */
const url = process.env.KURRENTDB_URL;

describeEventStore(
  url ? 'KurrentDB' : 'KurrentDB (a test double)',
  async () => {
    if (url) return { open: () => openEventStore(url), close: async () => {} };
    const server = await startKurrentDbDouble();
    return {
      open: () => openEventStore(server.url),
      restart: () => server.restart(),
      close: () => server.stop(),
    };
  },
  // It knows no transactions that stay open, and a real one is not the test's to stop.
  url ? ['restart', 'appendSlowly', 'transactElsewhere'] : ['appendSlowly', 'transactElsewhere'],
);
