import { fileURLToPath } from 'node:url';
import { loadCached } from '../host/load-cached.ts';

// What an editor starts; all the rest of the server comes with compiled code.
loadCached(fileURLToPath(new URL('server-main.cjs', import.meta.url)));
