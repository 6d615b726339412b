import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pythonProjects } from '../../server/src/core/schema/project.ts';
import { rememberPerFile } from '../../server/src/core/schema/remember-per-file.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { workspace } from '../workspace.ts';

test('a result holds until the file or what it looked up changes', () => {
  let runs = 0;
  const read = rememberPerFile((project, file) => {
    runs++;
    return `${file.file.path} ${project.resolve('b')?.file.text ?? 'no b'}`;
  });
  const ask = (snapshot: Snapshot) => {
    const [project] = pythonProjects(snapshot, ['#']);
    const file = project?.files.find((it) => it.file.path === 'a.py');
    assert.ok(project && file);
    return read(project, file);
  };
  const changed = (snapshot: Snapshot, path: string, text: string): Snapshot => ({
    ...snapshot,
    files: new Map([...snapshot.files, [path, sourceFile(path, text)]]),
  });
  const first = workspace({ 'a.py': '#', 'c.py': '#' });
  assert.equal(ask(first), 'a.py no b');
  assert.equal(ask(changed(first, 'c.py', '# other')), 'a.py no b');
  assert.equal(runs, 1);
  const second = changed(first, 'b.py', 'x = 1');
  assert.equal(ask(second), 'a.py x = 1');
  assert.equal(ask(changed(second, 'b.py', 'x = 2')), 'a.py x = 2');
  assert.equal(ask(changed(second, 'a.py', '# new')), 'a.py x = 1');
  assert.equal(runs, 4);
});
