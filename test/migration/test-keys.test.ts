import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MigrationAsk } from '../../server/src/core/features/migrations.ts';
import { answered, KIND_CASES, kindService, READER_CASES } from './kind-services.ts';
import { assertResumes, type Files, GATES, next, recordOf, start, waive } from './walk.ts';

const TESTS = 'tests/test_settings.py';
const [TOLERANT, , ENVIRON] = READER_CASES;

/** The test of the team once code reads the new keys alone, and what was left to people on the way. */
function atTheEnd(files: Files, request: MigrationAsk): { readonly text: string; readonly notes: string } {
  const asked = answered(files, { ...request, plan: 'code-first' });
  assert.ok(typeof asked !== 'string', `${asked}`);
  let walk = waive(start(files, asked), ...GATES);
  const notes = [...walk.notes];
  while (recordOf(walk).phase !== 'contract') {
    const before = walk.files;
    walk = next(walk);
    assertResumes(walk, before);
    notes.push(...walk.notes);
  }
  return { text: walk.files[TESTS] ?? '', notes: notes.join('\n') };
}

const CASES = [
  {
    kind: 'rename',
    before: `def test_file(tmp_path):
    path = tmp_path / ".env"
    path.write_text("NAME=x\\nDB_POOL=7\\nOLD_DB_POOL=1\\nexport DB_POOL=8")
    path.write_text(
        """
        DB_POOL=9
        # DB_POOL is how many
        """
    )
`,
    after: [/x\\nDB_POOL_SIZE=7\\nOLD_DB_POOL=1\\nexport DB_POOL_SIZE=8"/, /^ {8}DB_POOL_SIZE=9$/m],
  },
  {
    kind: 'unit',
    before: `def test_file(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMEOUT", "3")
    (tmp_path / ".env").write_text("TIMEOUT=7\\nNAME=x\\n")
`,
    after: [/setenv\("TIMEOUT_MS", "3000"\)/, /"TIMEOUT_MS=7000\\nNAME=x\\n"/],
  },
  {
    kind: 'enum',
    before: `def test_mode(tmp_path, monkeypatch):
    monkeypatch.setenv("MODE", "fast")
    monkeypatch.setitem({"MODE": "slow"}, "MODE", "fast")
    (tmp_path / ".env").write_text("MODE=fast\\n")
    monkeypatch.delenv("MODE")
`,
    after: [/setenv\("MODE", "quick"\)/, /\{"MODE": "slow"\}/, /"MODE=quick\\n"/, /delenv\("MODE"\)/],
  },
  {
    kind: 'retype',
    before: `def test_origins(monkeypatch):
    monkeypatch.setenv("ORIGINS", "a,b")
`,
    after: [/setenv\("ORIGINS", '\["a","b"\]'\)/],
  },
] as const;

for (const { kind, before, after } of CASES) {
  for (const reader of [TOLERANT, ENVIRON]) {
    assert.ok(reader);
    test(`tests that set what changes follow the code: ${kind}, ${reader.name}`, () => {
      const files = { ...kindService(reader, KIND_CASES[kind]), [TESTS]: before };
      const { text } = atTheEnd(files, KIND_CASES[kind].request);
      for (const line of after) assert.match(text, line);
    });
  }
}

const CONFIGS: Files = {
  'pyproject.toml': `[project]
name = "shop"
dependencies = ["pydantic-settings==2.14.0"]
env = ["TIMEOUT=1"]

[tool.pytest.ini_options]
addopts = "-q"
env = ["NAME=x", "D:TIMEOUT=3", 'R:D:TIMEOUT=4']  # TIMEOUT
testpaths = ["TIMEOUT=1"]
`,
  'pytest.ini':
    '[pytest]\r\naddopts = -q\r\nenv =\r\n    D:TIMEOUT=3\r\n    OLD_TIMEOUT=3\r\nmarkers = TIMEOUT=3\r\n',
  'setup.cfg': '[metadata]\nenv =\n  TIMEOUT=1\n[tool:pytest]\nenv = TIMEOUT={home}\n',
};

test('what the configuration of pytest sets follows too', () => {
  assert.ok(TOLERANT);
  const files = { ...kindService(TOLERANT, KIND_CASES.unit), ...CONFIGS };
  const asked = answered(files, { ...KIND_CASES.unit.request, plan: 'code-first' });
  assert.ok(typeof asked !== 'string');
  const before = next(waive(start(files, asked), ...GATES));
  const walk = next(before);
  assertResumes(walk, before.files);
  const replaced = (path: string, ...pairs: readonly (readonly [string, string])[]) => {
    const text = pairs.reduce((it, [old, now]) => it.replace(old, now), CONFIGS[path] ?? '');
    assert.equal(walk.files[path], text);
  };
  replaced(
    'pyproject.toml',
    ['"D:TIMEOUT=3"', '"D:TIMEOUT_MS=3000"'],
    ["D:TIMEOUT=4'", "D:TIMEOUT_MS=4000'"],
  );
  replaced('pytest.ini', ['    D:TIMEOUT=3', '    D:TIMEOUT_MS=3000']);
  replaced('setup.cfg');
  assert.ok(
    walk.notes.includes('`TIMEOUT` is set in `setup.cfg`: set `TIMEOUT_MS` there'),
    walk.notes.join('\n'),
  );
});

test('what a test computes, and a list in a file that it writes, are left to a person', () => {
  assert.ok(TOLERANT);
  const before = `def test_origins(tmp_path, monkeypatch):
    monkeypatch.setenv("ORIGINS", ",".join(["a", "b"]))
    (tmp_path / ".env").write_text("ORIGINS=a,b\\n")
`;
  const files = { ...kindService(TOLERANT, KIND_CASES.retype), [TESTS]: before };
  const { text, notes } = atTheEnd(files, KIND_CASES.retype.request);
  assert.equal(text, before);
  assert.match(notes, /`ORIGINS` is set in `tests\/test_settings\.py`: spell its value there as /);
});
