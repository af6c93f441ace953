// A process of the HTTP bench: a server, or the load on it.
import { register } from '../../support/typescript.js';

register();
await import(`./${process.argv[2]}.ts`);
