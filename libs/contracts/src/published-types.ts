import { messageTypes } from './messages/messages.js';
import { releasedTypes } from './ocds/release-of.js';

/** The stored event types that can lead to a public message or a release. */
export const publishedTypes: readonly string[] = [...new Set([...messageTypes, ...releasedTypes])];
