import { randomUUID } from 'node:crypto';

/** Where a server listens, and how it is asked. */
export interface Target {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly partnerships: readonly string[];
}

/** What a server shall hold before it is asked. */
export interface Holding {
  readonly url: string;
  readonly partnerships: number;
  /** Events of each partnership. */
  readonly length: number;
  /** Partnerships of `longest` events that nobody asks for: stores of short and long streams are then equally large. */
  readonly others: number;
  readonly longest: number;
}

export interface Past {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The past of a partnership: registered, and milestones planned. */
export function past(caseNumber: string, length: number): Past[] {
  const commandId = randomUUID();
  const metadata = {
    by: 'pm-1',
    role: 'project-manager',
    organisation: '0250',
    occurredOn: '2026-01-12',
    correlationId: commandId,
    causationId: commandId,
    commandId,
    schemaVersion: 1,
  };
  const registered = {
    caseNumber,
    title: 'Dehydration of the elderly',
    leadOrganisation: '0250',
    leadOrganisationName: 'Frederikssund Kommune',
    route: 'innovation-partnership',
    classification: {
      theme: 'time-and-workforce',
      sectorArea: 'elderly-and-health',
      mainPurpose: 'quality-for-citizens',
      innovationTypes: ['product'],
      legalForm: 'agreement',
      subjectNumber: '27.36.00',
    },
    registeredBy: 'pm-1',
  };
  return Array.from({ length }, (_, n) => ({
    id: randomUUID(),
    type: n === 0 ? 'PartnershipRegistered' : 'MilestonePlanned',
    data: n === 0 ? registered : { code: `M-${n}`, title: 'First citizens wear the sensor', plannedOn: '2026-03-31' },
    metadata,
  }));
}

/** Answers the parent: first with the target, then whatever it asks. Ends when the parent does. */
export function answering(serve: (holding: Holding) => Promise<Target>): void {
  process.on('message', async (question: Holding | 'rss') => {
    if (question === 'rss') process.send?.(process.resourceUsage().maxRSS * 1024);
    else process.send?.(await serve(question));
  });
  process.on('disconnect', () => process.exit(0));
}
