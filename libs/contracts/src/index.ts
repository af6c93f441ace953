export type { CloudEvent } from './cloud-event.js';
export { type Followed, following } from './following.js';
export { toHeaders } from './messages/headers.js';
export { messagesOf, messageTypes, publicSchemas } from './messages/messages.js';
export { compiled } from './ocds/compiled.js';
export { ocidOf, type Publisher, type Release } from './ocds/release.js';
export { releasedTypes, releaseOf } from './ocds/release-of.js';
export { publishedTypes } from './published-types.js';
export type { Told } from './told.js';
