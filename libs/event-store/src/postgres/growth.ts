import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Doorbell } from '../doorbell.js';
import { types } from './rows.js';

const CHANNEL = 'event_store';
const POLL_INTERVAL = 500;
const ANNOUNCE_INTERVAL = 20;

/**
 * Rings when the store has grown by another process's hand. A notification is the hint that makes it quick, asking for
 * the last position is what makes it certain: a notification may be lost with its connection or its sender.
 */
export class Growth {
  private watching = false;
  private announcing: NodeJS.Timeout | undefined;
  private reached = 0;

  constructor(
    private readonly config: pg.ClientConfig,
    private readonly pool: pg.Pool,
    private readonly doorbell: Doorbell,
    private readonly life: AbortSignal,
  ) {
    life.addEventListener('abort', () => clearTimeout(this.announcing), { once: true });
  }

  /** Watches from now on; called as often as one likes. */
  watch(): void {
    if (this.watching) return;
    this.watching = true;
    void this.keepWatching();
  }

  /** This process has committed up to `position`: tells its own readers at once, the others a little later. */
  announce(position: number): void {
    this.doorbell.ring(position);
    this.reached = Math.max(this.reached, position);
    this.announcing ??= setTimeout(() => {
      this.announcing = undefined;
      this.pool.query({ text: 'select pg_notify($1, $2)', values: [CHANNEL, String(this.reached)] }).catch(() => {});
    }, ANNOUNCE_INTERVAL);
  }

  private async keepWatching(): Promise<void> {
    while (!this.life.aborted) {
      const client = new pg.Client(this.config);
      client.on('error', () => {});
      client.on('notification', ({ payload }) => this.doorbell.ring(Number(payload)));
      try {
        await client.connect();
        await client.query(`listen ${CHANNEL}`);
        while (!this.life.aborted) {
          const { rows } = await client.query<{ head: number }>({
            name: 'head',
            text: 'select coalesce(max(position), 0) as head from event_store.events',
            types,
          });
          this.doorbell.ring(rows[0]!.head);
          await this.rest();
        }
      } catch {
        await this.rest();
      } finally {
        await client.end().catch(() => {});
      }
    }
  }

  private async rest(): Promise<void> {
    await pause(POLL_INTERVAL, undefined, { signal: this.life }).catch(() => {});
  }
}
