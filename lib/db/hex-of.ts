/** Bytes in a JSON parameter; PostgreSQL reads them by `decode(…, 'hex')`. */
export function hexOf(bytes: Uint8Array): string;
export function hexOf(bytes: Uint8Array | null): string | null;
export function hexOf(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString('hex');
}
