import fc from 'fast-check';

/** Texts of a kind with a few mistakes: pieces taken out, put in, or put in the place of others. */
export function slipped(
  texts: fc.Arbitrary<string>,
  pieces: readonly [string, ...string[]],
): fc.Arbitrary<string> {
  const slip = fc.record({
    at: fc.nat({ max: 1_000_000 }),
    gone: fc.constantFrom(0, 0, 1, 1, 3),
    piece: fc.constantFrom('', ...pieces),
  });
  return fc.tuple(texts, fc.array(slip, { minLength: 1, maxLength: 3 })).map(([text, slips]) =>
    slips.reduce((now, { at, gone, piece }) => {
      const place = at % (now.length + 1);
      return now.slice(0, place) + piece + now.slice(place + gone);
    }, text),
  );
}
