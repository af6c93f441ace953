import { v5 as uuid5 } from 'uuid';

// Never changed: a measurement has the same id wherever it is told.
const namespace = 'b0f7a1de-2f5a-4a0f-9d3b-6e1c5a7d4c11';

/** What a measurement is called outside: people name places in the ids they give. */
export const publicMeasurementId = (partnershipId: string, kpi: string, measurementId: string): string =>
  uuid5(JSON.stringify([partnershipId, kpi, measurementId]), namespace);
