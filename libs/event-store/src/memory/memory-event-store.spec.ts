import { describeEventStore } from '../contract/event-store-contract.js';
import { MemoryEventStore, MemoryLog } from './memory-event-store.js';

describeEventStore('memory', async () => {
  const log = new MemoryLog();
  return { open: async () => new MemoryEventStore(log), close: async () => {} };
}, ['restart', 'appendSlowly', 'transactElsewhere']);
