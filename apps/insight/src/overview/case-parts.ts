import type { Changes } from '#projection';
import { about, type Happening } from '../events.js';
import { change, put, putOfContract } from './part.js';

/** The case itself: its parties, its people and the work around it. */
export const caseParts: Changes<Happening> = {
  PartnershipRegistered: (event) => {
    const { leadOrganisation: organisation, leadOrganisationName: name } = event.data;
    return [
      put(event, 'party', organisation, () => ({ organisation, name, lead: true, since: about(event).occurredOn })),
    ];
  },
  PartyJoined: (event) => {
    const { organisation, name, partnerType } = event.data;
    return [
      put(event, 'party', organisation, () => ({
        organisation,
        name,
        partnerType,
        lead: false,
        since: about(event).occurredOn,
      })),
    ];
  },
  PartyLeft: (event) => [
    change(event, 'party', event.data.organisation, (party) => ({
      ...party,
      until: about(event).occurredOn,
      leftBecause: event.data.reason,
    })),
  ],
  NeedDescribed: (event) => [put(event, 'need', '', () => event.data)],

  ResponsibleAssigned: (event) => [put(event, 'responsible', event.data.assignmentId, () => event.data)],
  ResponsibilityEnded: (event) => [
    change(event, 'responsible', event.data.assignmentId, (one) => ({ ...one, until: event.data.until })),
  ],
  DeadlineSet: (event) => [
    put(event, 'deadline', event.data.deadlineId, () => ({ ...event.data, firstDue: event.data.due, shifted: [] })),
  ],
  DeadlineShifted: (event) => {
    const { deadlineId, due, reason } = event.data;
    return [
      change<{ shifted: readonly object[] }>(event, 'deadline', deadlineId, (deadline) => ({
        ...deadline,
        due,
        shifted: [...deadline.shifted, { due, reason }],
      })),
    ];
  },
  DeadlineMet: (event) => [
    change(event, 'deadline', event.data.deadlineId, (deadline) => ({ ...deadline, metOn: event.data.metOn })),
  ],
  RiskRaised: (event) => [put(event, 'risk', event.data.riskId, () => ({ ...event.data, open: true }))],
  RiskReassessed: (event) => {
    const { riskId, likelihood, consequence, reason } = event.data;
    return [change(event, 'risk', riskId, (risk) => ({ ...risk, likelihood, consequence, reassessedBecause: reason }))];
  },
  RiskClosed: (event) => [
    change(event, 'risk', event.data.riskId, (risk) => ({ ...risk, open: false, outcome: event.data.outcome })),
  ],
  NoteWritten: (event) => [
    put(event, 'note', event.data.noteId, () => ({
      ...event.data,
      by: about(event).by,
      writtenOn: about(event).occurredOn,
    })),
  ],
  NoteCorrected: (event) => [
    change(event, 'note', event.data.noteId, (note) => ({
      ...note,
      text: event.data.text,
      correctedBecause: event.data.reason,
    })),
  ],
  DecisionRecorded: (event) => [put(event, 'decision', event.data.decisionId, () => event.data)],
  DocumentJournalised: (event) => {
    const { documentId, contractId } = event.data;
    return [putOfContract(event, 'document', documentId, contractId, event.data)];
  },
  BusinessCaseSet: (event) => [put(event, 'business-case', '', () => event.data)],
  BudgetLineSet: (event) => [put(event, 'budget-line', event.data.budgetLineId, () => event.data)],
};
