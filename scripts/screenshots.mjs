// Renews the images of the documentation from the real editor: `npm run screenshots`
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const IMAGES = ['problems', 'light-bulb', 'plan', 'record'];

const root = fileURLToPath(new URL('..', import.meta.url));
await build(['client', 'server']);
const walk = ['test/vscode/walk.mjs', '--out', 'docs/images', ...IMAGES.flatMap((name) => ['--only', name])];
const { status } = spawnSync(process.execPath, walk, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
