/** A reporter for node:test: a line a test with its time, the figures that it gives, and why it failed or was left out. */
export default async function* figuresReporter(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type === 'test:diagnostic' && data.nesting > 0) yield `    ${data.message}\n`;
    if (type === 'test:diagnostic' && data.nesting === 0 && !SUMMARY.test(data.message))
      yield `    ${data.message}\n`;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' || (data.nesting === 0 && data.name.endsWith('.test.js'))) continue;
    const seconds = ((data.details?.duration_ms ?? 0) / 1000).toFixed(1);
    if (data.skip !== undefined) {
      counts.skipped++;
      yield `- ${data.name}: ${data.skip}\n`;
    } else if (type === 'test:pass') {
      counts.passed++;
      yield `✔ ${data.name} (${seconds} s)\n`;
    } else {
      counts.failed++;
      const error = data.details?.error?.cause ?? data.details?.error;
      yield `✖ ${data.name} (${seconds} s)\n${error?.stack ?? error?.message ?? error}\n`;
    }
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  yield `\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`;
}

/** Counts that the test runner itself gives at the end. */
const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;
