/** The README of a bundle: what is in it, and how to check it without this program. */

export const README_TEXT = `Evidence of an audit by bitsieve
================================

What an audit of git repositories knew at the end of one run: which secrets and sensitive data lie
where, since when, and who may read them. No secret is in here: of each there is a mask and a keyed
hash. Names of repositories, paths, people and branches are in here: handle it like the audit itself.

Check it without bitsieve
-------------------------
  unzip -d evidence FILE.zip && cd evidence
  sha256sum -c SHA256SUMS          (macOS: shasum -a 256 -c SHA256SUMS)
With a detached signature, and the keys that you trust in ALLOWED ("who@example.org ssh-ed25519 AAAA..."):
  ssh-keygen -Y verify -f ALLOWED -I who@example.org -n bitsieve-evidence -s FILE.zip.sig < FILE.zip
With bitsieve, which also finds a changed byte between the files:
  bitsieve evidence verify FILE.zip

Files
-----
manifest.json        what was asked for, the run, its tool and settings, what the dates are worth,
                     counts, and size and SHA-256 of each file
repositories.jsonl   each repository: its id at the forge, family, visibility, what became of it in
                     the run, and when and with what result it was scanned last
runs.jsonl           each run up to that one: times, tool, digest of its options and detectors
detectors.jsonl      each detector of the run, and its digest
findings.jsonl       each place of each finding
refs.jsonl           each ref, and the commit that it named when it was scanned
inventory.jsonl      kinds of files in each repository
pull-requests.jsonl  pull requests, where they were asked for
pushes.jsonl         changes of refs as the forge logged them, where they were asked for
scopes.jsonl         where rights to read are given; what was asked about them, and what was not
                     visible (asked: null is "nobody asked")
readers.jsonl        who may read through each of those
problems.jsonl       what the audit could not cover
SHA256SUMS           SHA-256 of each file above, and of this one

Each line of a .jsonl file is a JSON object in the one form of RFC 8785: keys sorted, no white space.
Lines are sorted too, so two bundles can be compared with ordinary tools, or with:
  bitsieve evidence diff OLD.zip NEW.zip

Words
-----
fingerprint  HMAC-SHA-256 over detector, a zero byte and the value; the first 32 hexadecimal digits.
             The key is that of the audit (BITSIEVE_KEY, or the key file) and is not in here.
secretId     the same without the name of the detector: equal for equal values, wherever they lie
id           names the place: equal in all runs of one store, and in other stores with the same key
reach        tip: in the newest commit of a branch; history: in older ones; unmerged: on a branch
             that did not reach the default one; unreachable: no ref leads to it any more
isGone       (only with a window of time) it was stored in the window, and is not any more
firstRun     the run that saw it first

The bundle is not compressed and holds no date of its own: the same state of the same store gives
the same bytes, on every machine and every day. Compress it for sending, and unpack it to check it.
`;
