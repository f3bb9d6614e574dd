/** Bundles with signatures as nobody should make them. */
import { CompactSign } from 'jose';
import { hashFile } from '../../gateway/policy/hash-file.ts';
import { archiveOf, committedBundle, entriesOf } from './bundles.ts';
import { SCOPE, type TestSigner } from './signing.ts';

export type Files = ReadonlyMap<string, string | Uint8Array>;

export interface Forgery {
  /** What the archive holds; the committed bundle's files unless told otherwise. */
  readonly files?: Files;
  /** What is signed, where that is something else. */
  readonly signed?: Files;
  /** In place of the claims of that name; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** In place of the one signature. */
  readonly tokens?: (token: string) => readonly string[];
  readonly plugin?: string;
  /** In place of the whole `.signatures.json`; undefined leaves it out. */
  readonly signatures?: { readonly text: string | undefined };
}

/** @example await forge(alice, { claims: { scope: 'other' } }) */
export async function forge(signer: TestSigner, forgery: Forgery = {}): Promise<Buffer> {
  const files = forgery.files ?? (await committed());
  const token = await tokenOf(signer, forgery.signed ?? files, forgery);
  const tokens = forgery.tokens?.(token) ?? [token];
  const { text } = forgery.signatures ?? {
    text: JSON.stringify({ signatures: tokens, plugin: forgery.plugin }),
  };
  const all = new Map(files);
  if (text !== undefined) all.set('.signatures.json', text);
  return archiveOf([...all].map(([name, content]) => ({ name: `/${name}`, content })));
}

/** The committed bundle's files with some replaced, added, or left out. */
export async function committed(
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<Files> {
  const files = new Map<string, string | Uint8Array>(await entriesOf(committedBundle()));
  for (const [name, content] of Object.entries(changes)) {
    if (content === undefined) files.delete(name);
    else files.set(name, content);
  }
  return files;
}

/** The claims a bundle is signed with when nothing is wrong with it. */
export function goodClaims(files: Files, now = Date.now()): Readonly<Record<string, unknown>> {
  const iat = Math.floor(now / 1000);
  return { files: fileClaims(files), scope: SCOPE, iat, exp: iat + 3_600, serial: 1 };
}

export function fileClaims(files: Files) {
  return [...files].map(([name, content]) => ({
    name,
    hash: hashFile(name, Buffer.from(content), 'SHA-256'),
    algorithm: 'SHA-256',
  }));
}

function tokenOf(signer: TestSigner, files: Files, { claims, header }: Forgery): Promise<string> {
  const payload = { ...goodClaims(files), ...claims };
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: signer.algorithm, kid: signer.kid, ...header })
    .sign(signer.key);
}

/** A token without a signature (RFC 7519 §6), or with one by a shared secret. */
export function unsecured(token: string, header: object): string {
  const [, payload] = token.split('.');
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`;
}
