// Bundles everything that runs into dist/: `node scripts/build.mjs [--release] [client|server|cli|suite]…`
import { access, copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * What is built under a name. A launcher is what is started; it loads the bundle with code that V8 compiled before.
 * @type {Record<string, { entry: string, outfile: string, launcher?: { entry: string, outfile: string }, external?: string[] }>}
 */
const BUNDLES = {
  client: { entry: 'client/src/extension.ts', outfile: 'dist/client.cjs', external: ['vscode'] },
  server: {
    entry: 'server/src/lsp/main.ts',
    outfile: 'dist/server-main.cjs',
    launcher: { entry: 'server/src/lsp/launch.ts', outfile: 'dist/server.cjs' },
  },
  cli: {
    entry: 'server/src/cli/main.ts',
    outfile: 'dist/cli-main.cjs',
    launcher: { entry: 'server/src/cli/launch.ts', outfile: 'dist/cli.cjs' },
  },
  suite: {
    entry: 'test/vscode/suite/main.ts',
    outfile: 'dist/test/suite.cjs',
    external: ['vscode', 'mocha'],
  },
};

const PARSERS = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'];

/**
 * Builds the named bundles into the folder `dist` of `folder`. A missing entry file is an error.
 * @param {string[]} names all bundles when empty
 * @param {{ release?: boolean, folder?: string }} options `release`: minified and without source maps
 * @returns {Promise<string[]>} the files that went into the bundles, relative to the repository
 */
export async function build(names = [], { release = false, folder = root } = {}) {
  const unknown = names.filter((name) => !(name in BUNDLES));
  if (unknown.length > 0)
    throw new Error(`unknown bundle ${unknown.join(', ')}; known: ${Object.keys(BUNDLES).join(', ')}`);
  const chosen = names.length > 0 ? names : Object.keys(BUNDLES);
  for (const name of chosen) {
    await access(path.join(root, BUNDLES[name].entry)).catch(() => {
      throw new Error(`the entry file ${BUNDLES[name].entry} of the bundle ${name} is missing`);
    });
  }
  const bundles = chosen.flatMap((name) => [BUNDLES[name], BUNDLES[name].launcher].filter(Boolean));
  const inputs = await Promise.all(bundles.map((it) => bundle(it, release, folder)));
  if (chosen.includes('server') || chosen.includes('cli')) await copyParsers(path.join(folder, 'dist'));
  if (chosen.includes('cli')) await copyRulePages(path.join(folder, 'dist', 'rules'));
  return [...new Set(inputs.flat())].sort();
}

async function bundle({ entry, outfile, external = [] }, release, folder) {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path.join(folder, outfile),
    external,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The libraries' UMD builds call `require` through a parameter, which no bundler can follow.
    mainFields: ['module', 'main'],
    banner: {
      js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href; const __builtIn = async (name) => require(name);",
    },
    plugins: [withoutImports],
    define: { 'import.meta.url': '__bundleUrl' },
    minify: release,
    sourcemap: release ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}

/** Code that V8 takes from its cache cannot import: the library imports modules of Node that a bundle can require. */
const withoutImports = {
  name: 'without-imports',
  setup: ({ onLoad }) =>
    onLoad({ filter: /web-tree-sitter\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const contents = text.replaceAll('await import(', 'await __builtIn(');
      if (contents === text) throw new Error('web-tree-sitter no longer imports as the build expects');
      return { contents, loader: 'js' };
    }),
};

/** What `crossfade explain` prints. */
async function copyRulePages(folder) {
  const pages = path.join(root, 'server', 'src', 'core', 'rules');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(pages)) {
    if (name.endsWith('.md')) await copyFile(path.join(pages, name), path.join(folder, name));
  }
}

async function copyParsers(folder) {
  const require = createRequire(import.meta.url);
  await mkdir(folder, { recursive: true });
  for (const parser of PARSERS) {
    await copyFile(require.resolve(parser), path.join(folder, path.basename(parser)));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = process.argv.slice(2);
  const release = args.includes('--release');
  try {
    await build(
      args.filter((arg) => arg !== '--release'),
      { release },
    );
  } catch (error) {
    // esbuild has printed its own errors by then.
    if (!error.errors) console.error(error.message);
    process.exitCode = 1;
  }
}
