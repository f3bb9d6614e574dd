/** Hop keys out of files that change when keys rotate. */
import { type Followed, followFiles } from '../follow-file.ts';
import { type KeySet, loadJwks, loadPrivateKey, type SigningKey } from '../keys.ts';
import { UnknownKeyError } from './jws.ts';
import { type VerifyHop, verifyHopToken } from './token.ts';

export interface HopVerifier {
  readonly verify: VerifyHop;
  readonly stop: () => void;
}

type OnFailure = (cause: unknown) => void;

/**
 * Verifies with the public keys in a JWK Set file (RFC 7517). A key that is not known is looked for
 * in the file first, so a token is never refused for a key that was published before it was signed;
 * a key that left the file is refused within a second.
 * @throws when the file holds no JWK Set.
 */
export async function followHopVerifier(file: string, onFailure: OnFailure): Promise<HopVerifier> {
  const keys: Followed<KeySet> = await followFiles({
    files: [file],
    read: () => loadJwks(file),
    onFailure,
  });
  return {
    stop: keys.stop,
    verify: async (token, audience) => {
      const known = keys.current();
      try {
        return verifyHopToken(known, token, audience);
      } catch (error) {
        if (!(error instanceof UnknownKeyError)) throw error;
        await keys.refresh();
        if (keys.current() === known) throw error;
        return verifyHopToken(keys.current(), token, audience);
      }
    },
  };
}

/**
 * The gateway's own key.
 * @throws when the file holds no private JWK.
 */
export function followHopSigner(file: string, onFailure: OnFailure): Promise<Followed<SigningKey>> {
  return followFiles({ files: [file], read: () => loadPrivateKey(file), onFailure });
}
