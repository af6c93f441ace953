import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as {
  prototype: RequestQueue & { scheduleCheckPendingRequests(this: RequestQueue): void };
};

// kafkajs 2.2.4 looks for waiting requests about a thousand times a second on every connection, also where there are none
// (tulios/kafkajs#1556, #1704); this looks when there are.
prototype.scheduleCheckPendingRequests = function schedule() {
  if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    Math.max(this.throttledUntil - Date.now(), 10),
  );
};
