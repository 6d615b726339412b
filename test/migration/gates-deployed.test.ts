import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordState } from '../../server/src/core/features/migrations.ts';
import { mentionIndex } from '../../server/src/core/mentions/mention-index.ts';
import { deployedRefs } from '../../server/src/core/migration/deployed-versions.ts';
import { recordsOf } from '../../server/src/core/migration/record.ts';
import { DEFAULT_OPTIONS, type RefView, type Snapshot } from '../../server/src/core/snapshot.ts';
import { workspace } from '../workspace.ts';

const settings = (lines: readonly string[]) => `from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

${lines.map((it) => `    ${it}\n`).join('')}

settings = Settings()
`;

const OLD = settings(['db_pool: int']);
const BOTH = settings(['db_pool: int | None = None', 'db_pool_size: int = 5']);
const NEW = settings(['db_pool_size: int']);
/** What a removal leaves for a strict reader. */
const DECLARED = `import logging
from typing import Any, ClassVar

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

log = logging.getLogger(__name__)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    # settings-migration: 20260901-db-pool-size phase=expand
    db_pool: Any = Field(default=None, repr=False, exclude=True)
    _seen_20260901_db_pool_size: ClassVar[set[str]] = set()

    # settings-migration: 20260901-db-pool-size phase=expand
    @model_validator(mode="before")
    @classmethod
    def _m_20260901_db_pool_size(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "db_pool" not in data:
            return data
        message = "DB_POOL no longer has any effect; remove it"
        seen = cls._seen_20260901_db_pool_size
        if message not in seen:
            seen.add(message)
            log.warning(message)
        return {k: v for k, v in data.items() if k != "db_pool"}


settings = Settings()
`;
const ID = '20260901-db-pool-size';

interface Case {
  readonly kind?: string;
  readonly plan?: string;
  readonly phase: string;
  readonly from?: string;
  readonly to?: string;
  /** Lines of front matter. */
  readonly record?: string;
  /** The code of the working tree. */
  readonly code: string;
  /** The code of refs, or why it is not seen. */
  readonly refs?: Readonly<Record<string, string | { readonly reason: string }>>;
  readonly deployed?: Snapshot['deployed'];
  readonly configured?: string;
  readonly files?: Readonly<Record<string, string>>;
}

function gate(id: 'G8' | 'G9', given: Case, which: 'claimed' | 'next' = 'next'): string {
  const { kind = 'rename', plan = 'code-first', phase, from = '[DB_POOL]', to = '[DB_POOL_SIZE]' } = given;
  const record = `---
schema: 1
id: "${ID}"
kind: ${kind}
owner: "@orders-team"
plan: ${plan}
phase: ${phase}
from: ${from}
to: ${to}
${given.record ?? ''}---
# A change
`;
  const files = {
    'pyproject.toml': '[project]\nname = "shop"\n',
    'settings.py': given.code,
    '.env.staging': 'DB_POOL=20\n',
    [`settings-migrations/${ID}.md`]: record,
    ...given.files,
  };
  const views = Object.entries(given.refs ?? {}).map(([ref, code]): [string, RefView] => [
    ref,
    typeof code === 'string'
      ? {
          kind: 'seen',
          commit: ref,
          date: '2026-09-01',
          snapshot: workspace({ 'pyproject.toml': '', 'settings.py': code }),
        }
      : { kind: 'unseen', reason: code.reason },
  ]);
  const environments: Snapshot['options']['environments'] =
    given.configured === undefined ? {} : { staging: { deployed: given.configured } };
  const snapshot = workspace(files, {
    trusted: true,
    refs: new Map(views),
    options: { ...DEFAULT_OPTIONS, environments },
    ...(given.deployed ? { deployed: given.deployed } : {}),
  });
  const known = { ...snapshot, mentions: mentionIndex([...snapshot.files.values()]) };
  const [found] = recordsOf(known);
  assert.ok(found);
  const answer = recordState(known, found, which);
  assert.ok(answer.ok, answer.ok ? '' : answer.message);
  const verdict = answer.state.gates.find((it) => it.id === id && it.environment === 'staging');
  assert.ok(verdict, `${id} is not asked`);
  return `${verdict.verdict}: ${verdict.reason}`;
}

const staging = (ref: string, reader?: string) => [
  { environment: 'staging', ref, ...(reader === undefined ? {} : { reader }) },
];
const REFS = { v1: OLD, v2: BOTH, v3: NEW };

