/** Labelled lines and findings to counts: by category, by group of categories, by repository. */

/** Categories of which a value has no form of its own. */
const GENERIC = new Set(
  (
    'Password,Secret,Token,Key,API,Auth,UUID,Salt,Nonce,Credential,Other,CMD Password,CMD Secret,CMD Token,' +
    'CURL User Password,SQL Password'
  ).split(','),
);

/** A finding of a whole file is looked up on no more lines than this. */
const MOST_LINES = 2000;

/** @param wanted `only` and `not`: sets of categories; an empty `only` is all of them */
export function score(rows, findings, wanted) {
  const usable = rows.filter(({ status }) => status === 'ok');
  const labelledLines = new Set(usable.flatMap((row) => placesOf(row.path, row.lf_line, row.lf_line_end)));
  const files = new Set(usable.map(({ path }) => path));
  const found = distinct(findings).filter(({ path }) => files.has(path));
  const places = byPlace(found);
  const votes = voteAll(
    usable.filter((row) => isWanted(row, wanted)),
    places,
  );
  const unlabelled = found.filter((finding) => !linesOf(finding).some((place) => labelledLines.has(place)));
  return { ...summary(votes), unlabelled: unlabelled.length };
}

function isWanted(row, { only, not }) {
  const categories = row.category.split(':');
  return (
    (only.size === 0 || categories.some((name) => only.has(name))) &&
    !categories.some((name) => not.has(name))
  );
}

function distinct(findings) {
  const keyed = findings.map((finding) => {
    const { path, line, endLine, detector, secret } = finding;
    return [JSON.stringify([path, line, endLine, detector, secret]), finding];
  });
  return [...new Map(keyed).values()];
}

function linesOf({ path, line, endLine }) {
  return placesOf(path, line, endLine ?? line);
}

function placesOf(path, first, last) {
  const count = Math.min(Math.max(last, first) - first, MOST_LINES) + 1;
  return Array.from({ length: count }, (_, index) => `${path}\0${first + index}`);
}

function byPlace(findings) {
  const places = new Map();
  for (const finding of findings) {
    for (const place of linesOf(finding)) places.set(place, [...(places.get(place) ?? []), finding]);
  }
  return places;
}

/** T rows take their findings first: line by line nobody can tell which row of a line was meant. */
function voteAll(rows, places) {
  const taken = new Set();
  const vote = (row, isTrue) => {
    const hits = placesOf(row.path, row.lf_line, row.lf_line_end)
      .flatMap((place) => places.get(place) ?? [])
      .filter((finding) => isTrue || !taken.has(finding));
    if (isTrue) for (const finding of hits) taken.add(finding);
    return { row, kind: hits.length > 0 ? (isTrue ? 'tp' : 'fp') : isTrue ? 'fn' : 'tn' };
  };
  const isTrue = ({ label }) => label === 'T';
  const votes = rows.filter(isTrue).map((row) => vote(row, true));
  return [...votes, ...rows.filter((row) => !isTrue(row)).map((row) => vote(row, false))];
}

function summary(votes) {
  const categories = countBy(votes, ({ category }) => category.split(':'));
  const groups = countBy(votes, ({ category }) => [
    category.split(':').every((name) => GENERIC.has(name)) ? 'generic categories' : 'pattern categories',
  ]);
  const perRepository = [...countBy(votes, ({ repo }) => [repo]).values()].filter(
    ({ tp, fn }) => tp + fn > 0,
  );
  const f1s = perRepository.map(({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn));
  return {
    categories: [...categories].toSorted(([, a], [, b]) => b.tp + b.fn - a.tp - a.fn),
    groups: [...groups].toSorted(([a], [b]) => b.localeCompare(a)),
    total: countBy(votes, () => ['all']).get('all') ?? nothing(),
    repositories: perRepository.length,
    macro: f1s.reduce((sum, f1) => sum + f1, 0) / Math.max(1, f1s.length),
  };
}

function countBy(votes, namesOf) {
  const counts = new Map();
  for (const { row, kind } of votes) {
    for (const name of new Set(namesOf(row))) {
      if (!counts.has(name)) counts.set(name, nothing());
      counts.get(name)[kind]++;
    }
  }
  return counts;
}

function nothing() {
  return { tp: 0, fp: 0, fn: 0, tn: 0 };
}
