import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemdUnits } from '../../server/src/core/supply/systemd.ts';
import { suppliedBy, told, underValues } from './supplied.ts';

const UNIT = `[Unit]
Description=Orders

[Service]
EnvironmentFile=-/etc/orders/orders.env
Environment=PORT=8000 "GREETING=good day" HOST=%H
PassEnvironment=LANG
WorkingDirectory=/srv/orders
ExecStart=/srv/orders/.venv/bin/uvicorn orders.main:app \\
    --port 8000
`;

describe('a unit of systemd supplies', () => {
  const { workloads, problems } = suppliedBy(systemdUnits, { 'deploy/orders.service': UNIT });
  const [workload] = workloads;

  it('its variables by rank, files last', () => {
    assert.deepEqual(problems, []);
    assert.deepEqual(told(workload), [
      'LANG?',
      'PORT=8000',
      'GREETING=good day',
      'HOST?',
      'file /etc/orders/orders.env (systemd, optional)',
    ]);
  });

  it('with the place of each value, its quotes around the name left out', () => {
    assert.deepEqual(underValues(workload, UNIT), ['', '8000', 'good day', '%H']);
  });

  it('to the command it starts', () => {
    assert.equal(workload?.name, 'orders.service');
    assert.equal(workload?.role, 'service');
    assert.deepEqual(workload?.runs, {
      command: '/srv/orders/.venv/bin/uvicorn orders.main:app --port 8000',
    });
  });
});

describe('drop-ins', () => {
  const files = {
    'deploy/orders.service': UNIT,
    'deploy/orders.service.d/20-port.conf': '[Service]\nEnvironment=PORT=9000\n',
    'deploy/orders.service.d/10-reset.conf':
      '[Service]\nEnvironment=\nEnvironment=PORT=1\nEnvironmentFile=\n',
    'deploy/other.service.d/a.conf': '[Service]\nEnvironment=A=b\n',
    'deploy/service.d/all.conf': '[Service]\nUnsetEnvironment=LANG\n',
    'nginx/site.conf': 'server { }',
  };
  const { workloads } = suppliedBy(systemdUnits, files);

  it('are read after the unit, by name', () => {
    assert.deepEqual(told(workloads.find((it) => it.name === 'orders.service')), ['PORT=9000']);
  });

  it('count where the unit itself is not here', () => {
    assert.deepEqual(told(workloads.find((it) => it.name === 'other.service')), ['A=b']);
  });
});

describe('a unit', () => {
  it('tells what systemd ignores, without showing values', () => {
    const text = '[Service]\nEnvironment=A=b TOKEN\nEnvironment=B="s3cret\n';
    const { problems } = suppliedBy(systemdUnits, { 'a.service': text });
    assert.deepEqual(
      problems.map(({ span, message }) => [text.slice(span.start, span.end), message]),
      [
        ['TOKEN', 'This is not `NAME=value`, so systemd ignores it'],
        [
          'B="s3cret',
          'This opens a quote that is never closed, so systemd ignores it and what follows in this setting',
        ],
      ],
    );
  });
});
