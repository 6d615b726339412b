/** A reporter for node:test that ends with one line of JSON: how many tests passed, failed, and were skipped why. */
export default async function* countReporter(source) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    // A file whose tests were reported one by one is no test itself.
    if (data.nesting === 0 && data.name.endsWith('.test.js')) continue;
    if (data.skip !== undefined) counts.skipped.push({ name: data.name, reason: String(data.skip) });
    else if (type === 'test:pass') counts.passed++;
    else counts.failed++;
  }
  yield `${JSON.stringify(counts)}\n`;
}
