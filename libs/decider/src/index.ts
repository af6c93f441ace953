export { type Decider, fold } from './decider.js';
export { Refused } from './refused.js';
export { given } from './given.js';
