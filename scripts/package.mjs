// Packs the extension: `npm run package [-- --out FILE]`. Without --out: NAME-VERSION.vsix in the repository.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';
import { thirdPartyNotices } from './notices.mjs';

const SHIPPED = ['.vscodeignore', 'CHANGELOG.md', 'LICENSE', 'client/media', 'syntaxes'];
const PARSERS = ['node_modules/web-tree-sitter/', 'node_modules/tree-sitter-python/'];

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const out = path.resolve(values.out ?? path.join(root, `${manifest.name}-${manifest.version}.vsix`));

// A folder of its own, so that the bundles in dist/ stay as they are.
const folder = await mkdtemp(path.join(tmpdir(), 'crossfade-package-'));
try {
  await stage();
  await createVSIX({
    cwd: folder,
    packagePath: out,
    dependencies: false,
    allowMissingRepository: true,
    // Relative links can only be made absolute when it is known where the repository is published.
    rewriteRelativeLinks: manifest.repository !== undefined,
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function stage() {
  await writeFile(
    path.join(folder, 'README.md'),
    shippedReadme(await readFile(path.join(root, 'README.md'), 'utf8')),
  );
  for (const file of SHIPPED) await cp(path.join(root, file), path.join(folder, file), { recursive: true });
  const inputs = await build(['client', 'server'], { release: true, folder });
  await writeFile(
    path.join(folder, 'ThirdPartyNotices.txt'),
    await thirdPartyNotices(root, [...inputs, ...PARSERS]),
  );
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(shippedManifest(), null, 2));
}

/** VS Code loads the images of a page from the web only: without a published repository they would be broken. */
function shippedReadme(text) {
  return manifest.repository ? text : text.replace(/^!\[[^\]]*\]\(docs\/images\/[^)]*\)\n\n?/gm, '');
}

/** The manifest without what only the repository and the command line tool need. */
function shippedManifest() {
  const { scripts, devDependencies, dependencies, bin, files, ...shipped } = manifest;
  return shipped;
}
