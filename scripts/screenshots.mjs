// Renews the images of the documentation from the real editor: `npm run screenshots`
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const IMAGES = ['findings', 'hover', 'light-bulb', 'environments', 'plan', 'migrations', 'deploy'];

const root = fileURLToPath(new URL('..', import.meta.url));
await build(['client', 'server']);
const walk = ['test/vscode/walk.mjs', '--theme', 'dark', '--out', 'docs/images'];
const only = IMAGES.flatMap((name) => ['--only', name]);
const { status } = spawnSync(process.execPath, [...walk, ...only], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
