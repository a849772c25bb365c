/** The names in a folder of a repository. */
import { readdirSync } from 'node:fs';

/** What is no folder, or cannot be read, holds nothing: what is missing for that, git says. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
