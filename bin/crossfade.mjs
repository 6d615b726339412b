#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const dist = new URL('../dist/', import.meta.url);
const bundle = fileURLToPath(new URL('cli.cjs', dist));

const server = fileURLToPath(new URL('server.cjs', dist));
const [command, transport, ...others] = process.argv.slice(2);

if (existsSync(bundle)) {
  const require = createRequire(import.meta.url);
  // An editor waits for this one, which needs nothing of the other commands.
  if (command === 'lsp' && transport === '--stdio' && others.length === 0) require(server);
  else require(bundle).main(server);
} else {
  process.stderr.write('Crossfade is not built yet: run `npm start`\n');
  process.exitCode = 2;
}
