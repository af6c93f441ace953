// Runs the benches from the sources, as plain Node would run what is built from them.
import { register } from '../support/typescript.js';

register();
await import('./main.ts');
