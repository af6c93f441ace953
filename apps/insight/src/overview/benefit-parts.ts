import type { Changes, Recorded, Touch } from '#projection';
import { about, type Happening } from '../events.js';
import { change, put } from './part.js';

interface Pilot {
  readonly sites: readonly {
    readonly siteId: string;
    readonly name: string;
    readonly municipality: string;
    readonly participants?: number;
  }[];
  readonly incidents: readonly object[];
}

/** One round of evaluation: an iteration may lead to another. */
interface Round {
  readonly cause: string;
  readonly openedOn: string;
}

interface Report {
  readonly due: string;
  readonly reportedOn?: string;
}

type Seen = Recorded<Happening>;

function onRound(event: Seen, content: object): readonly Touch[] {
  return [
    change<{ rounds: readonly Round[] }>(event, 'evaluation', '', ({ rounds }) => ({
      rounds: [...rounds.slice(0, -1), { ...rounds.at(-1)!, ...content }],
    })),
  ];
}

const withoutPilot = <Data extends { readonly pilotId: string }>({ pilotId: _, ...rest }: Data) => rest;

const adoption = (event: Seen & { readonly data: { readonly municipality: string } }, status: string) => [
  put(event, 'adoption', event.data.municipality, (doc) => ({ ...doc, ...event.data, status })),
];

interface Gain {
  readonly positions: readonly number[];
}

// An amount in the KPI's unit and one in money stand side by side: they are never one figure.
const benefit = (
  event: Extract<Seen, { type: 'BenefitPlanned' | 'BenefitRealised' }>,
  kind: 'planned' | 'realised',
) => {
  const { kpi, party, year, ...gain } = event.data;
  const amount = gain.amountOere === undefined ? 'unit' : 'money';
  return [
    put<{ planned?: Gain; realised?: Gain }>(event, 'benefit', `${kpi}/${party}/${year}/${amount}`, (doc) => {
      const positions = [...(doc?.[kind]?.positions ?? []), event.position];
      return { ...doc, kpi, party, year, [kind]: { ...gain, positions } };
    }),
  ];
};

/** Pilots, their evaluation, and what comes of them. */
export const benefitParts: Changes<Happening> = {
  PilotPlanned: (event) => [
    put(event, 'pilot', event.data.pilotId, () => ({ ...event.data, status: 'planned', sites: [], incidents: [] })),
  ],
  SiteApproved: (event) => {
    const { pilotId, siteId, name, municipality } = event.data;
    return [
      change<Pilot>(event, 'pilot', pilotId, (pilot) => ({
        ...pilot,
        sites: [...pilot.sites.filter((site) => site.siteId !== siteId), { siteId, name, municipality }],
      })),
    ];
  },
  DpiaDecided: (event) => {
    const { required, reason, document } = event.data;
    return [
      change(event, 'pilot', event.data.pilotId, (pilot) => ({ ...pilot, dpia: { required, reason, document } })),
    ];
  },
  PilotStarted: (event) => [
    change(event, 'pilot', event.data.pilotId, (pilot) => ({
      ...pilot,
      status: 'running',
      startedOn: event.data.startedOn,
    })),
  ],
  ParticipantsCounted: (event) => {
    const { pilotId, siteId, participants, countedOn } = event.data;
    return [
      change<Pilot>(event, 'pilot', pilotId, (pilot) => ({
        ...pilot,
        sites: pilot.sites.map((site) => (site.siteId === siteId ? { ...site, participants, countedOn } : site)),
      })),
    ];
  },
  PilotIncidentReported: (event) => [
    change<Pilot>(event, 'pilot', event.data.pilotId, (pilot) => ({
      ...pilot,
      incidents: [...pilot.incidents, { ...withoutPilot(event.data), reportedOn: about(event).occurredOn }],
    })),
  ],
  PilotCompleted: (event) => [
    change(event, 'pilot', event.data.pilotId, (pilot) => ({
      ...pilot,
      ...withoutPilot(event.data),
      status: 'completed',
    })),
  ],
  PilotAborted: (event) => [
    change(event, 'pilot', event.data.pilotId, (pilot) => ({
      ...pilot,
      ...withoutPilot(event.data),
      status: 'aborted',
    })),
  ],

  EvaluationOpened: (event) => [
    put<{ rounds: readonly Round[] }>(event, 'evaluation', '', (doc) => ({
      rounds: [...(doc?.rounds ?? []), { ...event.data, openedOn: about(event).occurredOn }],
    })),
  ],
  EvaluationSubmitted: (event) => onRound(event, { submitted: event.data }),
  RecommendationIssued: (event) => onRound(event, { recommendation: event.data }),
  EvaluationDecisionTaken: (event) => onRound(event, { decision: event.data }),

  // An invitation after a refusal begins anew.
  AdoptionInvited: (event) => [
    put(event, 'adoption', event.data.municipality, () => ({ ...event.data, status: 'invited' })),
  ],
  AdoptionDecided: (event) => adoption(event, event.data.adopts ? 'adopts' : 'declined'),
  AdoptionWentLive: (event) => adoption(event, 'live'),
  AdoptionWithdrawn: (event) => adoption(event, 'withdrawn'),
  BenefitPlanned: (event) => benefit(event, 'planned'),
  BenefitRealised: (event) => benefit(event, 'realised'),
  FollowUpPlanned: (event) => [
    put<{ reports?: readonly Report[] }>(event, 'follow-up', '', (doc) => {
      const submitted = (doc?.reports ?? []).filter(({ reportedOn }) => reportedOn !== undefined);
      const missing = event.data.reportsDue.filter((due) => !submitted.some((report) => report.due === due));
      const reports = [...submitted, ...missing.map((due): Report => ({ due }))];
      return { ...doc, owner: event.data.owner, reports: reports.sort((a, b) => (a.due < b.due ? -1 : 1)) };
    }),
  ],
  FollowUpReported: (event) => [
    change<{ reports: readonly Report[] }>(event, 'follow-up', '', (doc) => ({
      ...doc,
      reports: doc.reports.map((report) => (report.due === event.data.due ? { ...report, ...event.data } : report)),
    })),
  ],
  ScaleUpConcluded: (event) => [put(event, 'follow-up', '', (doc) => ({ ...doc, concluded: event.data }))],
};
