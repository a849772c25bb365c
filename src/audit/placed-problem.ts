/** A problem of one repository, told among those of many: it says of which. */
import type { Problem } from '../core/problem.ts';

export function placedProblem(problem: Problem, fullName: string): Problem {
  if (problem.path !== undefined) return { ...problem, path: `${fullName}:${problem.path}` };
  const isNamed = problem.message.includes(fullName);
  return isNamed ? problem : { ...problem, message: `${fullName}: ${problem.message}` };
}
