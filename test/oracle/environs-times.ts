import type { CallCase } from './call-cases.ts';

const TEXTS = [
  '05:06',
  'T0506',
  '00',
  '05Z',
  '050607,25',
  '90s',
  '24:00',
  '20260304',
  '2026-3-4',
  '2026-03',
  '2026-W10-3',
  '2026-03-04T05:06Z',
  '2026-03-04 0506',
  '12345678-1234-5678-1234-567812345678',
  '１h',
  '\u00a01\u2003h',
  '５',
  'é',
] as const;

const READS = ['env.date("V")', 'env.time("V")', 'env.datetime("V")', 'env.timedelta("V")'] as const;

/** Dates, times and durations of environs in spellings that people rarely use. */
export const ENVIRONS_TIMES: readonly CallCase[] = TEXTS.flatMap((text) =>
  READS.map(
    (read): CallCase => ({
      library: 'environs',
      header: 'from environs import Env\n\nenv = Env()\n',
      reads: [read],
      names: ['V'],
      env: { V: text },
      prefix: '',
      files: {},
      module: 'settings.py',
    }),
  ),
);
