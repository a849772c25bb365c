/** What a file does to, or asks of, the world outside of the program. */
import { transformSync } from 'esbuild';

/** Each kind of effect, and how it looks in code without comments and types. */
const SIGNS = {
  files: /['"](?:node:)?fs(?:\/promises)?['"]/,
  programs: /['"](?:node:)?(?:child_process|cluster)['"]/,
  threads: /['"](?:node:)?worker_threads['"]/,
  network:
    /(?:\bfrom|\bimport|\brequire|getBuiltinModule)\s*\(?\s*['"](?:node:)?(?:https?|http2|net|tls|dgram|dns|dns\/promises|inspector|undici)['"]|\bfetch\s*\(|[=(,:{]\s*fetch\s*[,;)}\]]|\bglobalThis\b|\bnew (?:WebSocket|EventSource)\b/,
  environment:
    /\bprocess\s*(?:\?\.)?\.\s*env\b|\bprocess\[|\benv\b[^=\n]*\}\s*=\s*process\b|['"](?:node:)?process['"]/,
  exit: /\bprocess\s*\.\s*(?:exit|abort|kill|reallyExit)\b/,
  code: /['"](?:node:)?(?:vm|module|repl)['"]|\beval\s*\(|\bnew Function\b/,
} as const;

export type Effect = keyof typeof SIGNS;
const EFFECTS = Object.keys(SIGNS).filter((name): name is Effect => name in SIGNS);

/** @param text TypeScript */
export function effectsOf(text: string): Effect[] {
  // Comments may speak of anything; esbuild takes them out, and the types with them.
  const { code } = transformSync(text, { loader: 'ts', legalComments: 'none' });
  return EFFECTS.filter((effect) => SIGNS[effect].test(code));
}
