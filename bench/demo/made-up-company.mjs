/** Made-up people, groups and rights for real repositories: the same for the same names of repositories. */
import { createHash } from 'node:crypto';

const PROJECTS = ['CORE', 'DATA', 'DOCS', 'LIB', 'OPS', 'PAY', 'WEB'];
const HOME = 'agency.example';
const PARTNERS = ['orbit.example', 'groundstation.example', 'labs.example'];

/** A number below `most` that belongs to the text. */
function numberOf(text, most) {
  return createHash('sha256').update(text).digest().readUInt32BE() % most;
}

export function projectOf(slug) {
  return PROJECTS[numberOf(`project ${slug}`, PROJECTS.length)];
}

function people(kind, count) {
  return Array.from({ length: count }, (_, at) => `${kind}${String(at + 1).padStart(2, '0')}`);
}

/** Name -> members. */
export function groupsOf() {
  const staff = people('staff', 60);
  const groups = {
    developers: staff.slice(0, 40),
    operators: staff.slice(35, 45),
    auditors: staff.slice(57),
    writers: staff.slice(45, 57),
  };
  for (const [at, domain] of PARTNERS.entries()) {
    const name = domain.split('.')[0];
    groups[`partner-${name}`] = people(name, 6 + at * 5);
  }
  return groups;
}

/** By name. */
export function emailsOf() {
  const domainOf = (name) => PARTNERS.find((domain) => name.startsWith(domain.split('.')[0])) ?? HOME;
  const names = new Set(Object.values(groupsOf()).flat());
  return Object.fromEntries([...names].map((name) => [name, `${name}@${domainOf(name)}`]));
}

const user = (on, name, level) => ({ on, kind: 'user', name, level });
const group = (on, name, level) => ({ on, kind: 'group', name, level });
const key = (on, name) => ({ on, kind: 'access-key', name, level: 'read' });

function* grantsOfProjects(groups) {
  yield group('', 'operators', 'admin');
  for (const project of PROJECTS) {
    yield group(project, project === 'OPS' ? 'operators' : 'developers', 'write');
    yield user(project, groups.developers[numberOf(`lead of ${project}`, 40)], 'admin');
    yield key(project, `build-${project.toLowerCase()}`);
  }
  yield group('DOCS', 'writers', 'write');
  yield group('PAY', 'auditors', 'read');
  yield { on: 'LIB', kind: 'default', name: '', level: 'read' };
}

/** Every fourth is shared with a partner, every fifth has a key of its own. */
function* grantsOf({ project, slug }, groups) {
  const on = `${project}/${slug}`;
  if (project.startsWith('~')) {
    yield user(on, project.slice(1), 'admin');
    return;
  }
  const partner = `partner-${PARTNERS[numberOf(`which ${slug}`, PARTNERS.length)].split('.')[0]}`;
  if (numberOf(`shared ${slug}`, 4) === 0) yield group(on, partner, 'read');
  if (numberOf(`guest ${slug}`, 4) === 0) yield user(on, groups[partner][numberOf(slug, 6)], 'read');
  if (numberOf(`key ${slug}`, 5) === 0) yield key(on, `deploy-${slug}`);
}

export function grantsFor(repositories) {
  const groups = groupsOf();
  return [...grantsOfProjects(groups), ...repositories.flatMap((one) => [...grantsOf(one, groups)])];
}

export function isPublic(slug) {
  return numberOf(`public ${slug}`, 9) === 0;
}

/** What the company says of itself: each claim may well be wrong. */
export const ZONES = `
[[zone]]
name = "shared with partners"
holds = ["project:WEB", "project:DATA"]
ceiling = "INTERNAL"
owners = ["security@${HOME}"]

[[zone]]
name = "documentation"
holds = ["path:docs/**"]
ceiling = "INTERNAL"
owners = ["writers@${HOME}"]

[[zone]]
name = "published libraries"
holds = ["repo:LIB/*"]
ceiling = "CONFIDENTIAL"
owners = ["libraries@${HOME}"]
`;
