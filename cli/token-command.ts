/** `payscope token` */
import { join } from 'node:path';
import { DEVELOPMENT_ISSUER } from '../gateway/config.ts';
import { ensureKeyPair, loadPrivateKey } from '../lib/keys.ts';
import { readBankCodes } from './banks.ts';
import { type CliConfig, readCliConfig } from './config.ts';
import { EXIT, type ExitCode, UsageError } from './exits.ts';
import type { CommandContext } from './main.ts';
import {
  mintToken,
  parseChoice,
  parseClient,
  parseTtlSeconds,
  readRoles,
  type TokenIssuer,
} from './token.ts';

export interface TokenOptions {
  readonly role: string;
  readonly bank: string;
  readonly ttl: string;
  readonly client?: string;
  readonly json?: boolean;
}

export async function token(context: CommandContext, options: TokenOptions): Promise<ExitCode> {
  const config = readCliConfig(context.environment);
  refuseElsewhere(config);
  const persona = {
    role: parseChoice('role', options.role, await readRoles()),
    bank: parseChoice('bank', options.bank, await readBankCodes()),
    ttlSeconds: parseTtlSeconds(options.ttl),
    ...(options.client === undefined ? {} : { client: parseClient(options.client) }),
  };
  const minted = await mintToken(await openIssuer(config), persona, new Date());
  const text = options.json ? JSON.stringify({ ...persona, ...minted }, null, 2) : minted.token;
  context.terminal.result(text);
  return EXIT.ok;
}

/** The key under DATA_DIR; made when this is the first command to need it. */
export async function openIssuer(config: CliConfig): Promise<TokenIssuer> {
  const { privateFile } = await ensureKeyPair(join(config.DATA_DIR, 'keys'), 'issuer');
  return {
    signingKey: await loadPrivateKey(privateFile),
    issuer: config.JWT_ISSUER ?? DEVELOPMENT_ISSUER,
    audience: config.JWT_AUDIENCE,
  };
}

/** Where the development issuer is off, its tokens would only mislead. */
function refuseElsewhere(config: CliConfig): void {
  if (config.NODE_ENV === 'production') {
    throw new UsageError('NODE_ENV is "production": the development issuer is off, mint no tokens');
  }
  if (config.JWKS_URL !== undefined) {
    throw new UsageError('JWKS_URL is set: tokens come from that issuer, not from this command');
  }
}
