/** What `payscope start` ends with: who one can be, and a request to paste for each. */
import type { Colors } from '../terminal.ts';
import { mintToken, type TokenIssuer } from '../token.ts';

const TOKEN_TTL_SECONDS = 12 * 3600;

export interface Persona {
  readonly role: string;
  readonly bank: string;
  /** What this one is good for trying. */
  readonly about: string;
  readonly query: string;
}

/** One line of GraphQL each, free of quotes, so that it survives every shell. */
export const personas: readonly Persona[] = [
  {
    role: 'ANALYST',
    bank: 'HB',
    about: 'facts with personal data masked: each birth date is cut to its year',
    query:
      'query Payments { payments(first: 3) { edges { node { amount { minorUnits currency } direction valueDate account { holders { birthDate } } } } } }',
  },
  {
    role: 'BANK_ADMIN',
    bank: 'HB',
    about: 'all of its own bank: whole birth dates',
    query:
      'query Holders { accounts(first: 3) { edges { node { openedOn holders { birthDate gender district } } } } }',
  },
  {
    role: 'ADMIN',
    bank: 'HB',
    about: 'operates the platform: counts, metrics, the audit chain; a district it may not see',
    query:
      'query Operations { bank { code accountCount } verifyAudit { __typename } accounts(first: 1) { edges { node { holders { district } } } } }',
  },
  {
    role: 'AUDITOR',
    bank: 'HB',
    about: 'the audit trail of what the others did',
    query:
      'query Trail { auditTrail(first: 3) { edges { node { operationName outcome recordedAt } } } }',
  },
  {
    role: 'SYSTEM',
    bank: 'HB',
    about: 'writes payments and reads nothing: denied, and told why',
    query: 'query Denied { payments(first: 1) { edges { node { id } } } }',
  },
  {
    role: 'ANALYST',
    bank: 'AB',
    about: 'another tenant: only what bank AB itself would know',
    query:
      'query Payments { payments(first: 3) { edges { node { direction valueDate counterpartyBank } } } }',
  },
];

export interface Running {
  /** Base URL of the gateway. */
  readonly url: string;
  readonly logFiles: readonly string[];
  readonly issuer: TokenIssuer;
}

export async function renderPersonas(running: Running, colors: Colors, now: Date): Promise<string> {
  const blocks = await Promise.all(
    personas.map(async (persona) => {
      const { token } = await mintToken(
        running.issuer,
        { role: persona.role, bank: persona.bank, ttlSeconds: TOKEN_TTL_SECONDS },
        now,
      );
      const title = `${colors.bold(persona.role)} of bank ${colors.bold(persona.bank)}: ${persona.about}`;
      return `${title}\n${renderCurl(running.url, token, persona.query)}\n`;
    }),
  );
  return `\n${blocks.join('\n')}\n${renderUrls(running, colors)}`;
}

function renderCurl(url: string, token: string, query: string): string {
  const body = JSON.stringify({ query });
  return `curl -s ${url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${token}' -d '${body}'`;
}

export function renderUrls(
  running: { readonly url: string; readonly logFiles: readonly string[] },
  colors: Colors,
): string {
  const rows = [
    ['GraphQL', `${running.url}/graphql`],
    ['Health', `${running.url}/health/ready`],
    ['Metrics', `${running.url}/metrics`],
    ['JWKS', `${running.url}/.well-known/jwks.json`],
    ['Logs', running.logFiles.join(', ')],
    ['Token', 'npx payscope token --role ANALYST --bank HB'],
    ['Stop', 'Ctrl-C'],
  ];
  return rows.map(([name, value]) => `${colors.dim(name?.padEnd(8) ?? '')} ${value}`).join('\n');
}
