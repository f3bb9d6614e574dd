/** Every hostile operation there is, family by family. */
import type { Hostile } from '../hostile.ts';
import { fragments } from './fragments.ts';
import { size } from './size.ts';
import { transport } from './transport.ts';
import { values } from './values.ts';
import { work } from './work.ts';

export const HOSTILE: readonly Hostile[] = [
  ...fragments,
  ...size,
  ...values,
  ...transport,
  ...work,
];
