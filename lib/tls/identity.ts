/** Which service a certificate is of: its one URI, as SPIFFE has it. */

const URI = 'URI:';

/**
 * Undefined where it names none, or more than one, or where any of its names needs quotes: a name
 * with a comma in it could pass for two.
 * @example identityIn('DNS:localhost, URI:spiffe://payscope/facts') // 'spiffe://payscope/facts'
 */
export function identityIn(subjectAltName: string | undefined): string | undefined {
  if (subjectAltName === undefined || subjectAltName.includes('"')) return undefined;
  const [uri, ...others] = subjectAltName.split(', ').filter((name) => name.startsWith(URI));
  return uri === undefined || others.length > 0 ? undefined : uri.slice(URI.length);
}
