import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Analysis } from '../../server/src/core/analysis.ts';
import { workspace } from '../workspace.ts';

describe('the page of effective settings', () => {
  it('shows each of the workloads that differ, and a hover takes the value of none', () => {
    const code =
      'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    pool: int = 1\n    port: int = 2\n';
    const service = (name: string, pool: number) =>
      `  ${name}:\n    build: .\n    environment: {POOL: "${pool}", PORT: "3"}\n`;
    const analysis = new Analysis(
      workspace({
        'requirements.txt': 'pydantic-settings==2.11.0\n',
        'settings.py': code,
        'compose.staging.yaml': `services:\n${service('api', 4)}${service('worker', 5)}`,
      }),
    );
    const page = analysis.settingsMarkdown('staging');
    const sections = page.split('\n## ').slice(1);
    assert.deepEqual(
      sections.slice(0, 3).map((it) => it.split('\n')[0]),
      [
        '`settings:Settings`',
        '`settings:Settings`, as `api` has it',
        '`settings:Settings`, as `worker` has it',
      ],
    );
    assert.match(sections[0] ?? '', /`pool` \| not decided .*\n\| `port` \| `3`/);
    assert.match(sections[2] ?? '', /`pool` \| `5` /);
    const hover = analysis.hover('settings.py', code.indexOf('pool'))?.markdown ?? '';
    assert.match(hover, /staging.*not decided/);
    assert.doesNotMatch(hover, /staging.*`5`/);
  });
});
