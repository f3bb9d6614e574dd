/** What a certificate says of itself. */
import type { X509Certificate } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** Less than a third of its time is left. */
export function isWorn({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  const from = Date.parse(validFrom);
  const to = Date.parse(validTo);
  return to - now.getTime() < (to - from) / 3;
}

/** Whether it is good for the name, address or URI, as one of its own. */
export function isGoodFor({ subjectAltName = '' }: X509Certificate, wanted: string): boolean {
  return subjectAltName.split(', ').some((each) => {
    const at = each.indexOf(':');
    const [kind, value] = [each.slice(0, at), each.slice(at + 1)];
    return kind === 'IP Address' ? canonical(value) === canonical(wanted) : value === wanted;
  });
}

/** Of an IPv6 address, which Node writes out in a certificate. */
function canonical(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname : address;
}
