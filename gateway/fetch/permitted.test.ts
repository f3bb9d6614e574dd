import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeFixture } from '../../test/conformance/fixture.ts';
import { composeOwn } from '../../test/conformance/graph.ts';
import { BeyondPermitted, checkPermitted, createPermitted } from './permitted.ts';

const own = createPermitted(composeOwn().supergraphSdl);

const check = (authorized: string, fetch: string, by = own) =>
  checkPermitted(by.fetchOf(fetch), by.by(parse(authorized)));

describe('a fetch', () => {
  it.each([
    ['what is authorized', '{ account(id: 1) { number } }', '{ account(id: 1) { number } }'],
    ['less than that', '{ account(id: 1) { number currency } }', '{ account(id: 1) { number } }'],
    [
      'an entity by its key',
      '{ payment(id: 1) { account { number } } }',
      '{ payment(id: 1) { account { __typename id } } }',
    ],
    [
      'what a permitted field requires',
      '{ decision(id: 1) { explanations { coordinate } } }',
      '{ decision(id: 1) { __typename id role policyRevision deniedCoordinates } }',
    ],
    [
      'fields of an entity',
      '{ payment(id: 1) { account { number } } }',
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Account { number } } }',
    ],
  ])('is signed for %s', (_what, authorized, fetch) => {
    expect(() => check(authorized, fetch)).not.toThrow();
  });

  it.each([
    [
      'a field too many',
      '{ account(id: 1) { holders { birthDate } } }',
      '{ account(id: 1) { holders { birthDate gender } } }',
      'AccountHolder.gender',
    ],
    [
      'a field that only others require',
      '{ decision(id: 1) { outcome } }',
      '{ decision(id: 1) { outcome role } }',
      'OperationDecision.role',
    ],
    [
      'another root',
      '{ account(id: 1) { number } }',
      '{ accounts { totalCount } }',
      'Query.accounts',
    ],
    [
      'an argument too many',
      '{ payments { edges { cursor } } }',
      '{ payments(first: 9) { edges { cursor } } }',
      'Query.payments(first:)',
    ],
    [
      'a field too many of an entity',
      '{ payment(id: 1) { account { number } } }',
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Account { number currency } } }',
      'Account.currency',
    ],
    [
      'a mutation for a query',
      '{ account(id: 1) { number } }',
      'mutation { recordPayments(input: []) { __typename } }',
      'Mutation.recordPayments',
    ],
  ])('with %s is not', (_what, authorized, fetch, coordinate) => {
    expect(() => check(authorized, fetch)).toThrow(BeyondPermitted);
    expect(() => check(authorized, fetch)).toThrow(coordinate);
  });

  it('may ask each type for what an interface permits, and no type for what another permits', () => {
    const fixture = createPermitted(composeFixture().supergraphSdl);
    const [, type] = /type (\w+) implements Node\b/.exec(composeFixture().supergraphSdl) ?? [];
    expect(() =>
      check('{ nodes { id } }', `{ nodes { ... on ${type} { id } } }`, fixture),
    ).not.toThrow();
    expect(() =>
      check('{ nodes { id } }', `{ nodes { ... on ${type} { name } } }`, fixture),
    ).toThrow(BeyondPermitted);
  });
});
