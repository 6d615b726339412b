import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deployOf, replicasOf, service, stepsOf } from './deploy.ts';

function unit(variables: string): string {
  return `[Service]\nEnvironment=${variables}\nExecStart=/srv/.venv/bin/python settings.py\n`;
}

const units = (web: string, worker: string) => ({
  'deploy/web.service': unit(web),
  'deploy/worker.service': unit(worker),
});

it('does not take one process for safe because the file of another one is', () => {
  const report = deployOf({
    from: service(['page_size: int = 5'], units('PAGE_SIZE=50', 'PAGE_SIZE=10')),
    to: service(['catalog_page_size: int = 5'], units('PAGE_SIZE=50 CATALOG_PAGE_SIZE=50', 'PAGE_SIZE=10')),
  });
  assert.ok(replicasOf(report).includes('new/release no: no-longer-read CATALOG_PAGE_SIZE'));
  assert.deepEqual(
    stepsOf(report).filter((text) => text.startsWith('before-deploy')),
    ['before-deploy: set `CATALOG_PAGE_SIZE` in `deployed` to the value that counts today'],
  );
});

it('names the files of every process that has to change before the code', () => {
  const report = deployOf({
    from: service(['page_size: int = 5'], units('PAGE_SIZE=50', 'PAGE_SIZE=10')),
    to: service(
      ['catalog_page_size: int = 5'],
      units('PAGE_SIZE=50 CATALOG_PAGE_SIZE=50', 'PAGE_SIZE=10 CATALOG_PAGE_SIZE=10'),
    ),
  });
  assert.equal(
    stepsOf(report).find((text) => text.startsWith('before-deploy')),
    'before-deploy: put `deploy/web.service`, `deploy/worker.service` in force in `deployed` as `v2` has them, before its code runs',
  );
});
