import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { procfiles } from '../../server/src/core/supply/procfile.ts';
import { shellScripts } from '../../server/src/core/supply/shell-scripts.ts';
import { suppliedBy, told, underValues } from './supplied.ts';

const ENVRC = `# our own
layout python
export PORT=8000 GREETING="good day"
export ROOT=$(git rev-parse --show-toplevel)
export PLACE=$PWD/x
export CACHE=~/cache OTHERS=/a:~dev TEXT="~/x" BACKUP=a~
NAME='a b'
export LABEL="$NAME!" HOST=\${HOST:-localhost}
LATER=1
export LATER
NEVER=1
if has nix; then
  export MAYBE=1
fi
[ -f x ] && export LINKED=1
export PORT=9000 # again
`;

describe('.envrc supplies', () => {
  const { workloads } = suppliedBy(shellScripts, { 'api/.envrc': ENVRC });
  const [workload] = workloads;

  it('what it exports, without running anything', () => {
    assert.deepEqual(told(workload), [
      'PORT=9000',
      'GREETING=good day',
      'ROOT?',
      'PLACE?',
      'CACHE?',
      'OTHERS?',
      'TEXT=~/x',
      'BACKUP=a~',
      'LABEL=a b!',
      'HOST?',
      'LATER=1',
      'MAYBE?',
      'LINKED?',
    ]);
  });

  it('to development, in its folder', () => {
    assert.equal(workload?.environment, 'development');
    assert.deepEqual(workload?.runs, { folder: 'api' });
    assert.equal(underValues(workload, ENVRC)[0], '9000');
  });
});

describe('a script that starts a service supplies', () => {
  const text = `#!/bin/sh
set -e
: "\${WORKERS:=4}"
export WORKERS
export PORT="\${PORT:-8000}"
export BOTH="\${PORT}:\${OTHER}"
cat <<EOF
export HIDDEN=1
EOF
exec gunicorn app.wsgi --workers "$WORKERS" "$@"
`;
  const { workloads } = suppliedBy(shellScripts, { 'docker-entrypoint.sh': text, 'scripts/deploy.sh': text });

  it('its defaults, below all else', () => {
    assert.equal(workloads.length, 1);
    assert.deepEqual(told(workloads[0]), ['WORKERS=4', 'PORT=8000', 'BOTH?']);
    assert.deepEqual(underValues(workloads[0], text), ['4', '"${PORT:-8000}"', '"${PORT}:${OTHER}"']);
    assert.equal(workloads[0]?.role, 'image');
    assert.equal(workloads[0]?.runs.command, 'gunicorn app.wsgi --workers "$WORKERS"');
  });

  it('nothing more once something is never closed', () => {
    const { workloads: some } = suppliedBy(shellScripts, {
      'start.sh': 'export A=1\nexport B="x\nexport C=1\n',
    });
    assert.deepEqual(told(some[0]), ['A=1']);
  });
});

describe('a Procfile supplies', () => {
  it('what stands in front of the command of a process', () => {
    const text = `# processes
web: PORT=8000 WHO="a b" gunicorn app:app
worker: env QUEUE=$Q celery -A app worker TASK=1
release: python manage.py migrate
not a process
`;
    const { workloads } = suppliedBy(procfiles, { 'api/Procfile': text, 'Procfile.dev': 'web: A=1 x\n' });
    assert.deepEqual(
      workloads.map((it) => [it.name, it.environment, it.runs.folder, ...told(it)]),
      [
        ['web', 'dev', '', 'A=1'],
        ['web', undefined, 'api', 'PORT=8000', 'WHO=a b'],
        ['worker', undefined, 'api', 'QUEUE?'],
        ['release', undefined, 'api'],
      ],
    );
  });
});
