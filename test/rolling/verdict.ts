import type { RunOutcome } from './run-outcome.ts';
import { toldWrong } from './told.ts';

/** What is not as it should be where a plan was followed: nothing may fail, and nothing may be predicted to. */
export function planFaults(it: RunOutcome): readonly string[] {
  return [
    ...it.problems,
    ...it.differences,
    ...toldWrong(it.told),
    ...unmet(it),
    ...(it.seen > 0 ? [`${it.seen} starts failed`] : []),
    ...(it.predicted > 0 ? [`${it.predicted} starts were said to fail`] : []),
    ...(it.served.failed + it.served.wrong > 0 ? it.served.examples : []),
    ...(it.served.requests === 0 ? ['nobody asked for anything'] : []),
  ];
}

/** The same for a change in one step: it has to fail, where it was said to and nowhere else. */
export function naiveFaults(it: RunOutcome): readonly string[] {
  return [
    ...it.problems,
    ...it.differences,
    ...toldWrong(it.told),
    ...unmet(it),
    ...(it.open > 0 ? [`of ${it.open} starts nothing was said`] : []),
    ...(it.seen === 0 ? ['nothing failed'] : []),
    ...(it.predicted === it.seen ? [] : [`${it.predicted} failures were predicted, ${it.seen} seen`]),
    ...(it.misled > 0 && it.served.failed + it.served.wrong === 0 ? ['no client noticed'] : []),
  ];
}

/** Where replicas sign for each other, they have to have met. */
function unmet({ talk }: RunOutcome): readonly string[] {
  return talk?.crossed === 0 ? ['no replica looked at what another one has signed'] : [];
}
