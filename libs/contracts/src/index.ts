export type { CloudEvent } from './cloud-event.js';
export type { Told } from './told.js';
export { compiled } from './ocds/compiled.js';
export { ocidOf, type Publisher, type Release } from './ocds/release.js';
export { releasedTypes, releaseOf } from './ocds/release-of.js';
