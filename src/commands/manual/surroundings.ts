/** What surrounds the program: the variables that it reads, the files that it knows, its exit codes. For the manual and for `doctor`. */

/** Every variable of the environment that it reads by name, those of git and of proxies aside. A test holds this to the code. */
export const VARIABLES: Readonly<Record<string, string>> = {
  BITSIEVE_CONFIG: 'A configuration file, where --config names none.',
  BITSIEVE_KEY: 'The key of the fingerprints, any text. Reports made with the same one compare.',
  BITSIEVE_BITBUCKET_TOKEN: 'The token that an audit asks a Bitbucket with.',
  BITSIEVE_BITBUCKET_EMAIL: 'The address of the account of an API token (Cloud).',
  BITSIEVE_BITBUCKET_USER: 'The user of an HTTP access token, where git needs a name (Data Center).',
  BITSIEVE_BITBUCKET_OAUTH_KEY: 'The key of an OAuth consumer, in place of a token (Cloud).',
  BITSIEVE_BITBUCKET_OAUTH_SECRET: 'Its secret.',
  BITSIEVE_READER: 'With the value "reference" everything is read through git, not by the pack engine.',
  BITSIEVE_NO_WASM: 'With the value "1" WebAssembly is not used.',
  BITSIEVE_NODE: 'The node that bitsieve-hook starts, in place of the one on the PATH.',
  BITSIEVE_NO_IMAGE: 'With the value "1" bitsieve-hook starts without its image.',
  BITSIEVE_VERDICT_FD: 'Set by bitsieve-hook: the descriptor to which a push gets its verdict.',
  BITSIEVE_UNANSWERED:
    'Set by bitsieve-hook for the program that answers for one that ended without an answer.',
  NO_COLOR: 'Not empty: prints without colours.',
  XDG_CONFIG_HOME: 'Where the key of the fingerprints lies, in place of ~/.config.',
};

export const FILES: Readonly<Record<string, string>> = {
  '.scannerrc': 'Configuration, at the top of the work tree; bitsieve init writes one.',
  '.gitleaks.toml': 'Configuration of gitleaks, read where there is no .scannerrc.',
  '.gitleaksignore': 'Fingerprints of gitleaks that are not to be reported.',
  '.bitsieve-baseline.json': 'What is known already: bitsieve baseline writes it.',
  '.bitsieve/audit.db': 'What audits found; mirrors lie beside it.',
  '~/.config/bitsieve/key': 'The key of the fingerprints, where BITSIEVE_KEY gives none.',
};

export const EXIT_CODES: Readonly<Record<number, string>> = {
  0: 'Nothing was found.',
  1: 'Something was found (--exit-code changes it).',
  2: 'Usage or configuration: nothing was scanned.',
  3: 'Incomplete: something could not be scanned, whether anything was found or not.',
  4: 'A Bitbucket could not be asked.',
  70: 'A bug.',
};
