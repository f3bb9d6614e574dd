/** Which subgraphs are called over TLS, and that none is called in the clear by mistake. */
import { ConfigError } from '../lib/config/index.ts';
import { isLoopback, type TlsConfig, type TlsEnvironment, tlsConfigOf } from '../lib/tls/index.ts';

export interface SubgraphUrl {
  /** The variable that has it. */
  readonly variable: string;
  readonly url: string;
}

const GATEWAY = 'gateway';

/**
 * Of the project's own subgraphs: all over TLS, or none.
 * @throws {ConfigError} naming the variable, and what to do.
 */
export function checkTls(
  env: TlsEnvironment & { readonly NODE_ENV: string },
  urls: readonly SubgraphUrl[],
): TlsConfig | undefined {
  const tls = tlsConfigOf(env, GATEWAY);
  for (const { variable, url } of urls) {
    const isTls = new URL(url).protocol === 'https:';
    if (tls && !isTls) {
      throw new ConfigError(
        `${variable}: got "${url}"; takes an https:// URL while TLS_CERT_FILE is set`,
      );
    }
    if (!tls && isTls) {
      throw new ConfigError(
        `${variable}: got "${url}"; takes an https:// URL only together with TLS_CERT_FILE, ` +
          'TLS_KEY_FILE and TLS_CA_FILE: a subgraph asks for a certificate of its caller',
      );
    }
    if (env.NODE_ENV === 'production') refusePlain(variable, url);
  }
  return tls;
}

/**
 * In production hop tokens and rows go over no network in the clear.
 * @throws {ConfigError}
 */
export function refusePlain(variable: string, url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || isLoopback(hostname)) return;
  throw new ConfigError(
    `${variable}: got "${url}"; takes an https:// URL in production, or one of this machine: ` +
      'set TLS_CERT_FILE, TLS_KEY_FILE and TLS_CA_FILE here and in the subgraph (docs/hop.md)',
  );
}
