// Writes what is generated from the sources and committed; with --check, fails when any of it is stale.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const checking = process.argv.includes('--check');

const { rules, configurationJsonSchema, editorSettingsProperties, helpText, outputsJsonSchema } =
  await load();
const ruleIds = rules.map((rule) => rule.id).sort();

const generated = {
  'docs/rules.md': ruleIndex(),
  'docs/crossfade.schema.json': `${JSON.stringify(configurationJsonSchema(ruleIds), undefined, 2)}\n`,
  'docs/outputs.schema.json': `${JSON.stringify(outputsJsonSchema(), undefined, 2)}\n`,
  'package.json': withConfiguration(read('package.json')),
  'README.md': withHelp(read('README.md'), await helpText()),
};

const stale = Object.entries(generated).filter(([path, text]) => read(path) !== text);
for (const [path, text] of stale) {
  if (checking) process.stderr.write(`${path} is stale: run npm run generate\n`);
  else {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    process.stdout.write(`wrote ${path}\n`);
  }
}
if (checking && stale.length > 0) process.exitCode = 1;

/** The sources' own lists and schemas, through a bundle that is thrown away. */
async function load() {
  const folder = mkdtempSync(join(tmpdir(), 'crossfade-generate-'));
  const outfile = join(folder, 'sources.cjs');
  try {
    await esbuild.build({
      absWorkingDir: root,
      stdin: {
        contents: `
          export { rules } from './server/src/core/rules/registry.ts';
          export { configurationJsonSchema, editorSettingsProperties } from './server/src/options/json-schema.ts';
          export { outputsJsonSchema } from './test/outputs/json-schema.ts';
          export { helpText } from './server/src/cli/help-text.ts';
        `,
        resolveDir: root,
        loader: 'ts',
      },
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      mainFields: ['module', 'main'],
      banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
      define: { 'import.meta.url': '__bundleUrl' },
      logLevel: 'warning',
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function ruleIndex() {
  const rows = [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((it) => `| [\`${it.id}\`](../server/src/core/rules/${it.id}.md) | ${it.severity} | ${it.summary} |`);
  return `# Rules

Each page is executed as a test. \`crossfade explain RULE\` prints it. Switch a rule off, or change its severity, in
\`crossfade.toml\` or \`pyproject.toml\`:

\`\`\`toml
[tool.crossfade.rules]
unknown-key = "warning" # off, hint, info, warning, error
\`\`\`

| rule | severity | |
|---|---|---|
${rows.join('\n')}
`;
}

function withConfiguration(text) {
  const manifest = JSON.parse(text);
  const properties = {
    ...manifest.contributes?.configuration?.properties,
    ...editorSettingsProperties(ruleIds),
  };
  manifest.contributes = {
    ...manifest.contributes,
    configuration: { ...manifest.contributes?.configuration, title: 'Crossfade', properties },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function withHelp(text, help) {
  const [start, end] = ['<!-- generated: help -->\n', '<!-- end of help -->'];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) return text;
  return `${text.slice(0, from + start.length)}\n\`\`\`text\n${help}\`\`\`\n\n${text.slice(to)}`;
}
