export { asyncApi } from './asyncapi.js';
export type { CloudEvent } from './cloud-event.js';
export { type Followed, following } from './following.js';
export { toHeaders } from './messages/headers.js';
export { messagesOf, messageTypes, publicSchemas } from './messages/messages.js';
export { compiled } from './ocds/compiled.js';
export { ocidOf, type Publisher, type Release } from './ocds/release.js';
export { releasedTypes, releaseOf } from './ocds/release-of.js';
export { type Asked, commandIdOf, commandOf, fingerprintOf } from './procurement/command.js';
export { type MessageFault, messageFaultReasons } from './procurement/faults.js';
export {
  type ProcurementData,
  type ProcurementMessageType,
  procurementMessageTypes,
  procurementSchemas,
  procurementTopic,
  type Understood,
} from './procurement/messages.js';
export { isUnderstood, largestMessage, type NotUnderstood, understand } from './procurement/understand.js';
export { publishedTypes } from './published-types.js';
export { type Disagreement, disagreementKinds, type Heard } from './reconciliation/disagreement.js';
export { disagreements } from './reconciliation/reconciliation.js';
export type { Told } from './told.js';
