import { at, type Changes, type Projection, type Recorded, type Table, type Touch, touch } from '#projection';
import { type Audience, about, byPartnership, type Happening } from '../events.js';
import { audienceOf, type Names, nameIn, names, namesAfter } from './names.js';
import { everyType, room, sentence } from './words.js';

export interface TimelineRow {
  readonly partnership_id: string;
  readonly position: number;
  readonly event_id: string;
  readonly type: string;
  /** Of its own stream: the KPI's, where one is named, or the partnership's. */
  readonly revision: number;
  readonly kpi: string | null;
  readonly room: string;
  readonly occurred_on: string;
  readonly recorded_at: string;
  readonly subject: string;
  readonly role: string;
  readonly organisation: string;
  readonly text_en: string;
  readonly text_da: string;
  readonly illustrative: readonly string[];
  readonly source: string | null;
  readonly audience: Audience;
}

interface NamesRow {
  readonly partnership_id: string;
  readonly names: Names;
}

const timeline: Table<TimelineRow, 'partnership_id' | 'position'> = {
  name: 'timeline',
  key: ['partnership_id', 'position'],
  appended: true,
};
const timelineNames: Table<NamesRow, 'partnership_id'> = {
  name: 'timeline_names',
  key: ['partnership_id'],
  current: true,
};
const unnamed: Names = { called: {}, seenBy: {} };

function told(event: Recorded<Happening>): readonly Touch[] {
  const { partition: partnership_id, position } = event;
  const named = at(timelineNames, { partnership_id });
  const entry = touch<TimelineRow, NamesRow>(
    at(timeline, { partnership_id, position }),
    (_, read): TimelineRow => {
      const known = read?.names ?? unnamed;
      const { en, da } = sentence(event, nameIn(known));
      const { by, role, organisation, occurredOn, illustrative, source } = about(event);
      return {
        partnership_id,
        position,
        event_id: event.id,
        type: event.type,
        revision: event.revision,
        kpi: kpiOf(event),
        room: room(event.type),
        occurred_on: occurredOn,
        recorded_at: event.recordedAt,
        subject: by,
        role,
        organisation,
        text_en: en,
        text_da: da,
        illustrative: [...illustrative, ...illustrativeMeasurements(event)],
        source: source ?? null,
        audience: audienceOf(event, known),
      };
    },
    named,
  );
  if (!names(event.type)) return [entry];
  const naming = touch<NamesRow>(named, (row) => ({
    partnership_id,
    names: namesAfter(row?.names ?? unnamed, event),
  }));
  return [naming, entry];
}

/** The KPI whose stream an event is in. */
const kpiOf = ({ stream, data }: Recorded<Happening>): string | null =>
  stream.startsWith('kpi-') ? (data as { readonly kpi: string }).kpi : null;

/** Measurements carry their mark themselves. */
function illustrativeMeasurements({ type, data }: Recorded<Happening>): string[] {
  const measurements =
    type === 'MeasurementsRecorded' ? data.measurements : type === 'MeasurementCorrected' ? [data.measurement] : [];
  return measurements.some(({ illustrative }) => illustrative) ? ['measurements'] : [];
}

/** One row an event, in the words people read. */
export const timelineProjection: Projection<Happening> = {
  name: 'timeline',
  version: 3,
  tables: [timeline, timelineNames],
  partition: byPartnership,
  changes: Object.fromEntries(everyType.map((type) => [type, told])) as unknown as Changes<Happening>,
};
