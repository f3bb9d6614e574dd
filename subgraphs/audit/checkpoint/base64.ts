/** Base64 of RFC 4648 §4 in its one spelling: Buffer alone reads many. */

/** The bytes; undefined for any other spelling of them. */
export function readBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
