/** docs/errors.md from the one table of codes. */
import { CODES } from '../../lib/errors/index.ts';

/** @returns the page by its path in the repository. */
export function generateErrorsDoc(): ReadonlyMap<string, string> {
  const rows = Object.entries(CODES).map(
    ([code, { status, audience, retryable, doc }]) =>
      `| \`${code}\` | ${status} | ${audience} | ${retryable ? 'yes' : 'no'} | ${doc} |`,
  );
  return new Map([['docs/errors.md', `${HEAD}${rows.join('\n')}\n`]]);
}

const HEAD = `# Error codes

Generated from lib/errors/codes.ts by \`npm run gen\`.

Every error is a GraphQL error with \`extensions.code\`. Where there is something to say, \`reasonCode\`
tells which check failed, \`hint\` what to do next, \`coordinate\` and \`path\` where. \`decisionId\` names
the operation: quote it when you ask why. The status is that of a response of nothing but errors;
with any data it is 200.

| code | status | who can act | same request may succeed later | meaning |
|---|---|---|---|---|
`;
