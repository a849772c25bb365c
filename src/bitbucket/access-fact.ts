/** One line of `audit --check`: what was asked, and what the forge made of it. */
import type { AccessFact } from './forge.ts';
import { ForgeError } from './forge-error.ts';

/** A refusal is a no; that asking failed says nothing. */
export async function accessFact(subject: string, question: () => Promise<string>): Promise<AccessFact> {
  try {
    return { subject, visible: 'yes', why: await question() };
  } catch (error) {
    if (!(error instanceof ForgeError) || error.kind === 'cancelled') throw error;
    return { subject, visible: error.isRefusal ? 'no' : 'unknown', why: error.message };
  }
}
