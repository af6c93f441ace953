export { type Decider, fold } from './decider.js';
export { given } from './given.js';
export { Refused } from './refused.js';
