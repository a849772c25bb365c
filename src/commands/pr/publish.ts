/** Tells Bitbucket of a finished scan: report, annotations, build status. What goes wrong is told, and hides nothing. */
import { sendToCloud } from '../../bitbucket/insights/cloud-insights.ts';
import { sendToDataCenter } from '../../bitbucket/insights/data-center-insights.ts';
import { type BuildStatus, markOnCloud, markOnDataCenter } from '../../bitbucket/insights/build-status.ts';
import type { InsightsPlace, InsightsReport } from '../../bitbucket/insights/insights-report.ts';
import { ForgeError } from '../../bitbucket/forge-error.ts';
import type { ToldForge } from './forge-of.ts';

export interface Publication {
  readonly forge: ToldForge;
  /** Whole name. */
  readonly commit: string;
  readonly insights: InsightsReport;
  /** null: none is set. */
  readonly status: BuildStatus | null;
}

export interface Published {
  /** For the log. */
  readonly lines: readonly string[];
  readonly isDone: boolean;
}

/** Never throws for what Bitbucket or the network do. */
export async function publish({ forge, commit, insights, status }: Publication): Promise<Published> {
  const { kind, web, owner, slug } = forge;
  const isCloud = kind === 'cloud';
  const place: InsightsPlace = { owner, slug, commit };
  const report = await attempt('Code Insights', async () => {
    const { annotations, leftOut } = await (isCloud ? sendToCloud : sendToDataCenter)(web, place, insights);
    const rest = leftOut === 0 ? '' : `, ${leftOut} more had no room`;
    return `Code Insights: report sent for ${commit.slice(0, 12)}, ${annotations} annotations${rest}`;
  });
  if (!status) return report;
  const mark = await attempt('Build status', async () => {
    await (isCloud ? markOnCloud : markOnDataCenter)(web, place, status);
    return `Build status: ${status.isSuccessful ? 'successful' : 'failed'}`;
  });
  return { lines: [...report.lines, ...mark.lines], isDone: report.isDone && mark.isDone };
}

async function attempt(what: string, action: () => Promise<string>): Promise<Published> {
  try {
    return { lines: [await action()], isDone: true };
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error;
    if (error.kind === 'cancelled')
      return { lines: [`${what} could not be sent in time (--publish-timeout)`], isDone: false };
    const hint = error.hint === undefined ? [] : [error.hint];
    return { lines: [`${what} could not be sent: ${error.message}`, ...hint], isDone: false };
  }
}