describe('G8', () => {
  const waiting = { phase: 'expand', code: BOTH, refs: REFS };

  it('asks which version runs', () => {
    assert.match(
      gate('G8', waiting),
      /^unknown: which version runs in `staging` is not known: `--deployed staging=REF`/,
    );
  });

  it('is judged by what the code of that version reads', () => {
    assert.equal(
      gate('G8', { ...waiting, deployed: staging('v1') }),
      'no: `v1`, which runs in `staging`, does not read `DB_POOL_SIZE` (`Settings`)',
    );
    assert.equal(
      gate('G8', { ...waiting, deployed: staging('v2') }),
      'yes: `v2`, which runs in `staging`, reads `DB_POOL_SIZE`',
    );
  });

  it('is decided by the oldest of several', () => {
    const both = [...staging('v2', 'api'), ...staging('v1', 'worker')];
    assert.match(
      gate('G8', { ...waiting, deployed: both }),
      /^no: `v1`, which runs in `staging` as `worker`,/,
    );
  });

  it('needs to know of every process that the record names', () => {
    assert.match(
      gate('G8', { ...waiting, deployed: staging('v2', 'api'), record: 'readers: [api, worker]\n' }),
      /^unknown: which version `worker` runs in `staging` is not known/,
    );
  });

  it('asks that code no longer reads what goes', () => {
    const ending = { plan: 'env-first', phase: 'migrate', code: NEW, refs: REFS };
    assert.match(
      gate('G8', { ...ending, deployed: staging('v1') }),
      /^no: `v1`.* does not read `DB_POOL_SIZE`/,
    );
    assert.match(gate('G8', { ...ending, deployed: staging('v2') }), /^no: `v2`.* still reads `DB_POOL`/);
    assert.match(gate('G8', { ...ending, deployed: staging('v3') }), /^yes: /);
    const removal = {
      kind: 'remove',
      to: '[]',
      record: 'readers: [Settings]\n',
      phase: 'expand',
      code: settings(['port: int = 1']),
    };
    const refs = { v1: OLD, v4: settings(['port: int = 1']) };
    assert.match(gate('G8', { ...removal, refs, deployed: staging('v1') }), /^no: .* still reads `DB_POOL`/);
    assert.match(
      gate('G8', { ...removal, refs, deployed: staging('v4') }),
      /^yes: .* does not read `DB_POOL`/,
    );
    const declared = (use: string) => `${DECLARED}${use}`;
    const running = (use: string) =>
      gate('G8', { ...removal, refs: { v5: declared(use) }, deployed: staging('v5') });
    assert.match(running(''), /^yes: .* does not read `DB_POOL`/);
    assert.match(running('print(settings.db_pool)\n'), /^no: .* ignores what sets `DB_POOL`, and still uses/);
    assert.match(running('def f(it):\n    print(it.db_pool)\n'), /^unknown: .* may still use/);
  });

  it('says why code is not seen, and never passes', () => {
    const reason = '`v0` names no commit here; this is a shallow clone';
    const refs = { v0: { reason } };
    assert.equal(gate('G8', { ...waiting, refs, deployed: staging('v0') }), `unknown: ${reason}`);
    assert.match(
      gate('G8', { ...waiting, refs: {}, deployed: staging('v9') }),
      /^unknown: the code of `v9` is not read here/,
    );
  });

  it('takes the configuration where the pipeline says nothing', () => {
    assert.match(gate('G8', { ...waiting, configured: 'tag:v2' }), /^yes: `v2`/);
    assert.match(gate('G8', { ...waiting, configured: 'tag:v2', deployed: staging('v1') }), /^no: `v1`/);
    assert.match(gate('G8', { ...waiting, configured: 'v2' }), /^unknown: `v2` is neither `tag:NAME` nor/);
  });

  it('reads the tag of an image', () => {
    const manifest = (image: string) => ({
      'k8s/staging/deploy.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api
          image: ${image}
`,
    });
    const configured = 'image:k8s/staging/deploy.yaml#api';
    const verdict = (image: string) => gate('G8', { ...waiting, configured, files: manifest(image) });
    assert.match(verdict('registry.example:5000/shop/api:v2'), /^yes: `v2`/);
    assert.match(verdict('shop/api:v1@sha256:0123'), /^no: `v1`/);
    assert.match(verdict('registry.example:5000/shop/api'), /^unknown: the image of .* has no tag/);
    assert.match(
      gate('G8', { ...waiting, configured: 'image:k8s/none.yaml#api' }),
      /^unknown: `image:k8s\/none.yaml#api` names no image/,
    );
  });

  it('takes what the record says for as long as it is fresh', () => {
    const record = (on: string) =>
      `env:\n  staging:\n    deployed: [{ reader: Settings, ref: v2, "on": ${on} }]\n`;
    assert.match(gate('G8', { ...waiting, record: record('2026-09-20') }), /^yes: `v2`/);
    assert.match(
      gate('G8', { ...waiting, record: record('2026-08-01') }),
      /^unknown: .* was written down 53 days ago in the record; after 30 days/,
    );
    const other = record('2026-09-20').replace('Settings', 'Nope');
    assert.equal(
      gate('G8', { ...waiting, record: other }),
      'unknown: `env.staging.deployed` names `Nope`, which is no reader of this record: `Settings`',
    );
    assert.match(gate('G8', { ...waiting, record: `readers: [Nope]\n${other}` }), /^yes: `v2`/);
    assert.match(gate('G8', { ...waiting, record: record('soon') }), /^unknown: .* has no day in the record/);
  });
});

describe('G8 of a key that stays', () => {
  const plain = settings(['log_level: str = "info"']);
  const knowing = plain
    .replace(
      'from pydantic import AliasChoices, Field',
      'from pydantic import AliasChoices, Field, field_validator',
    )
    .replace(
      '\n\n\nclass ',
      `\n\n
# settings-migration: ${ID} phase=expand (delete in contract)
def _old(value: object) -> object:
    return {"warn": "warning"}.get(value, value)


class `,
    )
    .replace(
      '= "info"\n',
      `= "info"

    # settings-migration: ${ID} phase=expand (delete in contract)
    @field_validator("log_level", mode="before")
    @classmethod
    def _m(cls, value: object) -> object:
        return _old(value)
`,
    );
  const other = knowing.replace('"warn": "warning"', '"warn": "WARNING"');
  const refs = { v1: plain, v2: knowing, v3: other };
  const key = { from: '[LOG_LEVEL]', to: '[LOG_LEVEL]', phase: 'expand', code: knowing, refs };
  const verdict = (kind: string, ref: string) => gate('G8', { ...key, kind, deployed: staging(ref) });

  for (const kind of ['enum', 'retype']) {
    it(`holds for ${kind} once the code that knows both spellings runs`, () => {
      assert.equal(
        verdict(kind, 'v2'),
        'yes: `v2`, which runs in `staging`, reads `LOG_LEVEL` as the working tree does',
      );
      assert.match(verdict(kind, 'v1'), /^no: `v1`.* reads `LOG_LEVEL` in another way than `Settings`/);
      assert.match(verdict(kind, 'v3'), /^no: `v3`.* reads `LOG_LEVEL` in another way than `Settings`/);
    });
  }
});

describe('G9', () => {
  const ending = { plan: 'env-first', phase: 'migrate', code: NEW, refs: REFS };

  it('waits from the day of the deploy', () => {
    const since = (on: string) =>
      `keep_old_for: 14d\nenv:\n  staging:\n    deployed: [{ reader: Settings, ref: v3, "on": ${on} }]\n`;
    assert.match(gate('G9', { ...ending, record: since('2026-09-01') }), /^yes: /);
    assert.match(gate('G9', { ...ending, record: since('2026-09-10') }), /^no: .* until 2026-09-24/);
  });

  it('takes the day of the tag where nobody wrote one down', () => {
    const record = (time: string) => `keep_old_for: ${time}\n`;
    const verdict = (time: string) =>
      gate('G9', { ...ending, deployed: staging('v3'), record: record(time) });
    assert.deepEqual([verdict('2w').slice(0, 4), verdict('23d').slice(0, 3)], ['yes:', 'no:']);
  });

  it('does not begin before the code is out', () => {
    const record = 'keep_old_for: 14d\n';
    assert.match(gate('G9', { ...ending, deployed: staging('v1'), record }), /^no: the time begins once/);
    assert.match(gate('G9', { ...ending, record }), /^unknown: the time begins once/);
    assert.match(
      gate('G9', { ...ending, deployed: staging('v3') }),
      /^n\/a: the record has no `keep_old_for`/,
    );
  });
});

it('looks at no version while no migration is open', () => {
  const snapshot = workspace({ 'settings.py': OLD }, { deployed: staging('v1') });
  assert.deepEqual(deployedRefs(snapshot), []);
});
