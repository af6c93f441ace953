import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { hasHappened, own } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { CaseWorkCommand, CaseWorkEvent } from './case-work.js';

export const journalRefusals = {
  'note-id-taken': {
    about: 'state',
    en: 'There is another note {noteId} already: choose another id, or correct that one.',
    da: 'Der findes allerede et andet notat {noteId}: vælg et andet id, eller ret det.',
  },
  'note-unknown': {
    about: 'missing',
    en: 'There is no note {noteId} to correct.',
    da: 'Der findes intet notat {noteId} at rette.',
  },
  'note-reason-missing': {
    about: 'input',
    en: 'Say why the note {noteId} is corrected.',
    da: 'Begrund rettelsen af notatet {noteId}.',
  },
  'decision-id-taken': {
    about: 'state',
    en: 'There is another decision {decisionId} already: choose another id.',
    da: 'Der findes allerede en anden beslutning {decisionId}: vælg et andet id.',
  },
  'document-id-taken': {
    about: 'state',
    en: 'There is another document {documentId} already: choose another id.',
    da: 'Der findes allerede et andet dokument {documentId}: vælg et andet id.',
  },
  'document-sha256-malformed': {
    about: 'input',
    en: 'A SHA-256 sum is 64 hexadecimal digits; that of {documentId} is not.',
    da: 'En SHA-256-sum er 64 hexadecimale cifre; den for {documentId} er ikke.',
  },
  'document-contract-unknown': {
    about: 'input',
    en: 'There is no contract {contractId} for the document {documentId} to belong to.',
    da: 'Der findes ingen kontrakt {contractId}, som dokumentet {documentId} kan høre til.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof journalRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const journalDecisions: Pick<
  Decisions<CaseWorkCommand>,
  'WriteNote' | 'CorrectNote' | 'RecordDecision' | 'JournaliseDocument'
> = {
  WriteNote({ data }, { caseWork }) {
    const { noteId, text } = data;
    const taken = caseWork.notes.get(noteId);
    if (taken?.written === text) return [];
    if (taken) throw refuse('note-id-taken', { noteId });
    return [{ type: 'NoteWritten', data }];
  },

  CorrectNote({ data }, { caseWork }) {
    const { noteId, text, reason } = data;
    const note = caseWork.notes.get(noteId);
    if (!note) throw refuse('note-unknown', { noteId });
    if (isBlank(reason)) throw refuse('note-reason-missing', { noteId });
    if (note.text === text) return [];
    return [{ type: 'NoteCorrected', data }];
  },

  RecordDecision(command, { caseWork }) {
    const { data } = command;
    const taken = caseWork.decisions.get(data.decisionId);
    if (taken && sameContent(taken, data)) return [];
    if (taken) throw refuse('decision-id-taken', { decisionId: data.decisionId });
    hasHappened(command, data.decidedOn);
    return [{ type: 'DecisionRecorded', data }];
  },

  JournaliseDocument(command, { caseWork, contracts }) {
    const { data } = command;
    const { documentId, contractId } = data;
    const taken = caseWork.documents.get(documentId);
    if (taken && sameContent(taken, data)) return [];
    if (taken) throw refuse('document-id-taken', { documentId });
    hasHappened(command, data.date);
    if (!/^[0-9a-f]{64}$/i.test(data.sha256)) throw refuse('document-sha256-malformed', { documentId });
    if (contractId !== undefined && !own(contracts, contractId))
      throw refuse('document-contract-unknown', { contractId, documentId });
    return [{ type: 'DocumentJournalised', data }];
  },
};

export const journalEvolutions: Pick<
  Evolutions<CaseWorkEvent>,
  'NoteWritten' | 'NoteCorrected' | 'DecisionRecorded' | 'DocumentJournalised'
> = {
  NoteWritten: ({ caseWork, ...partnership }, { noteId, text }) => ({
    ...partnership,
    caseWork: { ...caseWork, notes: caseWork.notes.set(noteId, { written: text, text }) },
  }),
  NoteCorrected: (partnership, { noteId, text }) => {
    const { caseWork } = partnership;
    const note = caseWork.notes.get(noteId);
    if (!note) return partnership;
    return { ...partnership, caseWork: { ...caseWork, notes: caseWork.notes.set(noteId, { ...note, text }) } };
  },
  DecisionRecorded: ({ caseWork, ...partnership }, data) => ({
    ...partnership,
    caseWork: { ...caseWork, decisions: caseWork.decisions.set(data.decisionId, data) },
  }),
  DocumentJournalised: ({ caseWork, ...partnership }, data) => ({
    ...partnership,
    caseWork: { ...caseWork, documents: caseWork.documents.set(data.documentId, data) },
  }),
};
