/** `bitsieve evidence verify`: a bundle, and the signature beside it where somebody says whose counts. */
import { BundleFile } from '../../evidence/bundle-file.ts';
import { judgeSignature } from '../../evidence/ssh-keygen.ts';
import { type VerifiedBundle, verifyBundle } from '../../evidence/verify-bundle.ts';
import type { VerifyOptions } from './evidence-options.ts';
import { signatureBeside } from './export-evidence.ts';

export interface VerifiedEvidence extends VerifiedBundle {
  /** Whose signature it has; null: not asked, or none that counts. */
  readonly signer: string | null;
}

/** @throws {ScannerError} `not-found` */
export async function verifyEvidence(path: string, options: VerifyOptions): Promise<VerifiedEvidence> {
  const file = BundleFile.open(path);
  try {
    const verified = verifyBundle(file);
    const { allowedSigners, identity } = options;
    if (!allowedSigners) return { ...verified, signer: null };
    const signature = options.signature ?? signatureBeside(path);
    for (const needed of [signature, allowedSigners]) BundleFile.open(needed).close();
    const { isGood, words } = await judgeSignature({
      descriptor: file.descriptor,
      signature,
      allowedSigners,
      identity: identity ?? null,
    });
    if (isGood) return { ...verified, signer: words };
    return { ...verified, faults: [...verified.faults, `${signature}: ${words}`], signer: null };
  } finally {
    file.close();
  }
}
