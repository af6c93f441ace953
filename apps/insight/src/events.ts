import type { StoredEvent } from '#event-store';
import type { MeasurementEvent, PartnershipEvent, Role } from '#partnership';
import type { Partition } from '#projection';

/** Everything that happens to a partnership, in its own stream and in those of its KPIs. */
export type Happening = PartnershipEvent | MeasurementEvent;

/** Who told of an event, and when it happened. */
export interface About {
  readonly by: string;
  readonly role: Role;
  readonly organisation: string;
  readonly occurredOn: string;
  /** Fields whose values no source gives. */
  readonly illustrative: readonly string[];
  /** Where it is known from. */
  readonly source: string | undefined;
}

export function about({ metadata, recordedAt }: Pick<StoredEvent, 'metadata' | 'recordedAt'>): About {
  const { by, role, organisation, occurredOn, illustrative, source } = metadata as unknown as Partial<About>;
  return {
    by: by ?? 'unknown',
    role: role ?? 'system',
    organisation: organisation ?? 'unknown',
    occurredOn: occurredOn ?? recordedAt.slice(0, 10),
    illustrative: illustrative ?? [],
    source,
  };
}

const idLength = 36;

/** A partnership's events are kept in order together: those of its own stream and those of its KPIs. */
export const byPartnership: Partition = {
  of(stream) {
    const start = stream.startsWith('partnership-') ? 'partnership-'.length : stream.startsWith('kpi-') ? 4 : -1;
    return start < 0 ? stream : stream.slice(start, start + idLength);
  },
  streams: (partnershipId) => [`partnership-${partnershipId}`, `kpi-${partnershipId}-`],
};

/** Who may see a row: municipalities and their like only, every partner, or the one partner with this CVR number. */
export type Audience = 'municipal' | 'partners' | (string & { readonly cvr?: never });

/** The marks after an event: of the fields it states, only those it marks itself; the others as they were. */
export function marks(
  before: readonly string[],
  data: object,
  { illustrative }: Pick<About, 'illustrative'>,
): string[] {
  const stated = (mark: string) => Object.hasOwn(data, mark.split('.')[0]!);
  return [...new Set([...before.filter((mark) => !stated(mark)), ...illustrative])];
}
