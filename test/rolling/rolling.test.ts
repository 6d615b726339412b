import assert from 'node:assert/strict';
import { test } from 'node:test';
import { livePython } from '../oracle/live-python.ts';
import { randomFrom } from '../oracle/random.ts';
import { replicaHost } from './lab/replica-host.ts';
import { runNaive } from './naive-run.ts';
import { runPlan } from './plan-run.ts';
import { NAIVE_SCENARIOS, SCENARIOS } from './scenarios/all.ts';
import { naiveFaults, planFaults } from './verdict.ts';

const NEEDED = 'fastapi, uvicorn, pydantic_settings, yaml, os; os.fork';
const NAME = 'rename, strict';

test('a rename in one step breaks the replicas that it is said to break, and its plan breaks none', async (t) => {
  const python = livePython(t, NEEDED);
  if (python === undefined) return;
  const naive = NAIVE_SCENARIOS.find((it) => it.name === NAME);
  const planned = SCENARIOS.find((it) => it.name === NAME);
  assert.ok(naive && planned);
  const host = replicaHost(python);
  try {
    const before = await runNaive(naive, host, randomFrom(1));
    assert.deepEqual(naiveFaults(before), []);
    const after = await runPlan(planned, host, randomFrom(1), { once: true });
    assert.deepEqual(planFaults(after), []);
    t.diagnostic(
      `in one step: ${before.seen} of ${before.starts} starts fail, ${before.served.failed} requests`,
    );
    t.diagnostic(
      `by ${after.plan}: 0 of ${after.starts} starts fail, 0 of ${after.served.requests} requests`,
    );
  } finally {
    await host.close();
  }
});
