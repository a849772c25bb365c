/** What an audit leaves behind, and what may be asked of it. SQLite stands behind it today; nothing here says so. */
import type { InventoryLine } from '../../core/inventory.ts';
import type { Problem } from '../../core/problem.ts';
import type { PullRequest } from '../../core/pull-request.ts';
import type { ScanSummary, ToolIdentity } from '../../core/scan-result.ts';
import type { Confidence, Severity } from '../../core/severity.ts';
import type { Change, StoredFinding } from '../../core/stored-finding.ts';
import type { StateBytes } from '../state-file.ts';

/** Counts up: of two runs, the one with the greater number was begun later. */
export type RunNumber = number;

/** Options of a run that change what is found, where they can be told: names and numbers, no text that may hold a secret. */
export type RunSettings = Readonly<Record<string, string | number | boolean>>;

/** What a run is about. Two runs with equal requests do the same work: the second takes up what the first left undone. */
export interface RunRequest {
  /** For people: what was to be audited. */
  readonly target: string;
  /** SHA-256 over all options that change what is found. */
  readonly optionsDigest: string;
  readonly tool: ToolIdentity;
  /** Left out by versions that did not keep them. */
  readonly settings?: RunSettings;
  /** Digest of each detector, by its id. */
  readonly detectors: Readonly<Record<string, string>>;
}

/** `running`: not ended, or killed. `abandoned`: killed, and another one was begun after it. */
export type RunOutcome = 'running' | 'complete' | 'incomplete' | 'abandoned';

export interface Run extends Omit<RunRequest, 'detectors'> {
  readonly number: RunNumber;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly outcome: RunOutcome;
}

export interface CloneAddress {
  readonly protocol: 'https' | 'ssh' | 'file';
  readonly url: string;
}

/** A repository of a forge. */
export interface Place {
  /** The forge, by the address of its instance; empty for what is of none: a folder. */
  readonly forge: string;
  /** What the forge knows it by for ever; renaming does not change it. */
  readonly id: string;
  readonly fullName: string;
  readonly project: string | null;
  readonly visibility: 'public' | 'internal' | 'private';
  readonly archived: boolean;
  readonly personal: boolean;
  /** Null for an empty repository. */
  readonly mainBranch: string | null;
  /** As the forge says; null where it does not. */
  readonly sizeBytes: number | null;
  /** Equal for all forks of one repository. */
  readonly family: string;
  /** The id of what it was forked from. */
  readonly forkOf: string | null;
  readonly cloneAddresses: readonly CloneAddress[];
  readonly webUrl: string | null;
}

export type PlaceName = Pick<Place, 'forge' | 'id'>;

export interface KnownPlace extends Place {
  readonly firstRun: RunNumber;
  /** The last run that listed it. */
  readonly lastRun: RunNumber;
  /** The run that found it gone. */
  readonly goneRun: RunNumber | null;
}

export interface RefTip {
  readonly name: string;
  readonly oid: string;
}

/** With secrets in its names masked. */
export interface KeptPullRequest extends PullRequest {
  /** Were both commits scanned, as far as there are any? */
  readonly isCovered: boolean;
}

/** Null: asked, and refused. */
export type PullRequests = readonly KeptPullRequest[] | null;

