/** Which addresses a webhook may lead to: a bank names its URL, and must not reach inside by it. */
import { BlockList, isIP } from 'node:net';

/**
 * `public`: https to addresses of the internet. `local`, for development: http to this machine too, and
 * private networks. The link-local range, where clouds keep their metadata, is open to neither.
 */
export type AddressRule = 'public' | 'local';

/** https://www.iana.org/assignments/iana-ipv4-special-registry */
const NOT_PUBLIC_V4 = subnets('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]);
/** Global unicast; all else of IPv6, IPv4 in its clothes included, is not the internet's. */
const GLOBAL_V6 = subnets('ipv6', [['2000::', 3]]);
/** https://www.iana.org/assignments/iana-ipv6-special-registry, inside global unicast; 6to4 carries IPv4. */
const NOT_PUBLIC_V6 = subnets('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);
const LOCAL = new BlockList();
LOCAL.addSubnet('127.0.0.0', 8, 'ipv4');
LOCAL.addSubnet('10.0.0.0', 8, 'ipv4');
LOCAL.addSubnet('172.16.0.0', 12, 'ipv4');
LOCAL.addSubnet('192.168.0.0', 16, 'ipv4');
LOCAL.addAddress('::1', 'ipv6');
LOCAL.addSubnet('fc00::', 7, 'ipv6');
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** @example isAllowed('10.0.0.7', { rule: 'public', protocol: 'https:' }) // false */
export function isAllowed(
  address: string,
  { rule, protocol }: { readonly rule: AddressRule; readonly protocol: string },
): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (protocol === 'http:') return rule === 'local' && LOOPBACK.check(address, type);
  if (protocol !== 'https:') return false;
  if (rule === 'local' && LOCAL.check(address, type)) return true;
  if (type === 'ipv4') return !NOT_PUBLIC_V4.check(address, 'ipv4');
  return GLOBAL_V6.check(address, 'ipv6') && !NOT_PUBLIC_V6.check(address, 'ipv6');
}

/** Why a URL can be no webhook's, in words; undefined where it may be tried. */
export function whyNoWebhook(text: string, rule: AddressRule): string | undefined {
  if (!URL.canParse(text)) return 'it is no URL';
  const { protocol, username, password, hash, hostname } = new URL(text);
  if (username !== '' || password !== '') return 'it holds a user or a password';
  if (hash !== '') return 'it holds a fragment';
  if (protocol !== 'https:' && !(protocol === 'http:' && rule === 'local'))
    return 'it is not https';
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isAllowed(literal, { rule, protocol })) {
    return 'its address is not open to webhooks';
  }
  return undefined;
}

function subnets(
  family: 'ipv4' | 'ipv6',
  ranges: readonly (readonly [string, number])[],
): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, family);
  return list;
}
