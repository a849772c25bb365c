/** `bitsieve hook pre-push`: what a push would bring to a remote, every commit of it. */
import type { ParsedFlags } from '../../config/parse-flags.ts';
import type { Problem } from '../../core/problem.ts';
import type { ScanResult } from '../../core/scan-result.ts';
import { placeAt } from '../../git/open-repository.ts';
import type { Selection } from '../../git/selection.ts';
import type { PushedRef } from '../../hooks/push/pushed-refs.ts';
import { readPushed } from '../../hooks/push/read-pushed.ts';
import { newFor, type PushTarget, refuseLost, unknownHere } from '../../hooks/push/what-is-new.ts';
import type { DeveloperView } from '../../report/developer/developer-view.ts';
import { type Command, EXIT } from '../command.ts';
import { optionHelp } from '../option-help.ts';
import { HOOK_OPTIONS, parseHookFlags } from './hook-options.ts';

export const prePushCommand: Command = {
  summary: 'Scan what a push would bring, before it is sent',
  options: HOOK_OPTIONS,
  operand: { text: '[REMOTE [ADDRESS]]' },
  help: () => `Usage: bitsieve hook pre-push [REMOTE [ADDRESS]] [options]

Called by git, with the pushed refs on standard input. Scans every commit that the remote lacks,
its message, annotated tags, notes and any other ref, and stops the push when it finds anything.

Options
${optionHelp(HOOK_OPTIONS)}

Exit codes
  0 nothing found    1 found (--exit-code changes it)    2 usage or configuration
  3 incomplete: something could not be scanned; this stops the push too`,
  run: async (argv) => {
    // Before anything else: a mistake in them would be told on the day that something is pushed.
    const flags = parseHookFlags('pre-push', argv, 2);
    const pushed = await readPushed(process.stdin, process.env, placeAt(undefined));
    return pushed.length === 0 ? EXIT.clean : scanPushed(flags, pushed);
  },
};

/** What scans is loaded only now, and while git answers. */
export async function scanPushed(flags: ParsedFlags, pushed: readonly PushedRef[]): Promise<number> {
  const place = placeAt(undefined);
  const target = targetOf(flags.positionals);
  const [selecting, asking] = [newFor(target, pushed, place), unknownHere(pushed, place)];
  for (const promise of [selecting, asking]) promise.catch(() => undefined);
  const [{ performScan }, { resultExitCode }, { tellDeveloper }] = await Promise.all([
    import('../perform-scan.ts'),
    import('../result-exit-code.ts'),
    import('./tell-developer.ts'),
  ]);
  const part = { name: pushed.map(({ local }) => local).join(' '), select: () => selecting };
  const scan = await performScan({ ...flags, positionals: [] }, { part });
  await refuseLost(pushed, await selecting, place);
  const result = withRemote(scan.result, await asking, target);
  const code = resultExitCode(result, scan.options.exitCode);
  const isStopped = code !== EXIT.clean;
  tellDeveloper(
    { ...scan, result },
    {
      occasion: 'push',
      isStopped,
      canAllow: true,
      ...(result.findings.length > 0 && (await placesIn(pushed, await selecting, result))),
      prefix: process.env['GIT_PREFIX'] ?? '',
      closing: isStopped ? ['To push all the same: git push --no-verify'] : [],
    },
  );
  return code;
}

/** Only where something was found is it worth asking where that stands, and what shows all of it. */
async function placesIn(
  pushed: readonly PushedRef[],
  selection: Selection,
  { findings }: ScanResult,
): Promise<Pick<DeveloperView, 'spotOf' | 'more'>> {
  const [{ spotsIn }, { shellWord }] = await Promise.all([
    import('../../hooks/push/spots.ts'),
    import('../../report/text/shell-word.ts'),
  ]);
  const [first] = pushed;
  const range = first?.before
    ? `--range ${first.before.slice(0, 10)}..${first.oid.slice(0, 10)}`
    : `--branch ${shellWord(first?.local ?? 'HEAD')}`;
  const spotOf = await spotsIn(pushed, selection, { place: placeAt(undefined), findings });
  return { spotOf, more: `bitsieve scan ${range}` };
}

function targetOf([name, address]: readonly string[]): PushTarget {
  const { PRE_COMMIT_REMOTE_NAME, PRE_COMMIT_REMOTE_URL } = process.env;
  const known = name ?? (PRE_COMMIT_REMOTE_NAME || 'origin');
  // A name alone is that of a remote.
  return { name: known, address: address ?? (PRE_COMMIT_REMOTE_URL || '') };
}

/** What a hook has no use for goes, and what it alone knows is added. */
function withRemote(result: ScanResult, unknown: readonly PushedRef[], target: PushTarget): ScanResult {
  // What is beyond the depth of a clone is not pushed.
  const problems = result.problems.filter(({ code }) => code !== 'shallow-clone');
  if (unknown.length === 0) return { ...result, problems };
  const moved: Problem = {
    code: 'remote-moved',
    severity: 'warning',
    message: `${target.name} moved on since its last fetch: what it lacked then was scanned`,
  };
  return { ...result, problems: [...problems, moved] };
}
