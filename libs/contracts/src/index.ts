export type { CloudEvent } from './cloud-event.js';
export type { Told } from './told.js';
