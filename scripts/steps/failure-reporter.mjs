/** A reporter for node:test that prints nothing but the failures, each with its error. */
export default async function* failureReporter(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:fail' || data.details?.type === 'suite') continue;
    const error = data.details?.error?.cause ?? data.details?.error;
    yield `\n✖ ${data.name}${data.file ? ` (${data.file})` : ''}\n${error?.stack ?? error?.message ?? error}\n`;
  }
}
