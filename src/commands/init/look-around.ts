/** What a work tree holds, as far as its configuration is concerned: by the names in its index alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ScannerError } from '../../core/scanner-error.ts';
import { complaintOf, runGit } from '../../git/git-process.ts';
import type { Repository } from '../../git/open-repository.ts';

export interface Surroundings {
  readonly files: number;
  /** The most files first, with how many there are; at most five. */
  readonly languages: ReadonlyArray<readonly [string, number]>;
  /** Topmost folders of tests and examples, the largest first; at most eight. */
  readonly tests: readonly string[];
  /** Topmost folders of what others wrote or a program made, the same. */
  readonly vendored: readonly string[];
  /** Names that are no UTF-8, which no glob can name. */
  readonly unnamable: number;
  /** Bytes of its packs. */
  readonly packedBytes: number;
  /** Which of the files that say no to findings there are, at the top. */
  readonly has: Readonly<Record<'.gitleaks.toml' | '.gitleaksignore' | '.bitsieve-baseline.json', boolean>>;
}

const MOST_LANGUAGES = 5;
const MOST_FOLDERS = 8;
/** A folder of a longer name is not proposed: a glob has 1,024 characters. */
const MAX_FOLDER_LENGTH = 300;
const TESTS =
  /^(?:tests?|__tests__|specs?|e2e|fixtures?|__fixtures__|testdata|test-data|testing|mocks?|__mocks__|__snapshots__|examples?|samples?|demos?)$/i;
const VENDORED =
  /^(?:vendor|vendors|third[-_]?party|node_modules|bower_components|external|externals|extern|deps|dist|build|generated)$/i;
const LANGUAGES: ReadonlyArray<readonly [string, RegExp]> = [
  ['TypeScript', /\.[cm]?tsx?$/],
  ['JavaScript', /\.[cm]?jsx?$/],
  ['Python', /\.py$/],
  ['Java', /\.java$/],
  ['Kotlin', /\.kts?$/],
  ['Go', /\.go$/],
  ['Ruby', /\.rb$/],
  ['PHP', /\.php$/],
  ['C#', /\.cs$/],
  ['C and C++', /\.(?:c|h|cc|cpp|cxx|hpp)$/],
  ['Rust', /\.rs$/],
  ['Swift', /\.swift$/],
  ['Scala', /\.scala$/],
  ['shell', /\.(?:sh|bash|zsh)$/],
  ['SQL', /\.sql$/],
  ['Terraform', /\.(?:tf|tfvars)$/],
  ['YAML', /\.ya?ml$/],
  ['JSON', /\.json$/],
  ['XML', /\.xml$/],
  ['HTML', /\.html?$/],
  ['Markdown', /\.(?:md|mdx)$/],
];

/** @param workTree its top. @throws {ScannerError} `git-failed` */
export async function lookAround({ place }: Repository, workTree: string): Promise<Surroundings> {
  const names = await namesIn({ ...place, folder: workTree });
  const known = names.filter((name) => !name.includes('\uFFFD'));
  return {
    files: names.length,
    languages: largest(known.map(languageOf), MOST_LANGUAGES),
    tests: foldersCalled(TESTS, known),
    vendored: foldersCalled(VENDORED, known),
    unnamable: names.length - known.length,
    packedBytes: await packedBytes(place),
    has: {
      '.gitleaks.toml': existsSync(join(workTree, '.gitleaks.toml')),
      '.gitleaksignore': existsSync(join(workTree, '.gitleaksignore')),
      '.bitsieve-baseline.json': existsSync(join(workTree, '.bitsieve-baseline.json')),
    },
  };
}

async function namesIn(place: Repository['place']): Promise<string[]> {
  const { stdout, stderr, exitCode } = await runGit(place, ['ls-files', '-z', '--cached']);
  if (exitCode !== 0)
    throw new ScannerError('git-failed', `the index cannot be read: ${complaintOf(stderr)}`);
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}

async function packedBytes(place: Repository['place']): Promise<number> {
  const { stdout } = await runGit(place, ['count-objects', '-v']);
  const [, kilobytes = '0'] = /^size-pack: (\d{1,12})$/m.exec(stdout.toString('latin1')) ?? [];
  return Number(kilobytes) * 1024;
}

function languageOf(name: string): string | undefined {
  return LANGUAGES.find(([, ending]) => ending.test(name))?.[0];
}

/** The part of each path that ends with the first folder of such a name. */
function foldersCalled(name: RegExp, paths: readonly string[]): string[] {
  const found = paths.map((path) => {
    const folders = path.split('/').slice(0, -1);
    const depth = folders.findIndex((folder) => name.test(folder));
    return depth < 0 ? undefined : folders.slice(0, depth + 1).join('/');
  });
  const short = found.filter((folder) => folder === undefined || folder.length <= MAX_FOLDER_LENGTH);
  return largest(short, MOST_FOLDERS).map(([folder]) => folder);
}

/** What is there most often first; where that is the same, in the order of the alphabet. */
function largest(words: ReadonlyArray<string | undefined>, most: number): Array<readonly [string, number]> {
  const counts = new Map<string, number>();
  for (const word of words) if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, most);
}
