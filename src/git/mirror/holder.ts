/** Who holds a lock, told so that it can be seen later whether they still live: process, its start, its machine. */
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync, statSync } from 'node:fs';

export interface Holder {
  readonly pid: number;
  /** When the process began, in ticks of the system; a number that is used again has another one. */
  readonly began: string;
  /** The system since it was started, and which processes can be seen there. */
  readonly where: string;
  /** Different for each lock that was ever taken. */
  readonly nonce: string;
}

/** Of a machine or container that cannot be asked: held as long as the file is touched this often. */
const LONGEST_SILENCE_MS = 10 * 60_000;
export const TOUCH_EVERY_MS = 60_000;

export function ownHolder(): Holder {
  const pid = process.pid;
  return { pid, began: beginningOf(pid), where: whereWeAre(), nonce: randomBytes(8).toString('hex') };
}

/** Undefined: there is no such file, or not yet a whole one. */
export function holderIn(file: string): Holder | undefined {
  try {
    const [pid = '', began = '', where = '', nonce = ''] = readFileSync(file, 'utf8').split('\n');
    return /^[0-9a-f]{16}$/.test(nonce) ? { pid: Number(pid), began, where, nonce } : undefined;
  } catch {
    return undefined;
  }
}

export function textOf({ pid, began, where, nonce }: Holder): string {
  return [pid, began, where, nonce, ''].join('\n');
}

export function isAlive(holder: Holder, file: string): boolean {
  if (holder.where !== whereWeAre()) return wasTouched(file);
  return beginningOf(holder.pid) === holder.began;
}

function wasTouched(file: string): boolean {
  try {
    return Date.now() - statSync(file).mtimeMs < LONGEST_SILENCE_MS;
  } catch {
    return false;
  }
}

/** Empty when there is no such process. Where the system has no /proc, what can be asked is whether there is one. */
function beginningOf(pid: number): string {
  const stat = contentOf(`/proc/${pid}/stat`);
  // The name of the program, in parentheses, may hold anything.
  if (stat !== '') return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  if (contentOf('/proc/self/stat') !== '') return '';
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch {
    return '';
  }
}

function whereWeAre(): string {
  return `${contentOf('/proc/sys/kernel/random/boot_id').trim()} ${processSpace()}`;
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return process.platform;
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
