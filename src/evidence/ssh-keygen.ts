/** Detached signatures, made and checked by OpenSSH: keys stay in its hands. The only file that starts ssh-keygen. */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { plainText } from '../core/plain-text.ts';
import { ScannerError } from '../core/scanner-error.ts';

/** A signature of evidence is none of anything else. */
const NAMESPACE = 'bitsieve-evidence';
const MAX_SAID = 300;
/** A signature has some hundred bytes; more is none. */
const MAX_OUTPUT = 64 * 1024;

export interface SignatureQuestion {
  /** Of the bundle, at its first byte: it is read to its end. */
  readonly descriptor: number;
  readonly signature: string;
  readonly allowedSigners: string;
  /** Null: whoever of the allowed signers it was. */
  readonly identity: string | null;
}

/** What was found out about a signature. */
export interface SignatureVerdict {
  readonly isGood: boolean;
  /** Whose it is, or why it is of no use. */
  readonly words: string;
}

/** @param draft file of which the signature is made @throws {ScannerError} `not-found`, `report` */
export async function signatureOf(draft: string, keyFile: string): Promise<Buffer> {
  // Given a name and not bytes, it can ask for a passphrase.
  const args = ['-Y', 'sign', '-f', resolve(keyFile), '-n', NAMESPACE, resolve(draft)];
  const made = `${resolve(draft)}.sig`;
  try {
    const { code, stderr } = await run(args, 'inherit');
    if (code === 0) return await readFile(made);
    throw new ScannerError('report', `cannot sign with ${keyFile}: ${complaintOf(stderr)}`, {
      hint: 'Name the file of a private key, or of a public one whose private key an agent holds.',
    });
  } finally {
    await rm(made, { force: true });
  }
}

/** @throws {ScannerError} `not-found` */
export async function judgeSignature(asked: SignatureQuestion): Promise<SignatureVerdict> {
  const [signature, allowed] = [resolve(asked.signature), resolve(asked.allowedSigners)];
  const identity = asked.identity ?? (await signerOf(signature, allowed));
  if (identity === null) return { isGood: false, words: 'none of the allowed signers has made it' };
  const args = ['-Y', 'verify', '-f', allowed, '-I', identity, '-n', NAMESPACE, '-s', signature];
  const { code, stdout, stderr } = await run(args, asked.descriptor);
  if (code !== 0) return { isGood: false, words: complaintOf(`${stderr}\n${stdout}`) };
  return { isGood: true, words: plainText(stdout, MAX_SAID) };
}

/** Null when it is nobody's who is allowed. */
async function signerOf(signature: string, allowed: string): Promise<string | null> {
  const { code, stdout } = await run(['-Y', 'find-principals', '-f', allowed, '-s', signature], 'ignore');
  const [first = ''] = stdout.split('\n');
  return code === 0 && first !== '' ? first : null;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], stdin: 'inherit' | 'ignore' | number): Promise<Ended> {
  const child = spawn('ssh-keygen', args, { stdio: [stdin, 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (bytes: Buffer) => {
      if (said[name].length < MAX_OUTPUT) said[name] += bytes.toString('utf8');
    });
  }
  return new Promise((done, reject) => {
    child.once('error', (cause) =>
      reject(
        new ScannerError('not-found', 'ssh-keygen was not found', {
          hint: 'Install OpenSSH 8.2 or newer.',
          cause,
        }),
      ),
    );
    child.once('close', (code) => done({ code: code ?? 1, ...said }));
  });
}

function complaintOf(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return plainText(lines.join('; ') || 'ssh-keygen gave no reason', MAX_SAID);
}
