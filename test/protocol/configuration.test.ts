import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rulesOf } from './diagnostics-of.ts';
import { eventually } from './eventually.ts';
import { type Session, start } from './harness.ts';
import { SERVICE } from './service.ts';

describe('workspace/didChangeConfiguration', () => {
  it('applies the settings of the editor from the start, and when they change', async () => {
    const server = await start({ files: SERVICE, settings: { rules: { 'type-mismatch': 'off' } } });
    await rules(server, []);
    await server.configure({});
    await rules(server, ['type-mismatch']);
    await server.stop();
  });

  it('leaves files out that the settings exclude', async () => {
    const server = await start({ files: { ...SERVICE, 'old/.env': 'A=1\nA=2\n' } });
    await rules(server, ['duplicate-key'], 'old/.env');
    await server.configure({ exclude: ['old/**'] });
    await rules(server, [], 'old/.env');
    await server.stop();
  });

  it('names a setting that it cannot use', async () => {
    const server = await start({ files: SERVICE, settings: { rules: 7 } });
    await server.take(/crossfade settings: crossfade\.rules/);
    await rules(server, ['type-mismatch']);
    await server.stop();
  });
});

describe('a configuration', () => {
  it('shows its mistakes and what it names that is not there, and no longer once they are mended', async () => {
    const wrong = '[environments.staging]\nprocess = ["compose.stagnig.yaml#api"]\ncupling = "bundled"\n';
    const compose = 'services:\n  api:\n    build: .\n    environment: {PORT: "1"}\n';
    const files = { ...SERVICE, 'crossfade.toml': wrong, 'compose.staging.yaml': compose };
    const server = await start({ files });
    const rule = 'configuration-invalid';
    await rules(server, [rule, rule], 'crossfade.toml');
    await server.open('crossfade.toml');
    await server.change('crossfade.toml', 'stagnig', 'staging');
    await rules(server, [rule], 'crossfade.toml');
    await server.change('crossfade.toml', 'cupling', 'coupling');
    await rules(server, [], 'crossfade.toml');
    await server.stop();
  });
});

/** Waits until a file has just these findings. */
async function rules(server: Session, expected: readonly string[], path = '.env'): Promise<void> {
  await eventually(`[${expected}] in ${path}`, async () => {
    const found = rulesOf(await server.pull(path));
    return found.join() === expected.join() ? true : undefined;
  });
  assert.deepEqual(rulesOf(await server.pull(path)), expected);
}
