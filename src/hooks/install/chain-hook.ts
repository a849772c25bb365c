/** A hook of ours at a path: chained before what is there, renewed in place, taken out again. */
import { dirname, join } from 'node:path';
import { ScannerError } from '../../core/scanner-error.ts';
import { type HookEntry, readEntry, type Step } from './hook-disk.ts';
import { nameBefore } from './hook-names.ts';
import { findBlock, isOwnScript, ownScript, withBlock, withoutBlock } from './marked-block.ts';
import type { HookPlan } from './plan.ts';

/** May be read and started by all, less what the user's umask takes. */
const SCRIPT_MODE = 0o755;

export interface Chained {
  readonly hook: string;
  /** Where git, or who stands between, looks for it. */
  readonly path: string;
  readonly block: string;
}

/**
 * @throws {ScannerError} `hook` where something would be lost: somebody changed our lines, or a file from an earlier time has
 *   the name that what is there now would get
 */
export function planChain({ hook, path, block }: Chained): HookPlan {
  const entry = readEntry(path);
  const plan = { hook, path, remarks: [] };
  const write = (text: string): Step => ({ does: 'write', path, text, mode: SCRIPT_MODE });
  if (entry.kind === 'other') throw new ScannerError('hook', `${path}: is no file`);
  if (entry.kind === 'missing') return { ...plan, outcome: 'written', steps: [write(ownScript(block))] };
  if (findBlock(entry.text)) return { ...plan, ...renewed(entry, block, write) };
  const before = join(dirname(path), nameBefore(hook));
  refuseTaken(path, before);
  const steps: Step[] = [{ does: 'move', from: path, to: before }, write(ownScript(block))];
  return { ...plan, outcome: 'written', steps, remarks: [`What was there runs first: ${before}`] };
}

function renewed(
  entry: HookEntry,
  block: string,
  write: (text: string) => Step,
): Pick<HookPlan, 'outcome' | 'steps'> {
  const text = withBlock(entry.text, block, 'first');
  if (text === entry.text || entry.kind === 'link') return { outcome: 'there', steps: [] };
  refuseChanged(entry);
  return { outcome: 'renewed', steps: [write(text)] };
}

/** Puts back what was there. @throws {ScannerError} `hook` where lines of somebody else would be lost */
export function planUnchain(hook: string, path: string): HookPlan {
  const entry = readEntry(path);
  const before = readEntry(join(dirname(path), nameBefore(hook)));
  const plan = { hook, path, remarks: [] };
  if (entry.kind !== 'file' || !findBlock(entry.text)) return { ...plan, outcome: 'not there', steps: [] };
  refuseChanged(entry);
  if (before.kind !== 'missing' && !isOwnScript(entry.text)) {
    throw new ScannerError(
      'hook',
      `${path}: has lines that somebody added, and ${before.path} was there before`,
      {
        hint: 'Make one of the two by hand, without the lines between our marks.',
      },
    );
  }
  const steps: Step[] =
    before.kind !== 'missing' ? [{ does: 'move', from: before.path, to: path }] : [removed(entry)];
  return { ...plan, outcome: 'taken out', steps };
}

/** The file without our lines; no file where it holds nothing else. */
export function removed({ path, text }: HookEntry): Step {
  if (isOwnScript(text)) return { does: 'remove', path };
  return { does: 'write', path, text: withoutBlock(text), mode: SCRIPT_MODE };
}

/** @throws {ScannerError} `hook` */
export function refuseChanged({ path, text }: HookEntry): void {
  if (findBlock(text)?.isAsWritten !== false) return;
  throw new ScannerError('hook', `${path}: somebody changed the lines between our marks`, {
    hint: 'Put what you need below the end mark, or move the file away; then run this again.',
  });
}

function refuseTaken(path: string, before: string): void {
  if (readEntry(before).kind === 'missing') return;
  throw new ScannerError('hook', `${path} would become ${before}, which is there already`, {
    hint: 'Somebody replaced our hook. Keep the one of the two that you want, under the first name.',
  });
}
