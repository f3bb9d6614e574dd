/** The source the configuration names. */

import type { BundleSourceConfig } from '../bundle-config.ts';
import {
  type BundleSource,
  fileSource,
  httpSource,
  signedUrlSource,
} from '../bundle-source/index.ts';

export function sourceFor(from: BundleSourceConfig): BundleSource {
  switch (from.kind) {
    case 'file':
      return fileSource(from.file);
    case 'url':
      return httpSource(from.url, { tokenFile: from.tokenFile });
    case 'signed_url':
      return signedUrlSource(from.urlFile);
    default:
      return from satisfies never;
  }
}
