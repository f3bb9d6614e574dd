import { expect, it } from 'vitest';
import { ENTRYPOINTS } from '../gateway/policy/bundle.ts';
import { ASKED, entrypointsOf } from './compile-sources.ts';

it('an older policy is compiled with the entrypoints whose package it has', () => {
  const older = new Map([
    ['payscope/authz/decisions.rego', ''],
    ['payscope/limits/limits.rego', ''],
  ]);
  expect(entrypointsOf(older)).toEqual(ASKED);
});

it('one that has every package is compiled with all', () => {
  const all = new Map(ENTRYPOINTS.map((each) => [`${each}.rego`, '']));
  expect(entrypointsOf(all)).toEqual(ENTRYPOINTS);
});
