import type pg from 'pg';
import type { Heard } from '#contracts';
import type { ReceivedRow } from '../inward/received.js';
import { sayWhy } from '../inward/wording.js';
import { ask } from '../read-models.js';
import type { ReceivedCounts } from './answers.js';

/** A received message, and what was done about it since where it is a dead letter. */
export interface HeardRow extends ReceivedRow {
  /** Whether it was taken up again. */
  readonly put_back: boolean;
  readonly set_aside: boolean;
}

const columns = `r.*, r."offset"::text,
  r.dead_letter is not null and exists (select 1 from procurement.received b where b.put_back_of = r.dead_letter) as put_back,
  r.dead_letter is not null and exists (select 1 from procurement.set_aside s where s.dead_letter = r.dead_letter) as set_aside`;

/** What procurement systems have told of partnerships. */
export class HeardMessages {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * How many messages name a partnership, and a mark that is another one whenever something is told or done about them.
   *
   * @throws StoreUnavailable
   */
  async counts(partnershipId: string): Promise<{ readonly counts: ReceivedCounts; readonly mark: string }> {
    const [row] = await ask<ReceivedCounts & { latest: string | null }>(
      this.pool,
      `select count(*) as messages,
              count(*) filter (where r.outcome = 'applied') as applied,
              count(*) filter (where r.outcome = 'repeated') as repeated,
              count(*) filter (where r.outcome = 'refused') as refused,
              count(*) filter (where r.outcome = 'unreadable') as unreadable,
              count(*) filter (where r.dead_letter is not null and not r.put_back and not r.set_aside) as "deadLetters",
              max(r.at) as latest
         from (select ${columns} from procurement.received r where r.partnership_id = $1) r`,
      [partnershipId],
    );
    const { latest, ...counts } = row!;
    return { counts, mark: JSON.stringify([latest, counts]) };
  }

  /**
   * Everything that was told of a partnership and is not repetition, as it came.
   *
   * @throws StoreUnavailable
   */
  async all(partnershipId: string): Promise<Heard[]> {
    const rows = await ask<HeardRow>(
      this.pool,
      `select ${columns} from procurement.received r where r.partnership_id = $1 and r.outcome <> 'repeated'
        order by r.sent_at, r.partition, r."offset"`,
      [partnershipId],
    );
    return rows.map(heardOf);
  }

  /**
   * A page of what was told of a partnership, as it came.
   *
   * @param after time, partition and offset of the last one before it
   * @throws StoreUnavailable
   */
  page(
    partnershipId: string,
    { outcome, after, limit }: { outcome?: string; after?: readonly string[]; limit: number },
  ): Promise<HeardRow[]> {
    return ask<HeardRow>(
      this.pool,
      `select ${columns} from procurement.received r
        where r.partnership_id = $1 and ($2::text is null or r.outcome = $2)
          and ($3::timestamptz is null or (r.sent_at, r.partition, r."offset") > ($3::timestamptz, $4::integer, $5::bigint))
        order by r.sent_at, r.partition, r."offset" limit $6`,
      [partnershipId, outcome, after?.[0], after?.[1], after?.[2], limit],
    );
  }
}

function heardOf({
  message_id,
  outcome,
  reason,
  details,
  dead_letter,
  put_back,
  set_aside,
  type,
  said,
}: HeardRow): Heard {
  const why = reason === null ? undefined : { reason, details };
  return {
    messageId: message_id ?? 'without an id',
    outcome,
    ...(why && { why: { en: sayWhy(why, 'en'), da: sayWhy(why, 'da') } }),
    ...(dead_letter !== null && !put_back && !set_aside && { deadLetter: dead_letter }),
    ...(type !== null && { type }),
    ...(said !== null && { said }),
  };
}
