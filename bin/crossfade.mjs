#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const dist = new URL('../dist/', import.meta.url);
const bundle = fileURLToPath(new URL('cli.cjs', dist));

if (existsSync(bundle)) {
  // Newer Node only; a cache of compiled code makes the second start quicker.
  module.enableCompileCache?.();
  createRequire(import.meta.url)(bundle).main(fileURLToPath(new URL('server.cjs', dist)));
} else {
  process.stderr.write('Crossfade is not built yet: run `npm start`\n');
  process.exitCode = 2;
}