/** One change of a ref, of the forge's log of pushes; secrets in its name are masked. */
export interface RefChange {
  /** Counts up. */
  readonly id: number;
  /** ISO 8601, UTC, by the clock of the forge. */
  readonly at: string;
  readonly ref: string;
  /** Null: the ref was not there, or is not any more. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Old to new. Null: asked, and refused. */
export type Pushes = readonly RefChange[] | null;

/** What became of one repository in one run. */
export type Visit =
  | {
      readonly outcome: 'scanned';
      readonly problems: readonly Problem[];
      readonly summary: ScanSummary;
      readonly refs: readonly RefTip[];
      readonly findings: readonly StoredFinding[];
      readonly inventory: readonly InventoryLine[];
      /** Left out: nobody asked, and what is known of them stays. */
      readonly pullRequests?: PullRequests;
      readonly pushes?: Pushes;
    }
  /** Nothing has changed since its last scan: all that is known of it still holds. Of pull requests, what can change without a push. */
  | { readonly outcome: 'same'; readonly pullRequests?: PullRequests; readonly pushes?: Pushes }
  /** It could not be fetched or read. What is known of it stays known. */
  | { readonly outcome: 'failed'; readonly problems: readonly Problem[] };

/** Where a right to read is given: by the repository, or by what it lies in. */
export interface Scope {
  readonly kind: 'repository' | 'project' | 'workspace' | 'instance' | 'group';
  readonly id: string;
}

export interface Grant {
  readonly subject: 'anonymous' | 'everyone' | 'user' | 'group' | 'access-key' | 'token';
  /** Empty for anonymous and everyone. */
  readonly id: string;
  readonly name: string;
  readonly level: 'read' | 'write' | 'create' | 'admin' | 'member';
  /** Of a user, where the forge shows it. */
  readonly email?: string;
}

/** Null: not visible to the token, wholly or in part. That is no empty list. */
export type Readers = readonly Grant[] | null;

/** One list of those that together say who may read: `groups`, `access-keys`. */
export type ReaderPart = string;

/** What was asked, and how far it was answered. */
export interface ReaderList {
  /** Those that are visible. */
  readonly grants: readonly Grant[];
  readonly asked: readonly ReaderPart[];
  /** Of these, not visible to the token. */
  readonly hidden: readonly ReaderPart[];
}

/** `changed`: the same secret at the same place, of which something is now different that matters to people. */
export interface FindingChange {
  readonly kind: Change;
  readonly place: KnownPlace;
  /** As it is now; of one that is gone, as it was last. */
  readonly finding: StoredFinding;
  readonly before: StoredFinding | null;
}

export interface PlacedFinding {
  readonly place: KnownPlace;
  readonly finding: StoredFinding;
  /** The run that saw it first. */
  readonly firstRun: RunNumber;
  /** The last run that saw it as it is here: no more than the run that was asked for. */
  readonly lastRun: RunNumber;
}

/** What a report is to list. */
export interface ListRequest {
  readonly run: RunNumber;
  /** Only what is different at the end of `run` from the end of this one; null: everything. */
  readonly since: RunNumber | null;
  /**
   * With nothing compared: also what held at the end of this run or later and is gone at the end of `run`, as it was last; 0 for all
   * that any run knew.
   */
  readonly heldFrom?: RunNumber;
  readonly isWanted: (place: KnownPlace) => boolean;
  readonly minSeverity: Severity;
  readonly minConfidence: Confidence;
  /**
   * `worst`, or left out: all places of a secret together, the worst secret first. `place`: by forge and id of the place, fingerprint
   * and id, as texts; nothing in that depends on how the store came to be.
   */
  readonly order?: 'worst' | 'place';
}

export interface ListedFinding {
  readonly place: KnownPlace;
  /** In the order of the list, from 0 on. */
  readonly position: number;
  /** Of all findings of the place it alone has it, in every run: hexadecimal digits. */
  readonly id: string;
  /** As it is now; of one that is gone, as it was last. */
  readonly finding: StoredFinding;
  /** The run that saw it first. */
  readonly firstRun: RunNumber;
  /** Null where nothing is compared; `gone` with `heldFrom`, too. */
  readonly change: Change | null;
  /** As it was at the end of the earlier run, `since` or `heldFrom`; null where it was not there. */
  readonly before: StoredFinding | null;
}

export interface FindingList {
  readonly count: number;
  readonly changes: Readonly<Record<Change, number>>;
  /**
   * In the order that was asked for, found out once. May be walked more than once; few are in memory, however many there are: of all
   * others two numbers. Not asynchronous, because formats of reports are not.
   */
  readonly findings: Iterable<ListedFinding>;
  /** Those at some positions of the order, in the order of the positions. */
  at(positions: Iterable<number>): Iterable<ListedFinding>;
}

/** A visit as it can be asked for afterwards. */
export interface KnownVisit {
  readonly place: KnownPlace;
  readonly outcome: Visit['outcome'];
  /** The run of the last scan; its options and detectors are those that the findings come from. */
  readonly scannedRun: RunNumber | null;
  /** The last run that scanned it, or found that nothing had changed since its scan; null: none did. */
  readonly seenRun: RunNumber | null;
  /** Of the last scan; null when there was none. */
  readonly summary: ScanSummary | null;
  readonly problems: readonly Problem[];
}

/** Questions. Each is answered for a run as things were known at its end, from whatever run that knowledge is. */
export interface AuditReader {
  /** Newest first. */
  runs(): Promise<readonly Run[]>;
  places(run: RunNumber): Promise<readonly KnownPlace[]>;
  visits(run: RunNumber): Promise<readonly KnownVisit[]>;
  /** Place by place; in no order that is promised. */
  findings(run: RunNumber): AsyncIterable<PlacedFinding>;
  /** What is different at the end of `to` from the end of `from`. All findings of a place that was not there are new. */
  changes(from: RunNumber, to: RunNumber): AsyncIterable<FindingChange>;
  list(request: ListRequest): Promise<FindingList>;
  inventory(run: RunNumber, place: PlaceName): Promise<readonly InventoryLine[]>;
  refs(run: RunNumber, place: PlaceName): Promise<readonly RefTip[]>;
  /** By their numbers. Undefined: nobody asked. Null: asked, and refused. */
  pullRequests(run: RunNumber, place: PlaceName): Promise<PullRequests | undefined>;
  /** Undefined: nobody asked. Null: asked, and refused. */
  pushes(run: RunNumber, place: PlaceName): Promise<Pushes | undefined>;
  /** Undefined: nobody asked. Null: asked, and refused. */
  readers(run: RunNumber, forge: string, scope: Scope): Promise<Readers | undefined>;
  /** With what is visible where a part is not. Undefined: nobody asked. */
  readerList(run: RunNumber, forge: string, scope: Scope): Promise<ReaderList | undefined>;
  /** Digest of each detector, by its id. */
  detectors(run: RunNumber): Promise<Readonly<Record<string, string>>>;
  /** A hash of the key of its fingerprints, in hexadecimal digits; undefined for a store that has none. */
  keyId(): Promise<string | undefined>;
  /** Of the run itself, not of a place. */
  problems(run: RunNumber): Promise<readonly Problem[]>;
  close(): Promise<void>;
}

/**
 * One process at a time. Every call is done wholly or not at all, also when the process is killed in it, and doing it once
 * more changes nothing.
 *
 * All methods throw {ScannerError} `store` when it cannot be written: damaged, full, taken away.
 */
export interface AuditStore extends AuditReader {
  /** Takes up the last run if that was killed and asked for the same, else begins a new one. */
  beginRun(request: RunRequest): Promise<Run>;
  /** What the forge lists. To be called before anything is saved of a place. */
  savePlaces(run: RunNumber, places: readonly Place[]): Promise<void>;
  /** These are not there any more; their findings end with this run. */
  retirePlaces(run: RunNumber, places: readonly PlaceName[]): Promise<void>;
  /** Ids of the places of a forge that this run is done with. */
  visited(run: RunNumber, forge: string): Promise<ReadonlySet<string>>;
  /** Where the next scan of a place finds what this one leaves. What is written becomes the state with the visit `scanned`. */
  openState(place: PlaceName): StateBytes;
  saveVisit(run: RunNumber, place: PlaceName, visit: Visit): Promise<void>;
  saveReaders(run: RunNumber, forge: string, scope: Scope, readers: ReaderList): Promise<void>;
  finishRun(run: RunNumber, end: { complete: boolean; problems: readonly Problem[] }): Promise<void>;
}
